// What goes into a step of a flow and what comes out of it; the bot runner turns it into one command.
import type { BotResume, TurnAnswer, TurnInput } from '../conversation/turn.ts'
import type { Instant, Json } from '../ids.ts'

export type FlowInput =
  | { readonly kind: 'said'; readonly inputs: readonly TurnInput[] }
  /** `inputs`: what the customer wrote while the turn settled. */
  | { readonly kind: 'woke'; readonly inputs?: readonly TurnInput[] }
  | { readonly kind: 'resumed'; readonly resume: BotResume; readonly inputs: readonly TurnInput[] }
  /** What came of the call that `pendingCall` gave; `inputs`: what the customer wrote meanwhile. */
  | { readonly kind: 'called'; readonly result: FlowCallResult; readonly inputs?: readonly TurnInput[] }
  /** The team’s answer to the flow’s question (BT5); null: nobody answered in time. */
  | { readonly kind: 'answered'; readonly text: string | null; readonly inputs?: readonly TurnInput[] }

export type FlowCallResult =
  | { readonly kind: 'response'; readonly status: number; readonly body: Json }
  | { readonly kind: 'said'; readonly text: string; readonly handoff: TurnAnswer['handoff'] }
  /** `problem`: for the builder, without message text. */
  | { readonly kind: 'failed'; readonly problem: string }

export interface FlowContext {
  readonly at: Instant
  /** Fresh: becomes the id of the pause, if the step ends in one. */
  readonly wakeId: string
  /** Of the flow: kept with the position, so that the conversation can go on with this one. */
  readonly version?: number
}

/** A step is an answer to a turn; its queue is named as the flow names it. */
export interface FlowStep extends TurnAnswer {
  /** A team’s name or id; missing when the flow chose none. */
  readonly team?: string
}
