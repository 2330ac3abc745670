// Orders that more than one feature reads: who waits, and who is held.
import type { ConversationRow, Inbox } from '@baton/client'
import { intervenedRows, requestingRows } from '@baton/client'
import { isOfferedTo } from './news.ts'

/** What is offered to me first: it waits for nobody else. */
export function offeredFirst(rows: readonly ConversationRow[], meId: string): readonly ConversationRow[] {
  const offered = rows.filter(row => isOfferedTo(row, meId))
  return offered.length === 0 ? rows : [...offered, ...rows.filter(row => !isOfferedTo(row, meId))]
}

/** Everybody who waits, the longest first; before them what is offered to me. */
export function waitingOf(inbox: Inbox, meId: string): readonly ConversationRow[] {
  return offeredFirst(requestingRows(inbox), meId)
}

/** Conversations whose bot asks the team, the longest first. */
export function askingOf(inbox: Inbox): readonly ConversationRow[] {
  return inbox.lists.asking
}

/** Everybody whom a person holds: mine first, each part by who was taken first, so that no chip changes place. */
export function heldOf(inbox: Inbox, meId: string): readonly ConversationRow[] {
  const rank = (row: ConversationRow) => (row.owner?.id === meId ? 0 : 1)
  return intervenedRows(inbox).toSorted(
    (a, b) => rank(a) - rank(b) || (a.heldSince ?? '').localeCompare(b.heldSince ?? ''),
  )
}
