// The wish for a person: who asked, why, when (RQ2), and since when the customer waits (RQ4).
import type { Instant } from '../ids.ts'
import type { ActorRecord } from './actor.ts'

export type RequestCause =
  | 'customer_asked'
  | 'bot_handed_off'
  | 'bot_failed'
  | 'bot_promised'
  | 'rule'
  | 'agent_asked'
  | 'no_bot'
  | 'returned'

export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof priorities)[number]

export interface RequestReason {
  readonly cause: RequestCause
  /** In the asker's words; may be empty. */
  readonly text: string
  readonly by: ActorRecord
  readonly at: Instant
}

export interface HumanRequest {
  /** When the customer began to wait; a further request does not move it (RQ4, OW3). */
  readonly since: Instant
  readonly priority: Priority
  /** Oldest first, at most `reasonsKept`; the log has them all. */
  readonly reasons: readonly RequestReason[]
  readonly summary: string | null
}

export const reasonsKept = 20

export function higherPriority(a: Priority, b: Priority): Priority {
  return priorities.indexOf(a) >= priorities.indexOf(b) ? a : b
}
