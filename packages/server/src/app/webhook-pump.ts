// Tells what flights owe to webhooks. Every step is a row before it is done, so a killed server loses none and at the
// worst tells one twice, under the same id. Each endpoint has a few calls of its own: a slow one holds up no other.
import type { Seals } from './seals.ts'
import { verdictOn } from './webhook-schedule.ts'
import type { Attempt, Called, Delivery, Verdict, WebhookCaller, WebhookStore } from './webhook-store.ts'
import { testType, webhookPlace } from './webhooks.ts'

export interface WebhookPumpOptions {
  readonly store: WebhookStore
  readonly caller: WebhookCaller
  readonly seals: Seals
  /** An endpoint was switched off: the settings of its workspace are others now. */
  readonly onSwitchedOff: (delivery: Delivery) => void
  readonly onFault: (fault: unknown) => void
}

export interface WebhookPump {
  /** Something is owed: a round begins, at once or when the one under way has ended. */
  soon(): void
  /** One round, for what nobody called `soon` for: retries, and what other servers left. */
  sweep(): Promise<void>
  /** Makes one delivery now, once. */
  tellOnce(delivery: Delivery): Promise<void>
  /** Begins nothing more; waits a little for what is under way, then leaves it to the next server. */
  close(): Promise<void>
}

const callsPerEndpoint = 8
const callsAtOnce = 200
const fannedOutAtOnce = 500
/** Between two rounds: what comes meanwhile goes together. */
const restMs = 20
const stopPatienceMs = 3_000

/** The same over all attempts: an event never changes. Null: it is no more. */
function bodyOf({ type, event, conversationId, createdAt, webhookId }: Delivery): string | null {
  if (type === testType) return JSON.stringify({ type, timestamp: createdAt, data: { webhookId } })
  if (event === null) return null
  const { seq, epoch, at, actor, data, channelId, contactId } = event
  const ids = `"conversationId":"${conversationId}","channelId":"${channelId}","contactId":"${contactId}"`
  const line = `{"seq":${seq},"epoch":${epoch},"type":"${event.type}","at":"${at}","actor":${actor},"data":${data}}`
  return `{"type":"${type}","timestamp":"${at}","data":{${ids},"event":${line}}}`
}

const refused = (problem: string): Called => ({ status: null, response: '', problem, retryAfterMs: null })
const over: Verdict = { state: 'failed', afterMs: 0, isGone: false }

export function createWebhookPump(options: WebhookPumpOptions): WebhookPump {
  const { store, caller, seals, onSwitchedOff, onFault } = options
  /** By delivery, the endpoint that it goes to. */
  const inHand = new Map<string, string>()
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  let round: Promise<void> | null = null
  let wanted = false
  let closed = false

  async function call(delivery: Delivery, body: string): Promise<Called> {
    const { id, url, webhookId } = delivery
    let secrets: readonly string[]
    try {
      secrets = delivery.secrets.map(sealed => seals.open(sealed, webhookPlace(webhookId)))
    } catch {
      return refused('The secret cannot be opened: the secret of this Baton was changed. Make a new one.')
    }
    return caller.call({ id, url, secrets, body, signal: stopping.signal })
  }

  async function tell(delivery: Delivery, retries: boolean): Promise<void> {
    const body = bodyOf(delivery)
    const [at, began] = [new Date().toISOString(), performance.now()]
    const { retryAfterMs, ...told } =
      body === null ? refused('The conversation was erased.') : await call(delivery, body)
    const attempt: Attempt = { at, durationMs: Math.round(performance.now() - began), ...told }
    const verdict = verdictOn({ ...told, retryAfterMs }, delivery.tries, Math.random())
    const isOver = body === null || (!retries && verdict.state === 'waiting')
    const counts = retries && body !== null
    if (await store.settle(delivery, attempt, isOver ? over : verdict, counts)) onSwitchedOff(delivery)
  }

  function take(delivery: Delivery): void {
    inHand.set(delivery.id, delivery.webhookId)
    const run = tell(delivery, true)
      .catch(fault => {
        // The row is this server's still, and no longer in hand: it is claimed again.
        if (!stopping.signal.aborted) onFault(fault)
      })
      .finally(() => {
        inHand.delete(delivery.id)
        running.delete(run)
        pump.soon()
      })
    running.add(run)
  }

  async function claimAll(): Promise<void> {
    for (const webhookId of await store.due()) {
      const busy = [...inHand.values()].filter(id => id === webhookId).length
      const free = Math.min(callsPerEndpoint - busy, callsAtOnce - inHand.size)
      if (free <= 0) continue
      for (const delivery of await store.claim(webhookId, new Set(inHand.keys()), free)) take(delivery)
    }
  }

  async function go(): Promise<void> {
    do {
      wanted = false
      while ((await store.fanOut(fannedOutAtOnce)) === fannedOutAtOnce);
      if (!stopping.signal.aborted && !closed) await claimAll()
      if (wanted) await new Promise(proceed => setTimeout(proceed, restMs))
    } while (wanted && !closed)
  }

  function begin(): Promise<void> {
    wanted = true
    round ??= go().finally(() => {
      round = null
    })
    return round
  }

  const pump: WebhookPump = {
    soon() {
      if (!closed) begin().catch(onFault)
    },
    async sweep() {
      if (!closed) await begin()
    },
    tellOnce: delivery => tell(delivery, false),
    async close() {
      closed = true
      await round?.catch(() => undefined)
      const patience = setTimeout(() => stopping.abort(), stopPatienceMs)
      await Promise.all(running)
      clearTimeout(patience)
    },
  }
  return pump
}
