// A conversation as a bot is told of it (HB2): what was said, by whom, and where the people's part ended. Notes,
// statuses and bookkeeping are not its business.
import type { ConversationEvent, Instant, Parts } from '@baton/core'

export interface SaidItem {
  readonly kind: 'said'
  readonly seq: number
  readonly at: Instant
  readonly messageId: string | null
  readonly role: 'contact' | 'bot' | 'agent' | 'system'
  readonly author: string | null
  readonly parts: Parts
  readonly text: string
  /** The customer had read this much of it when a person took over (BT2). */
  readonly interrupted: boolean
}

export interface ControlItem {
  readonly kind: 'person_asked' | 'person_took_over'
  readonly seq: number
  readonly at: Instant
  readonly author: string | null
}

/** The one event that ends the people's part (HB2). */
export interface ReturnedItem {
  readonly kind: 'returned'
  readonly seq: number
  readonly at: Instant
  readonly author: string | null
  /** `cancelled`: the takeover was taken back, nothing was settled. */
  readonly how: 'agent' | 'customer_silent' | 'cancelled'
  readonly topic: string | null
  readonly outcome: string | null
  readonly guidance: string | null
  readonly note: string | null
}

export type HistoryItem = SaidItem | ControlItem | ReturnedItem

function nameOf(event: ConversationEvent): string | null {
  return event.actor.kind === 'contact' ? null : (event.actor.name ?? null)
}

function itemOf(event: ConversationEvent): HistoryItem | null {
  const { seq, at } = event
  const author = nameOf(event)
  switch (event.type) {
    case 'MessageReceived': {
      const { messageId, parts, text } = event.data
      return { kind: 'said', seq, at, messageId, role: 'contact', author, parts, text, interrupted: false }
    }
    case 'MessageSent': {
      const { messageId, parts, text, from } = event.data
      return { kind: 'said', seq, at, messageId, role: from, author, parts, text, interrupted: false }
    }
    case 'MessageInterrupted': {
      const { parts, text } = event.data
      return { kind: 'said', seq, at, messageId: null, role: 'bot', author, parts, text, interrupted: true }
    }
    case 'HumanRequested':
      return event.data.first ? { kind: 'person_asked', seq, at, author } : null
    case 'TakenOver':
      return { kind: 'person_took_over', seq, at, author: event.data.owner.name }
    case 'Resolved': {
      const { how, topic, outcome, guidance, note } = event.data
      return { kind: 'returned', seq, at, author, how, topic, outcome, guidance, note }
    }
    case 'TakeoverCancelled':
      return {
        kind: 'returned',
        seq,
        at,
        author,
        how: 'cancelled',
        topic: null,
        outcome: null,
        guidance: null,
        note: null,
      }
    default:
      return null
  }
}

export function historyOf(events: readonly ConversationEvent[]): readonly HistoryItem[] {
  return events.flatMap(event => itemOf(event) ?? [])
}

/** The end of the people's part, if the bot has not answered since; null when it knows, or there was none. */
export function returnedSince(items: readonly HistoryItem[]): ReturnedItem | null {
  const last = items.findLast((item): item is ReturnedItem => item.kind === 'returned')
  if (!last) return null
  const answered = items.some(item => item.kind === 'said' && item.role === 'bot' && item.seq > last.seq)
  return answered ? null : last
}
