// What a flow has done for it by others: requests and models. The flow only knows what it wants and what came of it.
import type { BotId, FlowCall, FlowCallResult, Guidance, TurnAnswer, WorkspaceId } from '@baton/core'
import type { HistoryItem } from './history.ts'

/** For whom and in what a call is made. */
export interface CallSetting {
  readonly workspaceId: WorkspaceId
  readonly botId: BotId
  readonly conversationId: string
  /** A person is wanted already, and has not come yet. */
  readonly waiting: boolean
  readonly guidance: readonly Guidance[]
  readonly signal: AbortSignal
  history(limit: number): Promise<readonly HistoryItem[]>
  /** Before a side effect (TK3). @throws TurnOver */
  permit(action: string): Promise<void>
  /** More of a model’s answer, shown while it comes. */
  draft(text: string): void
}

export interface FlowCalls {
  /** Total, but for a turn that is over (TurnOver, an aborted signal) and a world that is away (PortFault). */
  perform(call: FlowCall, setting: CallSetting): Promise<FlowCallResult>
}

export interface ModelQuestion extends CallSetting {
  /** The same for every try: what it names is done once. */
  readonly callId: string
  /** The AI agent whose model, knowledge and tools are used, with its settings sealed; else `model`. */
  readonly bot: {
    readonly id: BotId
    readonly name: string
    readonly settings: Readonly<Record<string, unknown>>
  } | null
  readonly model: { readonly baseUrl: string; readonly name: string; readonly apiKey: string | null } | null
  /** What it is to do in this step. */
  readonly prompt: string
  readonly mayHandOff: boolean
  readonly timeoutMs: number
}

/** A model, however it is reached. @throws BotFault with what its builder can do about it. */
export interface FlowModel {
  answer(question: ModelQuestion): Promise<{ readonly text: string; readonly handoff: TurnAnswer['handoff'] }>
}
