// Why a command was refused: a fact about the conversation, not an error. http/ maps each code to problem
// details, the console to a sentence; both tables are exhaustive.
import type { Instant } from '../ids.ts'
import type { DeliveryStatus } from '../message/delivery.ts'
import type { AgentRef } from './actor.ts'

export type Rejection =
  | { readonly code: 'already_held'; readonly owner: AgentRef }
  | { readonly code: 'not_owner'; readonly owner: AgentRef | null }
  | { readonly code: 'not_intervened' }
  | { readonly code: 'not_requesting' }
  | { readonly code: 'intervene_first' }
  /** OW6: the last message of the customer and of another person that the view lacked, oldest first. */
  | { readonly code: 'stale_view'; readonly missed: readonly number[] }
  | { readonly code: 'cursor_ahead'; readonly seq: number }
  | { readonly code: 'client_id_reused'; readonly seq: number }
  | { readonly code: 'turn_superseded' }
  | { readonly code: 'bot_not_speaking' }
  /** The bot's question was answered, ran out or became void. */
  | { readonly code: 'no_such_question' }
  /** Nobody asked the customer about this episode, or later about another one. */
  | { readonly code: 'no_feedback_asked' }
  | { readonly code: 'completion_incomplete'; readonly fields: readonly string[] }
  | {
      readonly code: 'unknown_option'
      readonly field: 'topic' | 'outcome' | 'status'
      readonly options: readonly string[]
    }
  | { readonly code: 'not_allowed'; readonly needs: 'agent' | 'lead' }
  | { readonly code: 'no_such_message' }
  /** DL5: since when; null: the customer has never written. Only a template goes now. */
  | { readonly code: 'window_closed'; readonly since: Instant | null }
  /** DL6: on the channel itself somebody else answers now. */
  | { readonly code: 'line_held'; readonly holder: string }
  /** There is nothing to send again: it went, is under way, or a takeover withheld it (TK3). */
  | { readonly code: 'not_retriable'; readonly status: DeliveryStatus }
  /** RT1: somebody is being asked already. */
  | { readonly code: 'already_offered'; readonly agent: AgentRef }
  /** RT2: the offer was taken, declined, ran out or became void. */
  | { readonly code: 'no_such_offer' }
  /** A timer that came early: it is to be kept. Every other answer spends it. */
  | { readonly code: 'not_due' }

export type RejectionCode = Rejection['code']
