// The builder's test chat: a bot answers, or a flow's call is made, with nothing of it stored. Calls are real ones.
import type {
  BotId,
  BotMemory,
  ChannelId,
  ContactId,
  ConversationId,
  FlowCallResult,
  Instant,
  Json,
  Parts,
  TurnAnswer,
  TurnId,
  WorkspaceId,
} from '@baton/core'
import { parseFlow, pendingCall, plainText, textParts } from '@baton/core'
import type { BotKind, BotVoice, SaidNow, TurnRequest } from './bot-port.ts'
import { BotFault, TurnOver } from './bot-port.ts'
import type { FlowCalls } from './flow-calls.ts'
import type { HistoryItem } from './history.ts'
import { newId } from './new-id.ts'

export interface TriedMessage {
  readonly from: 'contact' | 'bot'
  readonly text: string
}

export interface TriedBot {
  readonly workspaceId: WorkspaceId
  readonly id: BotId
  readonly name: string
  readonly kind: string
  readonly teams: TurnRequest['teams']
}

type Variables = { readonly [name: string]: Json }

export interface TriedAnswer {
  readonly text: string
  readonly handoff: TurnAnswer['handoff']
  readonly ask: string | null
  readonly variables: Variables
  /** Why it failed, for its builder; null when it did not. */
  readonly problem: string | null
}

export interface TryOut {
  /** One answer of a bot with these settings, secrets sealed. */
  talk(
    bot: TriedBot,
    settings: Readonly<Record<string, unknown>>,
    messages: readonly TriedMessage[],
    variables: Variables,
  ): Promise<TriedAnswer>
  /** One call of a flow, which may have secrets as they were typed; null when the block makes none. */
  call(
    bot: TriedBot,
    flow: unknown,
    call: { readonly block: string; readonly variables: Variables },
    messages: readonly TriedMessage[],
  ): Promise<FlowCallResult | null>
}

const limitMs = 60_000
const laterProblem = 'the bot answers later; the test chat only shows what comes at once'

function historyOf(messages: readonly TriedMessage[], at: Instant): readonly HistoryItem[] {
  return messages.map(({ from, text }, n) => ({
    kind: 'said',
    seq: n + 1,
    at,
    messageId: newId(),
    role: from,
    author: null,
    parts: textParts(text),
    text,
    interrupted: false,
  }))
}

/** A voice that only listens. */
function listening(history: readonly HistoryItem[], signal: AbortSignal) {
  const said: Parts[] = []
  let memory: BotMemory | null = null
  const voice: BotVoice = {
    signal,
    draft: () => undefined,
    async say(part: SaidNow) {
      if (signal.aborted) throw new TurnOver()
      said.push(...(part.messages ?? []))
      memory = part.memory ?? memory
    },
    async permit() {
      if (signal.aborted) throw new TurnOver()
    },
    history: async limit => history.slice(-limit),
  }
  return { voice, said, memory: () => memory }
}

function turnOf(
  bot: TriedBot,
  settings: Readonly<Record<string, unknown>>,
  messages: readonly TriedMessage[],
  memory: BotMemory,
): TurnRequest {
  const at = new Date().toISOString()
  const last = messages.findLastIndex(({ from }) => from === 'bot')
  const input = messages.flatMap(({ text }, n) =>
    n > last ? [{ seq: n + 1, text, parts: textParts(text), at }] : [],
  )
  return {
    key: { workspaceId: bot.workspaceId, conversationId: newId() as ConversationId },
    turnId: newId() as TurnId,
    epoch: 0,
    seq: messages.length,
    bot: { id: bot.id, name: bot.name, settings, flow: null, version: 1 },
    channel: { id: newId() as ChannelId, name: 'Test chat', kind: 'web' },
    contact: { id: newId() as ContactId, name: 'Test', email: null },
    teams: bot.teams,
    control: 'active',
    cause: 'message',
    resume: null,
    answer: null,
    input,
    guidance: [],
    memory,
    failures: 0,
    at,
    wakeId: newId(),
  }
}

function problemOf(error: unknown, late: boolean): string {
  if (late) return `the bot did not answer within ${limitMs / 1_000} seconds`
  return error instanceof BotFault ? error.message : 'the bot failed'
}

export function createTryOut(kinds: ReadonlyMap<string, BotKind>, calls: FlowCalls): TryOut {
  return {
    async talk(bot, settings, messages, variables) {
      const kind = kinds.get(bot.kind)
      const late = AbortSignal.timeout(limitMs)
      const memory: BotMemory = { position: null, variables, wake: null }
      const request = turnOf(bot, settings, messages, memory)
      const { voice, said, memory: kept } = listening(historyOf(messages, request.at), late)
      const failed = (problem: string): TriedAnswer => ({
        text: said.map(plainText).join('\n\n'),
        handoff: null,
        ask: null,
        variables,
        problem,
      })
      if (!kind) return failed(`there is no kind of bot called ${bot.kind}`)
      try {
        const result = await kind.answer(request, voice)
        if (result.kind === 'later') return failed(laterProblem)
        const { answer } = result
        return {
          text: [...said, ...answer.messages].map(plainText).join('\n\n'),
          handoff: answer.handoff,
          ask: answer.ask?.question ?? null,
          variables: { ...kept()?.variables, ...answer.memory.variables },
          problem: null,
        }
      } catch (error) {
        return failed(problemOf(error, late.aborted))
      }
    },
    async call(bot, json, { block, variables }, messages) {
      const at = new Date().toISOString()
      const parsed = parseFlow(json)
      if (!parsed.ok) return { kind: 'failed', problem: 'the flow has faults; mend them first' }
      const said = messages.findLast(({ from }) => from === 'contact')?.text ?? ''
      const memory: BotMemory = { position: { block, said }, variables, wake: { id: newId(), at } }
      const call = pendingCall(parsed.flow, memory, { kind: 'woke' })
      if (call === null) return null
      const signal = AbortSignal.timeout(limitMs)
      const { voice } = listening(historyOf(messages, at), signal)
      return calls.perform(call, {
        workspaceId: bot.workspaceId,
        botId: bot.id,
        conversationId: newId(),
        waiting: false,
        guidance: [],
        signal,
        history: limit => voice.history(limit),
        permit: action => voice.permit(action),
        draft: () => undefined,
      })
    },
  }
}
