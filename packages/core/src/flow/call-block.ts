// Blocks that need somebody else: another system, a model, or the team. A flow only says what is to be asked;
// whoever runs it asks, and feeds it what came of it.
import type { Json } from '../ids.ts'
import type { BlockId, Named } from './named.ts'

/** A secret of the builder's: as typed, or as whoever keeps the flow has sealed it. */
export type FlowSecret = string | { readonly sealed: string }

/** Exactly one of `value`, with its `{{variables}}`, and `secret` is set. */
export interface RequestHeader {
  readonly name: string
  readonly value?: string
  readonly secret?: FlowSecret
}

export const requestMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type RequestMethod = (typeof requestMethods)[number]

export interface RequestBlock extends Named {
  readonly kind: 'request'
  readonly method: RequestMethod
  /** Host and scheme are fixed; `{{variables}}` after them are percent-encoded. */
  readonly url: string
  readonly headers: readonly RequestHeader[]
  /** JSON; `{{variables}}` in its texts are filled in, and a text that is one variable becomes its value. */
  readonly body?: Json
  /** Parts of the JSON answer, by a path such as `order.items[0].name`. */
  readonly save: readonly { readonly variable: string; readonly path: string }[]
  /** It changes something elsewhere (TK3, third fence); unless set: every method but GET. */
  readonly sideEffect?: boolean
  readonly timeoutMs?: number
  /** When it cannot be reached, answers too late or with no 2xx. */
  readonly otherwise: BlockId
  readonly next?: BlockId
}

export interface AiModel {
  readonly baseUrl: string
  readonly name: string
  readonly apiKey?: FlowSecret
}

/** Exactly one of `bot` and `model` is set. */
export interface AiBlock extends Named {
  readonly kind: 'ai'
  readonly prompt: string
  /** The id of an AI agent whose model, knowledge and tools are used. */
  readonly bot?: string
  readonly model?: AiModel
  /** Keeps the answer instead of saying it. */
  readonly variable?: string
  /** The model may ask for a person; the flow then ends in a hand-off. */
  readonly handoff?: boolean
  readonly timeoutMs?: number
  /** When the model fails, says nothing, or wants a person and may not have one. */
  readonly otherwise: BlockId
  readonly next?: BlockId
}

export type CallBlock = RequestBlock | AiBlock

/** One question to the team; the bot keeps control (BT5). */
export interface AskTeamBlock extends Named {
  readonly kind: 'ask_team'
  readonly question: string
  /** Gets the answer. */
  readonly variable: string
  readonly withinMs: number
  /** When nobody answered in time. */
  readonly otherwise: BlockId
  readonly next?: BlockId
}

export function isCall(block: { readonly kind: string } | null): block is CallBlock {
  return block !== null && (block.kind === 'request' || block.kind === 'ai')
}
