// The wish for a person: who asked, why, when (RQ2), and since when the customer waits (RQ4).
import type { AgentId, Instant, TeamId } from '../ids.ts'
import type { ActorRecord, AgentRef } from './actor.ts'

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

/** Routing asks this agent to take it, until then (RT1). */
export interface Offer {
  readonly agent: AgentRef
  readonly until: Instant
}

/** How an offer ended without being taken. */
export type OfferEnd = 'declined' | 'expired' | 'withdrawn'

/** Who was asked in vain in this round (RT2). */
export interface Passed {
  readonly by: readonly AgentId[]
  /** When the last of them was. */
  readonly at: Instant
}

/** Why routing found nobody: outside the hours, nobody online, nobody online who fits, all of them full. */
export type NobodyWhy = 'closed' | 'absent' | 'unmatched' | 'busy'
/** What becomes of it then (RT3). */
export type NobodyGoes = 'wait' | 'bot' | { readonly teamId: TeamId }

/** What was done in this episode because nobody was there. */
export interface NobodyThere {
  readonly episodeSeq: number
  /** The customer was told; once is enough. */
  readonly told: boolean
  /** Queues in which nobody was, since it came into the queue or a person moved it last. */
  readonly teams: readonly (TeamId | null)[]
}

export const reasonsKept = 20

export function higherPriority(a: Priority, b: Priority): Priority {
  return priorities.indexOf(a) >= priorities.indexOf(b) ? a : b
}
