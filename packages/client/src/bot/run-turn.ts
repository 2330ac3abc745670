// One run of a bot's code over one turn. When the turn is over, whoever asked is answered at once, and not one more
// word goes out, whatever the code still does.
import type { BotMessage, BotPart, TurnRequested } from '@baton/protocol'
import type { Rest } from './outlets.ts'
import { piecesOf } from './outlets.ts'
import { pour } from './pour.ts'
import type { Reply } from './reply.ts'
import { problemReply } from './reply.ts'
import { Speech } from './speech.ts'
import type { Turn } from './turn.ts'
import { createTurnCalls } from './turn-calls.ts'
import { TurnOver } from './turn-over.ts'

export interface TurnRun {
  readonly turnId: string
  readonly conversationId: string
  /** Never rejects. */
  readonly reply: Promise<Reply>
  /** True: what was said stands. False: the turn may be tried again. Never rejects. */
  readonly done: Promise<boolean>
  /** The answer goes out by itself: nobody needs to wait for it. */
  readonly isLater: () => boolean
  readonly abort: () => void
}

export interface RunTurnOptions {
  readonly request: TurnRequested
  /** Until the deadline, by Baton's clock. */
  readonly remainingMs: number
  readonly onTurn: (turn: Turn) => unknown
  readonly onError: (error: unknown) => void
  readonly fetch: typeof fetch
}

const timeoutMaxMs = 2 ** 31 - 1

function latestOf({ messages, input }: TurnRequested): string {
  return messages
    .filter(({ seq, role }) => role === 'contact' && input.includes(seq))
    .map(({ text }) => text)
    .join('\n')
}

function messagesOf(message: BotMessage | readonly BotPart[]): readonly BotMessage[] {
  if (typeof message === 'string') return piecesOf(message)
  return 'text' in message || 'parts' in message ? [message] : [{ parts: [...message] }]
}

/** Variables that were removed are forgotten by null. Nothing when nothing changed. */
function changedVariables(before: string, now: Record<string, unknown>): Rest {
  if (JSON.stringify(now) === before) return {}
  const gone = Object.keys(JSON.parse(before) as object).filter(name => now[name] === undefined)
  const all = { ...now, ...Object.fromEntries(gone.map(name => [name, null])) }
  return { variables: all as NonNullable<Rest['variables']> }
}

function createTurn(request: TurnRequested, speech: Speech, signal: AbortSignal, permit: Turn['permit']) {
  const variables = { ...request.variables }
  const before = JSON.stringify(variables)
  let rest: Rest = {}
  const turn: Turn = {
    id: request.turn.id,
    request,
    latest: latestOf(request),
    history: request.messages,
    guidance: request.guidance.map(({ text }) => text),
    returned: request.control.returned,
    answer: request.answer,
    variables,
    signal,
    reply: message => speech.say(messagesOf(message)),
    stream(texts) {
      speech.toStream()
      return speech.next(outlet => pour(texts, outlet, signal))
    },
    handOff(handoff = {}) {
      rest = { ...rest, handoff }
    },
    withdraw(reason = '') {
      rest = { ...rest, withdraw: { reason } }
    },
    ask(question, { withinMs } = {}) {
      rest = { ...rest, ask: withinMs === undefined ? { question } : { question, withinMs } }
    },
    mark(marks) {
      rest = { ...rest, marks: { ...rest.marks, ...marks } }
    },
    permit,
    later: () => speech.toLater(),
  }
  return { turn, restNow: (): Rest => ({ ...rest, ...changedVariables(before, variables) }) }
}

export function runTurn({ request, remainingMs, onTurn, onError, fetch }: RunTurnOptions): TurnRun {
  const { url, token, id } = request.turn
  const controller = new AbortController()
  const { signal } = controller
  const abort = () => controller.abort()
  const deadline = setTimeout(abort, Math.min(Math.max(0, remainingMs), timeoutMaxMs))
  const calls = createTurnCalls({ url, token, fetch, signal, onOver: abort })
  let onReply: (reply: Reply) => void = () => undefined
  const reply = new Promise<Reply>(resolve => {
    onReply = resolve
  })
  signal.addEventListener('abort', () => onReply(problemReply(409, 'turn_over', new TurnOver().message)))
  const speech = new Speech({ turnId: id, calls, signal, onReply })
  const { turn, restNow } = createTurn(request, speech, signal, async action => {
    if (signal.aborted) throw new TurnOver()
    await calls.post('/permit', { action })
  })

  async function run(): Promise<boolean> {
    try {
      await onTurn(turn)
      await speech.end(restNow())
      return true
    } catch (error) {
      if (!signal.aborted && !(error instanceof TurnOver)) {
        onError(error)
        const name = error instanceof Error ? error.name : typeof error
        onReply(problemReply(500, 'bot_failed', `onTurn threw ${name}. See the bot’s own log.`))
      }
      // Whatever was being streamed stops without its `end`: it does not count as an answer.
      abort()
      return false
    } finally {
      clearTimeout(deadline)
    }
  }

  return {
    turnId: id,
    conversationId: request.conversation.id,
    reply,
    done: run(),
    isLater: () => speech.form === 'later',
    abort,
  }
}
