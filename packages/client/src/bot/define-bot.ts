// A bot's whole side of the contract as one web-standard function. It fails closed: what is not signed, too old or
// not in shape never reaches the bot's code; the same request twice is answered twice and run once.
import type { BotNewsMessage } from '@baton/protocol'
import { readText } from './read-text.ts'
import type { Told } from './read-told.ts'
import { readTold } from './read-told.ts'
import { Remembered } from './remembered.ts'
import type { Reply } from './reply.ts'
import { emptyReply, problemReply, responseOf } from './reply.ts'
import type { TurnRun } from './run-turn.ts'
import { runTurn } from './run-turn.ts'
import { createIsSigned } from './signature.ts'
import type { Turn } from './turn.ts'

export interface BotOptions {
  /** From the bot's settings in Baton: `whsec_…`. */
  readonly secret: string
  /** Says what the bot says in this turn. Saying nothing is fine. Throws when the bot failed: Baton tries again. */
  readonly onTurn: (turn: Turn) => unknown
  /** A person took over or gave back, or a turn was cut off. What ran for it is stopped already. */
  readonly onControl?: (news: BotNewsMessage) => unknown
  /** What went wrong in the bot's code; the console unless given. */
  readonly onError?: (error: unknown) => void
  readonly fetch?: typeof fetch
}

export type BotFetch = (request: Request) => Promise<Response>

/** Requests of which the answers are kept. */
const rememberedMax = 1_000

interface Kept {
  readonly reply: Promise<Reply>
  readonly run: TurnRun | null
  /** Who waits for it. */
  readers: number
}

function logged(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: a bot whose builder set no onError must not fail in silence
  console.error('The bot failed:', error)
}

/** @throws Error when the secret is missing or cannot be one. */
export function defineBot(options: BotOptions): BotFetch {
  const isSigned = createIsSigned(options.secret)
  const onError = options.onError ?? logged
  const kept = new Remembered<Kept>(rememberedMax)
  const running = new Set<TurnRun>()

  function start(told: Told & { kind: 'turn' }, askedAtMs: number): TurnRun {
    const { turn: request } = told
    // The two clocks may differ; the time between Baton's two instants does not.
    const remainingMs = Date.parse(request.turn.deadline) - askedAtMs
    const send = options.fetch ?? globalThis.fetch
    const run = runTurn({ request, remainingMs, onTurn: options.onTurn, onError, fetch: send })
    running.add(run)
    void run.done.then(() => running.delete(run))
    return run
  }

  async function hear(news: BotNewsMessage): Promise<Reply> {
    const stops = news.type !== 'control.returned'
    for (const run of running) {
      const isMeant = news.turn === null || news.type === 'control.taken' || run.turnId === news.turn.id
      if (stops && isMeant && run.conversationId === news.conversation.id) run.abort()
    }
    try {
      await options.onControl?.(news)
      return emptyReply(204)
    } catch (error) {
      onError(error)
      return problemReply(500, 'bot_failed', 'onControl threw. See the bot’s own log.')
    }
  }

  function keep(id: string, told: Told & { kind: 'turn' | 'news' }, askedAtMs: number): Kept {
    const run = told.kind === 'turn' ? start(told, askedAtMs) : null
    const reply = told.kind === 'news' ? hear(told.news) : (run?.reply ?? Promise.resolve(emptyReply(204)))
    const one: Kept = { reply, run, readers: 0 }
    kept.set(id, one)
    const stands = run ? run.done : reply.then(({ status }) => status < 300)
    // What failed is run again when Baton tries again.
    void stands.then(ok => ok || kept.forget(id, one))
    return one
  }

  return async request => {
    if (request.method !== 'POST') {
      return respond(problemReply(405, 'method_not_allowed', 'Baton asks a bot with POST.'))
    }
    const body = await readText(request)
    if (body === null) return respond(problemReply(413, 'too_large', 'No request of Baton is so large.'))
    if (!isSigned(request.headers, body)) {
      const detail = 'The signature is missing, wrong or too old. Compare the secret with the bot’s settings.'
      return respond(problemReply(401, 'not_signed', detail))
    }
    const told = readTold(body)
    if (told.kind === 'malformed') return respond(problemReply(400, 'malformed', told.problem))
    if (told.kind === 'unknown') return respond(emptyReply(204))
    const id = request.headers.get('webhook-id') ?? ''
    const askedAtMs = Number(request.headers.get('webhook-timestamp')) * 1_000
    return await attend(kept.get(id) ?? keep(id, told, askedAtMs), request.signal)
  }
}

function respond(reply: Reply): Response {
  return responseOf(reply, () => undefined)
}

/** Answers, and stops the run when the last one who waited for it has left. */
async function attend(one: Kept, signal: AbortSignal): Promise<Response> {
  one.readers += 1
  let left = false
  function leave() {
    if (left) return
    left = true
    one.readers -= 1
    if (one.readers === 0 && one.run && !one.run.isLater()) one.run.abort()
  }
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  return responseOf(await one.reply, leave)
}
