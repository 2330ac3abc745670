// Why a person is, or was, needed in the episode that is open: every request in the log since the last end.
import type { ConversationEvent, RequestReason } from '@baton/core'

export interface BriefLine {
  /** Where it stands in the log; null while the log is not read. */
  readonly seq: number | null
  readonly cause: RequestReason['cause']
  readonly text: string
  readonly by: { readonly kind: string; readonly name?: string | undefined }
  readonly at: string
}

export interface Brief {
  readonly summary: string | null
  readonly lines: readonly BriefLine[]
}

const nothing: Brief = { summary: null, lines: [] }

function after(brief: Brief, event: ConversationEvent): Brief {
  switch (event.type) {
    case 'HumanRequested': {
      const { reason, summary } = event.data
      return { summary: summary ?? brief.summary, lines: [...brief.lines, { ...reason, seq: event.seq }] }
    }
    case 'ReturnedToQueue': {
      const { seq, actor, at, data } = event
      const text = data.reason === 'assigned' ? '' : data.reason
      const line = { seq, cause: 'returned' as const, text, by: actor, at }
      return { ...brief, lines: [...brief.lines, line] }
    }
    case 'RequestDismissed':
    case 'TakeoverCancelled':
    case 'Resolved':
      return nothing
    default:
      return brief
  }
}

/** Oldest first. */
export function briefOf(events: readonly ConversationEvent[]): Brief {
  return events.reduce(after, nothing)
}
