// One message as it stands now, out of what was said and what became of it.
import type { AgentRef, ConversationEvent, DeliveryProblem, EventType, Parts } from '@baton/core'
import type { Delivery, Fates, Reaction, Saying, SettledParts } from './fates.ts'
import { settled, waiting } from './fates.ts'

export type Of<T extends EventType> = Extract<ConversationEvent, { type: T }>

/** `overtaken`: interrupted by a takeover, and by nothing else. */
export type BubbleStatus = Delivery['status'] | 'interrupted' | 'overtaken'

export interface Quote {
  readonly seq: number
  readonly voice: Voice
  readonly name: string | null
  readonly text: string
}

export interface Bubble {
  readonly seq: number
  readonly at: string
  readonly parts: Parts
  readonly text: string
  /** Null for what the customer said. */
  readonly status: BubbleStatus | null
  readonly problem: DeliveryProblem | null
  readonly why: string | null
  /** It waits, and is tried again then. */
  readonly until: string | null
  /** DL3: only a person sends again what failed, or what nobody knows of. */
  readonly retriable: boolean
  readonly inFlight: boolean
  /** Of a message that was withheld: who took over first. */
  readonly withheldFor: AgentRef | null
  /** What it said before it was edited, oldest first. */
  readonly earlier: readonly Saying[]
  readonly revoked: boolean
  readonly reactions: readonly Reaction[]
  readonly quote: Quote | null
  /** Said by other means than Baton. */
  readonly via: 'phone' | null
  readonly outreach: boolean
  /** Files that could not be had, by their id. */
  readonly lost: SettledParts['lost']
}

export type Voice = 'contact' | 'bot' | 'agent'

export function nameOf(event: ConversationEvent): string | null {
  return 'name' in event.actor ? (event.actor.name ?? null) : null
}
export function idOf(event: ConversationEvent): string | null {
  return 'id' in event.actor ? event.actor.id : null
}

export interface Reach {
  readonly deliveredThrough: number
  readonly readThrough: number
  /** By what it travels: a web visitor reads the log itself, so that nothing has to be delivered there. */
  readonly channel?: { readonly kind: string }
}

export type Said = Of<'MessageReceived' | 'MessageSent' | 'MessageInterrupted'>

export function voiceOf(event: Said): Voice {
  if (event.type === 'MessageReceived') return 'contact'
  return event.type === 'MessageSent' && event.data.from === 'agent' ? 'agent' : 'bot'
}

function deliveryOf(event: Of<'MessageSent'>, reach: Reach, fates: Fates): Delivery {
  const { seq } = event
  const owed = reach.channel !== undefined && reach.channel.kind !== 'web' && event.data.via === undefined
  const own = fates.deliveries.get(seq) ?? (owed ? waiting : { ...waiting, status: 'sent' })
  if (own.status === 'withheld') return own
  if (reach.readThrough >= seq || own.status === 'read') return { ...waiting, status: 'read' }
  return reach.deliveredThrough >= seq ? { ...waiting, status: 'delivered' } : own
}

/** Not again into a closed window, and never what a takeover overtook. */
function isRetriable(event: Of<'MessageSent'>, { status, problem }: Delivery, fates: Fates): boolean {
  if (status !== 'failed' && status !== 'unknown') return false
  if (event.data.from === 'bot' && event.epoch !== fates.epoch) return false
  return problem !== 'window_closed' || fates.lastReceived > event.seq
}

function quoteOf(event: Said, fates: Fates): Quote | null {
  const seq = event.type === 'MessageInterrupted' ? undefined : event.data.replyTo
  if (seq === undefined) return null
  const quoted = fates.sayings.get(seq)
  if (quoted?.type !== 'MessageReceived' && quoted?.type !== 'MessageSent') return null
  const text = fates.edits.get(seq)?.at(-1)?.text ?? quoted.data.text
  return { seq, voice: voiceOf(quoted), name: nameOf(quoted), text: fates.revoked.has(seq) ? '' : text }
}

export function bubbleOf(event: Said, reach: Reach, fates: Fates): Bubble {
  const { seq, at } = event
  const edits = fates.edits.get(seq) ?? []
  const first: Saying = { parts: event.data.parts, text: event.data.text, at }
  const now = edits.at(-1) ?? first
  const plain = {
    seq,
    at,
    ...settled(seq, now.parts, fates),
    text: now.text,
    status: null,
    problem: null,
    why: null,
    until: null,
    retriable: false,
    inFlight: fates.inFlight.has(seq),
    withheldFor: fates.withheldFor.get(seq) ?? null,
    earlier: edits.length === 0 ? [] : [first, ...edits.slice(0, -1)],
    revoked: fates.revoked.has(seq),
    reactions: fates.reactions.get(seq) ?? [],
    quote: quoteOf(event, fates),
    via: null,
    outreach: false,
  }
  if (event.type === 'MessageReceived') return plain
  if (event.type === 'MessageInterrupted')
    return { ...plain, status: fates.overtaken.has(event.data.turnId) ? 'overtaken' : 'interrupted' }
  const delivery = deliveryOf(event, reach, fates)
  const { status, problem, reason: why, until } = delivery
  const { via = null, purpose } = event.data
  const retriable = isRetriable(event, delivery, fates)
  return { ...plain, status, problem, why, until, retriable, via, outreach: purpose === 'outreach' }
}
