// One step of a flow: what the customer said (or the clock) goes in, what to say and where it stands comes out.
// Total: any memory and any words give a step; what does not fit the flow starts it afresh.
import type { Priority } from '../conversation/request.ts'
import type { BotMemory, BotResume, TurnInput } from '../conversation/turn.ts'
import type { Instant } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import type { Flow } from './definition.ts'

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

export function advance(_flow: Flow, memory: BotMemory, _input: FlowInput, _context: FlowContext): FlowStep {
  return { messages: [], handoff: null, withdraw: null, memory }
}
