// The bot under check: everything that is sent to it, and what it says in a turn, in whichever form.
import { randomUUID } from 'node:crypto'
import type { TurnRequested } from '@baton/protocol'
import { Webhook } from 'standardwebhooks'
import type { Options } from './options.ts'
import { readStream } from './read-stream.ts'
import { addAnswer, nothingSaid, type Said } from './said.ts'
import type { Line, StandIn } from './stand-in.ts'
import { type TurnDetails, turnOf } from './told.ts'

export interface Sending {
  /** `webhook-id`: the same for every try. */
  readonly id?: string
  readonly at?: Date
  readonly secret?: string
  readonly signal?: AbortSignal
  /** Null: unsigned. */
  readonly signature?: string | null
}

export interface Asked {
  readonly turn: TurnRequested
  readonly line: Line
}

/** Nothing answers at the bot's address: there is nothing to check. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** Beyond the deadline, so that what is late is seen as late and not as silent. */
const graceMs = 500
/** What news and refusals may take. */
const promptMs = 5_000

export class Subject {
  readonly options: Options
  readonly standIn: StandIn
  /** What the bot has shown of itself in any case so far. */
  readonly seen = { json: false, stream: false, later: false, variables: false, permit: false }

  constructor(options: Options, standIn: StandIn) {
    this.options = options
    this.standIn = standIn
  }

  /** Sends a request as it is. Throws when the connection breaks, or at the signal. */
  async post(told: unknown, sending: Sending = {}): Promise<Response> {
    const { id = randomUUID(), at = new Date(), signal = AbortSignal.timeout(promptMs) } = sending
    const body = typeof told === 'string' ? told : JSON.stringify(told)
    const own = () => new Webhook(sending.secret ?? this.options.secret).sign(id, at, body)
    const signature = sending.signature === undefined ? own() : sending.signature
    const headers = {
      'content-type': 'application/json',
      ...(signature === null
        ? {}
        : {
            'webhook-id': id,
            'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
            'webhook-signature': signature,
          }),
    }
    return await fetch(this.options.url, { method: 'POST', headers, body, signal, redirect: 'manual' })
  }

  /** @throws Unreachable when nobody is there to be checked. */
  async find(): Promise<void> {
    if ((await this.statusOf('', { signature: null })) !== null) return
    throw new Unreachable(
      `Nothing answers at ${this.options.url}. Start the bot, and give the address of its turns.`,
    )
  }

  /** The status, the body thrown away; null: no answer in time. */
  async statusOf(told: unknown, sending: Sending = {}): Promise<number | null> {
    try {
      const response = await this.post(told, sending)
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    }
  }

  turn(details: TurnDetails): Asked {
    const turn = turnOf(details, this.options.deadlineMs, this.standIn.addressOf)
    return { turn, line: this.standIn.open(turn.turn) }
  }

  /** Asks, and reads what is said until it is whole, or until the deadline. */
  async say(details: TurnDetails): Promise<Said> {
    return await this.hear(this.turn(details))
  }

  async hear({ turn, line }: Asked, id?: string): Promise<Said> {
    const said = nothingSaid()
    const beganAtMs = performance.now()
    const firstPost = line.posts.length
    const signal = AbortSignal.timeout(this.options.deadlineMs + graceMs)
    try {
      const response = await this.post(turn, { signal, ...(id === undefined ? {} : { id }) })
      said.status = response.status
      await this.#read(said, response, line, firstPost, signal)
    } catch {
      said.problems.push(
        signal.aborted
          ? `The answer was not whole after ${this.options.deadlineMs / 1_000} s, the turn’s deadline.`
          : 'The connection broke before the answer was whole. Is the bot still running?',
      )
    }
    said.tookMs = Math.round(performance.now() - beganAtMs)
    said.problems.push(...line.problems.splice(0))
    if (said.form !== null) this.seen[said.form] = true
    if (said.variables !== null) this.seen.variables = true
    if (line.posts.some(({ kind }) => kind === 'permit')) this.seen.permit = true
    return said
  }

  async #read(said: Said, response: Response, line: Line, firstPost: number, signal: AbortSignal) {
    const type = response.headers.get('content-type') ?? ''
    if (response.status === 202) {
      said.form = 'later'
      await response.body?.cancel()
      return await posted(said, line, firstPost, signal)
    }
    if (response.status === 204) {
      said.form = 'json'
      return
    }
    if (response.status !== 200) {
      await response.body?.cancel()
      const advice = response.status === 401 ? ' Is the secret the bot’s own?' : ''
      said.problems.push(`It answered ${response.status}; a turn is answered with 200, 202 or 204.${advice}`)
      return
    }
    if (type.startsWith('text/event-stream') && response.body) {
      said.form = 'stream'
      return await readStream(said, response.body)
    }
    const text = await response.text()
    const answer = jsonOf(text)
    if (answer === undefined) {
      said.problems.push('It answered 200 with something that is not JSON. To say nothing answer {} or 204.')
      return
    }
    said.form = 'json'
    const added = addAnswer(said, answer)
    if (added && !added.ends) await posted(said, line, firstPost, signal)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Takes later answers until one ends the turn. Rejects when the signal says so. */
async function posted(said: Said, line: Line, firstPost: number, signal: AbortSignal): Promise<void> {
  let next = firstPost
  const keys = new Set<string>()
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      for (; next < line.posts.length; next++) {
        const post = line.posts[next]
        if (post?.status === 409) return resolve()
        if (post?.kind !== 'messages' || (post.key !== null && keys.has(post.key))) continue
        if (post.key !== null) keys.add(post.key)
        // What cannot be read does not end the turn, but nothing better will come.
        if (addAnswer(said, post.body)?.ends ?? true) return resolve()
      }
    }
    line.onPost = look
    signal.addEventListener('abort', () => reject(new Error('late')), { once: true })
    look()
  })
}
