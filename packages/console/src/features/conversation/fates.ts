// What became of each message after it was said: how far it got, and what was changed about it. One pass over the
// log; the core keeps statuses moving forward (DL4), so the last word here is the true one.
import type { AgentRef, ConversationEvent, DeliveryProblem, EventData, MediaPart, Parts } from '@baton/core'

type MediaProblem = NonNullable<EventData<'MediaSettled'>['problem']>

export interface Delivery {
  readonly status: 'queued' | 'sending' | 'unknown' | 'sent' | 'delivered' | 'read' | 'failed' | 'withheld'
  readonly problem: DeliveryProblem | null
  /** In the channel's own words. */
  readonly reason: string | null
  /** It is tried again then; null: nothing stands in its way. */
  readonly until: string | null
}

export interface Saying {
  readonly parts: Parts
  readonly text: string
  readonly at: string
}

export interface Reaction {
  readonly by: string
  readonly emoji: string
}

export interface Fates {
  readonly deliveries: ReadonlyMap<number, Delivery>
  /** Handed over when a takeover came, so that it could not be withheld (TK3). */
  readonly inFlight: ReadonlySet<number>
  /** Who took over before the bot's message went; null where control changed by other means. */
  readonly withheldFor: ReadonlyMap<number, AgentRef | null>
  /** Turns that a takeover ended. */
  readonly overtaken: ReadonlySet<string>
  /** What it was changed to, one after another. */
  readonly edits: ReadonlyMap<number, readonly Saying[]>
  readonly revoked: ReadonlySet<number>
  readonly reactions: ReadonlyMap<number, readonly Reaction[]>
  /** By `seq` and file: what came of fetching it. */
  readonly media: ReadonlyMap<string, MediaPart | MediaProblem>
  readonly lastReceived: number
  /** Of the log's end. */
  readonly epoch: number
  readonly sayings: ReadonlyMap<number, ConversationEvent>
}

export const waiting: Delivery = { status: 'queued', problem: null, reason: null, until: null }
const mediaKey = (seq: number, mediaId: string) => `${seq} ${mediaId}`

function deliveryAfter(event: ConversationEvent): readonly [number, Delivery] | null {
  switch (event.type) {
    case 'DeliveryChanged': {
      const { messageSeq, through, status, reason, problem = null } = event.data
      return through ? null : [messageSeq, { status, problem, reason, until: null }]
    }
    case 'DeliveryDeferred': {
      const { messageSeq, until, problem, reason } = event.data
      return [messageSeq, { status: 'queued', problem, reason, until }]
    }
    case 'DeliveryRetried':
      return [event.data.messageSeq, waiting]
    case 'MessageWithheld':
      return [event.data.messageSeq, { ...waiting, status: 'withheld' }]
    default:
      return null
  }
}

function reacted(
  before: readonly Reaction[],
  event: Extract<ConversationEvent, { type: 'ReactionChanged' }>,
): readonly Reaction[] {
  const by = 'id' in event.actor ? event.actor.id : event.actor.kind
  const others = before.filter(each => each.by !== by)
  const { emoji } = event.data
  return emoji === null ? others : [...others, { by, emoji }]
}

export function fatesOf(events: readonly ConversationEvent[]): Fates {
  const deliveries = new Map<number, Delivery>()
  const inFlight = new Set<number>()
  const overtaken = new Set<string>()
  const edits = new Map<number, readonly Saying[]>()
  const revoked = new Set<number>()
  const reactions = new Map<number, readonly Reaction[]>()
  const media = new Map<string, MediaPart | MediaProblem>()
  const sayings = new Map<number, ConversationEvent>()
  const withheldFor = new Map<number, AgentRef | null>()
  let lastReceived = 0
  let taker: AgentRef | null = null
  for (const event of events) {
    const delivery = deliveryAfter(event)
    if (delivery) deliveries.set(...delivery)
    switch (event.type) {
      case 'MessageReceived':
        lastReceived = event.seq
        sayings.set(event.seq, event)
        break
      case 'MessageSent':
        sayings.set(event.seq, event)
        break
      case 'MessageWithheld':
        withheldFor.set(event.data.messageSeq, taker)
        break
      case 'TakenOver':
        taker = event.data.owner
        if (event.data.endsTurn) overtaken.add(event.data.endsTurn)
        for (const [seq, { status }] of deliveries) {
          const said = sayings.get(seq)
          const ofBot = said?.type === 'MessageSent' && said.data.from === 'bot'
          if (ofBot && (status === 'sending' || status === 'unknown')) inFlight.add(seq)
        }
        break
      case 'MessageEdited': {
        const { messageSeq, parts, text } = event.data
        edits.set(messageSeq, [...(edits.get(messageSeq) ?? []), { parts, text, at: event.at }])
        break
      }
      case 'MessageRevoked':
        revoked.add(event.data.messageSeq)
        break
      case 'ReactionChanged': {
        const { messageSeq } = event.data
        reactions.set(messageSeq, reacted(reactions.get(messageSeq) ?? [], event))
        break
      }
      case 'MediaSettled': {
        const { messageSeq, mediaId, media: part, problem } = event.data
        media.set(mediaKey(messageSeq, mediaId), part ?? problem ?? 'unreachable')
        break
      }
      default:
    }
  }
  const epoch = events.at(-1)?.epoch ?? 0
  const said = { edits, revoked, reactions, media, sayings }
  return { ...said, deliveries, inFlight, withheldFor, overtaken, lastReceived, epoch }
}

export interface SettledParts {
  readonly parts: Parts
  /** Files that never came, by their id. */
  readonly lost: Readonly<Record<string, MediaProblem>>
}

const nothingLost: SettledParts['lost'] = {}

/** The parts with every file that was fetched meanwhile in its place. */
export function settled(seq: number, parts: Parts, { media }: Fates): SettledParts {
  if (!parts.some(part => part.kind === 'media' && media.has(mediaKey(seq, part.mediaId))))
    return { parts, lost: nothingLost }
  const lost: Record<string, MediaProblem> = {}
  const now = parts.map(part => {
    const came = part.kind === 'media' ? media.get(mediaKey(seq, part.mediaId)) : undefined
    if (part.kind !== 'media' || came === undefined) return part
    if (typeof came === 'object') return came
    lost[part.mediaId] = came
    return part
  })
  return { parts: now, lost }
}
