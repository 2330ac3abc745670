// The episodes of a conversation, folded from its log: one request or takeover from its start to its end.
import type { ConversationEvent, EventType } from './event.ts'
import type { RequestCause } from './request.ts'
import type { Feedback } from './turn.ts'

export interface Episode {
  /** Where it begins in the log. */
  readonly seq: number
  readonly at: string
  readonly cause: RequestCause | null
  /** Owners in order, each once. */
  readonly owners: readonly string[]
  /** From the first request to the takeover; null while nobody came, or nobody had been asked for. */
  readonly waitedMs: number | null
  /** The time in people's hands, all takeovers of the episode together; null while nobody gave it back. */
  readonly heldMs: number | null
  readonly topic: string | null
  readonly outcome: string | null
  readonly end: 'open' | 'resolved' | 'dismissed' | 'cancelled'
  /** What the customer said about it afterwards (HB5). */
  readonly feedback: Feedback | null
}

/** The only events that `episodesOf` looks at. */
export const episodeEventTypes: readonly EventType[] = [
  'HumanRequested',
  'TakenOver',
  'OwnerChanged',
  'ReturnedToQueue',
  'RequestDismissed',
  'TakeoverCancelled',
  'BotChanged',
  'Resolved',
  'FeedbackGiven',
]

/** An episode on its way: `takenAt` while a person holds it. */
interface Running extends Episode {
  readonly takenAt: string | null
}

const fresh = (event: ConversationEvent, cause: RequestCause | null): Running => ({
  seq: event.seq,
  at: event.at,
  cause,
  owners: [],
  waitedMs: null,
  heldMs: null,
  topic: null,
  outcome: null,
  end: 'open',
  feedback: null,
  takenAt: null,
})

function withOwner(episode: Running, name: string): Running {
  return { ...episode, owners: [...new Set([...episode.owners, name])] }
}

function givenBack(episode: Running, at: string): Running {
  if (episode.takenAt === null) return episode
  const heldMs = (episode.heldMs ?? 0) + Date.parse(at) - Date.parse(episode.takenAt)
  return { ...episode, heldMs, takenAt: null }
}

function next(open: Running | null, event: ConversationEvent): Running | null {
  switch (event.type) {
    case 'HumanRequested':
      return open ?? fresh(event, event.data.reason.cause)
    case 'TakenOver': {
      const taken = withOwner(open ?? fresh(event, null), event.data.owner.name)
      return { ...taken, waitedMs: taken.waitedMs ?? event.data.waitedMs, takenAt: event.at }
    }
    case 'OwnerChanged':
      return open ? withOwner(open, event.data.owner.name) : null
    case 'ReturnedToQueue':
      return open ? givenBack(open, event.at) : null
    case 'RequestDismissed':
      return open ? { ...open, end: 'dismissed' } : null
    case 'TakeoverCancelled':
      return open ? { ...givenBack(open, event.at), end: 'cancelled' } : null
    case 'BotChanged':
      return open && event.data.previousOwner ? { ...givenBack(open, event.at), end: 'cancelled' } : open
    case 'Resolved': {
      const { topic, outcome } = event.data
      return open ? { ...givenBack(open, event.at), topic, outcome, end: 'resolved' } : null
    }
    default:
      return open
  }
}

/** Newest first; the first one may still be open. */
export function episodesOf(events: readonly ConversationEvent[]): readonly Episode[] {
  const closed: Running[] = []
  let open: Running | null = null
  for (const event of events) {
    open = next(open, event)
    if (open && open.end !== 'open') {
      closed.push(open)
      open = null
    }
    // The answer may come long after the end of its episode (HB5).
    if (event.type === 'FeedbackGiven') {
      const { rating, comment, episodeSeq } = event.data
      const at = closed.findIndex(episode => episode.seq === episodeSeq)
      const about = closed[at]
      if (about) closed[at] = { ...about, feedback: { rating, comment } }
    }
  }
  return [...(open ? [open] : []), ...closed.toReversed()].map(({ takenAt: _, ...episode }) => episode)
}
