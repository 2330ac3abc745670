// One customer who plays one dialogue: writes, waits for an answer like a person, asks for a person where the
// dialogue does. A broken line or a server that comes back later is the client's business, not the customer's.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, createApi, createLive, isApiError, type Live, type VisitorItem } from '@baton/client'
import { WebSocket } from 'ws'
import { asksForPerson, type Dialog } from './dialogs.ts'
import type { Pace } from './pace.ts'
import type { Tally } from './tally.ts'

export interface Stage {
  readonly url: string
  readonly channelId: string
  readonly pace: Pace
  readonly patienceMs: number
  readonly tally: Tally
  /** Aborted: the run is over. */
  readonly signal: AbortSignal
}

/** What the server must have in its log, in this order. */
export interface Said {
  readonly token: string
  readonly acknowledged: { readonly clientId: string; readonly seq: number }[]
}

/** Between two tries to begin a conversation. */
const retryMs = 500

/** Begins a conversation; tries again while the server is away. Null when it never will. */
async function begin({ url, channelId, tally, signal }: Stage, name: string): Promise<string | null> {
  const api = createApi({ url })
  while (!signal.aborted) {
    try {
      const call = { params: { channelId }, body: { name } }
      return (await api.call('POST /web/{channelId}/visitors', call, { signal })).token
    } catch (fault) {
      if (signal.aborted || !isApiError(fault)) return null
      tally.failed(fault.code)
      if (fault.status >= 400 && fault.status < 500 && fault.status !== 429) return null
      await sleep(retryMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return null
}

/** Resolves when the customer is done or the run ends; never rejects for what the server does. */
export async function playCustomer(stage: Stage, dialog: Dialog, name: string): Promise<Said | null> {
  const token = await begin(stage, name)
  if (token === null) return null
  stage.tally.customers += 1
  const live = createLive({ url: stage.url, token: () => token, WebSocket })
  const api = createApi({ url: stage.url, token: () => token })
  const customer = new Customer(stage, live, api)
  try {
    for (const line of dialog.lines) {
      await stage.pace(line, stage.signal)
      await customer.say(line)
    }
  } catch (fault) {
    if (!stage.signal.aborted) throw fault
  } finally {
    live.close()
  }
  return { token, acknowledged: customer.acknowledged }
}

class Customer {
  readonly acknowledged: { clientId: string; seq: number }[] = []
  readonly #stage: Stage
  readonly #live: Live
  readonly #api: Api
  #answered: (from: 'bot' | 'agent' | null) => void = () => undefined
  #requested = false

  constructor(stage: Stage, live: Live, api: Api) {
    this.#stage = stage
    this.#live = live
    this.#api = api
    live.follow({ conversationId: null, after: 0, onItems: ({ items }) => this.#read(items) })
    live.onRefused(fault => stage.tally.failed(fault.code))
    stage.signal.addEventListener('abort', () => this.#answered(null), { once: true })
  }

  /** Sends, then waits for an answer or until the patience ends. */
  async say(text: string): Promise<void> {
    const { tally, patienceMs, signal } = this.#stage
    const sentAt = performance.now()
    const answer = new Promise<'bot' | 'agent' | null>(resolve => {
      this.#answered = resolve
    })
    const stored = this.#send(text, sentAt)
    const timer = setTimeout(() => this.#answered(null), patienceMs)
    const from = await answer
    clearTimeout(timer)
    if (from === null) {
      if (!signal.aborted) tally.unanswered += 1
    } else {
      tally.answerMs.push(performance.now() - sentAt)
      if (from === 'bot') tally.answeredByBot += 1
      else tally.answeredByPerson += 1
    }
    if (asksForPerson(text) && !this.#requested && !signal.aborted) await this.#askForPerson()
    // The next message must not overtake one that is still on its way.
    await Promise.race([stored, aborted(signal)])
  }

  async #send(text: string, sentAt: number): Promise<void> {
    const { tally } = this.#stage
    const clientId = randomUUID()
    tally.sent += 1
    try {
      const { seq } = await this.#live.send({ clientId, text })
      this.acknowledged.push({ clientId, seq })
      tally.acknowledged += 1
      tally.ackMs.push(performance.now() - sentAt)
    } catch (fault) {
      if (!isApiError(fault)) throw fault
      if (fault.code !== 'closed') tally.failed(fault.code)
    }
  }

  /** As one presses "Talk to a person" when the bot did not understand. */
  async #askForPerson(): Promise<void> {
    try {
      await this.#api.call('POST /web/request', { body: {} }, { signal: this.#stage.signal })
    } catch (fault) {
      if (isApiError(fault)) this.#stage.tally.failed(fault.code)
    }
  }

  #read(items: readonly VisitorItem[]): void {
    for (const item of items) {
      if (item.type === 'HumanRequested') {
        this.#stage.tally.requests += 1
        this.#requested = true
      } else if (item.type === 'Resolved' || item.type === 'RequestDismissed') {
        this.#requested = false
      } else if (item.type === 'MessageSent') {
        const { from } = item.data
        if (from === 'bot' || from === 'agent') this.#answered(from)
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
