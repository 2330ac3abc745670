// What goes into a step of a flow and what comes out of it; the bot runner turns it into one command.
import type { BotResume, TurnAnswer, TurnInput } from '../conversation/turn.ts'
import type { Instant } from '../ids.ts'

export type FlowInput =
  | { readonly kind: 'said'; readonly inputs: readonly TurnInput[] }
  /** `inputs`: what the customer wrote while the turn settled. */
  | { readonly kind: 'woke'; readonly inputs?: readonly TurnInput[] }
  | { readonly kind: 'resumed'; readonly resume: BotResume; readonly inputs: readonly TurnInput[] }

export interface FlowContext {
  readonly at: Instant
  /** Fresh: becomes the id of the pause, if the step ends in one. */
  readonly wakeId: string
}

/** A step is an answer to a turn. */
export type FlowStep = TurnAnswer
