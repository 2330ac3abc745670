// The episodes of a conversation, folded from its log: one request or takeover from its start to its end.
import type { ConversationEvent, RequestCause } from '@baton/core'

export interface Episode {
  /** Where it begins in the log. */
  readonly seq: number
  readonly at: string
  readonly cause: RequestCause | null
  /** Owners in order, each once. */
  readonly owners: readonly string[]
  readonly waitedMs: number | null
  readonly heldMs: number | null
  readonly topic: string | null
  readonly outcome: string | null
  /** The customer's; the last one given. */
  readonly feedback: { readonly rating: number; readonly comment: string | null } | null
  readonly end: 'open' | 'resolved' | 'dismissed' | 'cancelled'
}

const fresh = (event: ConversationEvent, cause: RequestCause | null): Episode => ({
  seq: event.seq,
  at: event.at,
  cause,
  owners: [],
  waitedMs: null,
  heldMs: null,
  topic: null,
  outcome: null,
  feedback: null,
  end: 'open',
})

function withOwner(episode: Episode, name: string): Episode {
  return episode.owners.at(-1) === name
    ? episode
    : { ...episode, owners: [...new Set([...episode.owners, name])] }
}

function next(open: Episode | null, event: ConversationEvent): Episode | null {
  switch (event.type) {
    case 'HumanRequested':
      return open ?? fresh(event, event.data.reason.cause)
    case 'TakenOver':
      return {
        ...withOwner(open ?? fresh(event, null), event.data.owner.name),
        waitedMs: event.data.waitedMs,
      }
    case 'OwnerChanged':
      return open ? withOwner(open, event.data.owner.name) : null
    case 'RequestDismissed':
      return open ? { ...open, end: 'dismissed' } : null
    case 'TakeoverCancelled':
      return open ? { ...open, end: 'cancelled' } : null
    case 'BotChanged':
      return open && open.owners.length > 0 ? { ...open, end: 'cancelled' } : open
    case 'Resolved': {
      const { topic, outcome, heldMs } = event.data
      return open ? { ...open, topic, outcome, heldMs, end: 'resolved' } : null
    }
    default:
      return open
  }
}

/** The answer may come long after the end of its episode (HB5). */
function withFeedback(episodes: readonly Episode[], event: ConversationEvent): readonly Episode[] {
  if (event.type !== 'FeedbackGiven') return episodes
  const { rating, comment, episodeSeq } = event.data
  return episodes.map(episode =>
    episode.seq === episodeSeq ? { ...episode, feedback: { rating, comment } } : episode,
  )
}

/** Newest first; the first one may still be open. */
export function episodesOf(events: readonly ConversationEvent[]): readonly Episode[] {
  let closed: readonly Episode[] = []
  let open: Episode | null = null
  for (const event of events) {
    open = next(open, event)
    closed = withFeedback(closed, event)
    if (open && open.end !== 'open') {
      closed = [...closed, open]
      open = null
    }
  }
  return [...(open ? [open] : []), ...closed.toReversed()]
}
