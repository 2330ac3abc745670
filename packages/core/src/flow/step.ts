// What goes into a step of a flow and what comes out of it; the bot runner turns it into one command.
import type { Priority } from '../conversation/request.ts'
import type { BotMemory, BotResume, TurnInput } from '../conversation/turn.ts'
import type { Instant } from '../ids.ts'
import type { Parts } from '../message/content.ts'

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

export interface FlowStep {
  readonly messages: readonly Parts[]
  readonly handoff: {
    readonly reason: string
    readonly summary: string | null
    readonly priority: Priority
  } | null
  readonly withdraw: { readonly reason: string } | null
  readonly memory: BotMemory
}
