// What a customer may see of the log: what was said to them, and who speaks. Never notes, reasons, topics,
// tags, or which rule fired.
import type { ConversationEvent } from '../conversation/event.ts'
import type { Instant } from '../ids.ts'
import type { Parts } from './content.ts'

export type VisitorItem =
  | {
      readonly type: 'MessageReceived' | 'MessageSent' | 'MessageInterrupted'
      readonly seq: number
      readonly at: Instant
      readonly actor: { readonly kind: 'contact' | 'bot' | 'agent' | 'system'; readonly name: string | null }
      readonly data: {
        readonly messageId: string | null
        readonly clientId: string | null
        readonly from: 'contact' | 'bot' | 'agent' | 'system'
        readonly parts: Parts
        readonly text: string
      }
    }
  | {
      readonly type: 'HumanRequested' | 'RequestDismissed' | 'ReturnedToQueue'
      readonly seq: number
      readonly at: Instant
      readonly data: { readonly waitingSince: Instant | null }
    }
  | {
      readonly type: 'TakenOver' | 'OwnerChanged'
      readonly seq: number
      readonly at: Instant
      readonly data: { readonly name: string }
    }
  | {
      readonly type: 'FeedbackGiven'
      readonly seq: number
      readonly at: Instant
      readonly data: { readonly episodeSeq: number; readonly rating: number; readonly comment: string | null }
    }
  | {
      readonly type: 'TakeoverCancelled' | 'Resolved' | 'BotChanged'
      readonly seq: number
      readonly at: Instant
      readonly data: Record<string, never>
    }

/** The customer's side of an event; null when it is none of their business. */
export function visitorItem(event: ConversationEvent): VisitorItem | null {
  const { seq, at } = event
  switch (event.type) {
    case 'MessageReceived':
    case 'MessageSent':
    case 'MessageInterrupted': {
      const { actor } = event
      const from =
        event.type === 'MessageReceived' ? 'contact' : event.type === 'MessageSent' ? event.data.from : 'bot'
      const { parts, text } = event.data
      const messageId = event.type === 'MessageInterrupted' ? null : event.data.messageId
      // An agent's clientId is the agent's business; the customer's own lets the widget settle its draft.
      const clientId = event.type === 'MessageReceived' ? event.data.clientId : null
      const name = actor.kind === 'contact' ? null : (actor.name ?? null)
      return {
        type: event.type,
        seq,
        at,
        actor: { kind: actor.kind, name },
        data: { messageId, clientId, from, parts, text },
      }
    }
    case 'HumanRequested':
      return event.data.first
        ? { type: event.type, seq, at, data: { waitingSince: event.data.waitingSince } }
        : null
    case 'ReturnedToQueue':
      return { type: event.type, seq, at, data: { waitingSince: event.data.waitingSince } }
    case 'RequestDismissed':
      return { type: event.type, seq, at, data: { waitingSince: null } }
    case 'TakenOver':
    case 'OwnerChanged':
      return { type: event.type, seq, at, data: { name: event.data.owner.name } }
    case 'TakeoverCancelled':
    case 'Resolved':
      return { type: event.type, seq, at, data: {} }
    case 'FeedbackGiven': {
      const { episodeSeq, rating, comment } = event.data
      // What a bot was told is among its messages.
      return event.actor.kind === 'contact' && episodeSeq !== null
        ? { type: event.type, seq, at, data: { episodeSeq, rating, comment } }
        : null
    }
    case 'BotChanged':
      // One bot for another, or none: for the customer nothing changed, and who waits for a person still does.
      return event.data.previousOwner === null ? null : { type: event.type, seq, at, data: {} }
    default:
      return null
  }
}
