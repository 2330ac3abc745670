// The rows of a workspace as a console holds them: a snapshot, then rows. A row that is older than the one
// held is ignored, so that the order in which rows come does not matter [DL2].
import type { ConversationRow, Counts } from '@baton/protocol'

export interface Inbox {
  readonly rows: ReadonlyMap<string, ConversationRow>
  readonly counts: Counts
  /** False until the first snapshot: an empty list does not mean that nobody waits. */
  readonly loaded: boolean
}

export const emptyInbox: Inbox = {
  rows: new Map(),
  counts: { active: 0, requesting: 0, intervened: 0, mine: 0 },
  loaded: false,
}

/** Active conversations are listed while they moved within this time. */
export const activeForMs = 24 * 60 * 60 * 1_000

/**
 * A snapshot names everyone who waits and everyone who is held: whoever is missing is neither any more, and
 * is forgotten. Active rows that it leaves out stay, as it has the newest ones only.
 */
export function withSnapshot(inbox: Inbox, rows: readonly ConversationRow[], counts: Counts): Inbox {
  const kept = new Map([...inbox.rows].filter(([, row]) => row.state === 'active'))
  for (const row of rows) kept.set(row.id, newer(inbox.rows.get(row.id), row))
  return { rows: kept, counts, loaded: true }
}

export function withRows(inbox: Inbox, rows: readonly ConversationRow[]): Inbox {
  const merged = new Map(inbox.rows)
  for (const row of rows) merged.set(row.id, newer(merged.get(row.id), row))
  return { ...inbox, rows: merged }
}

export function withCounts(inbox: Inbox, counts: Counts): Inbox {
  return { ...inbox, counts }
}

/** Moved in the last 24 hours, newest first. `nowMs`: epoch milliseconds. */
export function activeRows(inbox: Inbox, nowMs: number): ConversationRow[] {
  const since = new Date(nowMs - activeForMs).toISOString()
  return ofState(inbox, 'active')
    .filter(row => row.movedAt >= since)
    .sort(byMovedLast)
}

/** Who waits, oldest first. */
export function requestingRows(inbox: Inbox): ConversationRow[] {
  return ofState(inbox, 'requesting').sort(byWaitingFirst)
}

/** Who is held by a person, newest moved first. */
export function intervenedRows(inbox: Inbox): ConversationRow[] {
  return ofState(inbox, 'intervened').sort(byMovedLast)
}

/** What one agent holds, newest moved first. */
export function mineRows(inbox: Inbox, agentId: string): ConversationRow[] {
  return intervenedRows(inbox).filter(row => row.owner?.id === agentId)
}

/** The order of lists: last moved first, by id where that is equal. */
export function byMovedLast(one: ConversationRow, other: ConversationRow): number {
  return compare(other.movedAt, one.movedAt) || compare(one.id, other.id)
}

export function byWaitingFirst(one: ConversationRow, other: ConversationRow): number {
  return compare(waitsSince(one), waitsSince(other)) || compare(one.id, other.id)
}

function newer(held: ConversationRow | undefined, row: ConversationRow): ConversationRow {
  if (held === undefined || held.seq < row.seq) return row
  // A change of the contact leaves the log as it is.
  return held.seq > row.seq || held.contact.version > row.contact.version ? held : row
}

function ofState(inbox: Inbox, state: ConversationRow['state']): ConversationRow[] {
  return [...inbox.rows.values()].filter(row => row.state === state)
}

function waitsSince(row: ConversationRow): string {
  return row.request?.since ?? row.movedAt
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
