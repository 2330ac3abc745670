// The rows of a workspace as a console holds them: a snapshot, then rows. A row that is older than the one
// held is ignored, so that the order in which rows come does not matter [DL2].
import type { ConversationRow, Counts } from '@baton/protocol'
import { reordered } from './ordered-rows.ts'
import { RowMap } from './row-map.ts'

export interface Inbox {
  readonly rows: RowMap
  /** By state, each in its order. */
  readonly lists: InboxLists
  readonly counts: Counts
  /** False until the first snapshot: an empty list does not mean that nobody waits. */
  readonly loaded: boolean
  /** How many snapshots came: pages that were read before the last one may have missed something. */
  readonly snapshots: number
}

type Rows = readonly ConversationRow[]

export interface InboxLists {
  readonly active: Rows
  readonly requesting: Rows
  readonly intervened: Rows
  /** Whose bot asks the team something, in whatever state: the longest first. */
  readonly asking: Rows
}

export const emptyInbox: Inbox = {
  rows: RowMap.empty,
  lists: { active: [], requesting: [], intervened: [], asking: [] },
  counts: { active: 0, requesting: 0, intervened: 0, mine: 0, teams: [] },
  loaded: false,
  snapshots: 0,
}

/** Active conversations are listed while they moved within this time. */
export const activeForMs = 24 * 60 * 60 * 1_000

/**
 * A snapshot names everyone who waits and everyone who is held: whoever is missing is neither any more, and
 * is forgotten. Active rows that it leaves out stay, as it has the newest ones only.
 */
export function withSnapshot(inbox: Inbox, rows: Rows, counts: Counts): Inbox {
  const named = new Set(rows.map(row => row.id))
  const { requesting, intervened } = inbox.lists
  const gone = [...requesting, ...intervened].filter(row => !named.has(row.id))
  const kept = changed(inbox, new Map(gone.map(row => [row.id, null])))
  return { ...withRows(kept, rows), counts, loaded: true, snapshots: inbox.snapshots + 1 }
}

export function withRows(inbox: Inbox, rows: Rows): Inbox {
  const changes = new Map<string, ConversationRow>()
  for (const row of rows) {
    const held = changes.get(row.id) ?? inbox.rows.get(row.id)
    if (held === undefined || !isOlder(row, held)) changes.set(row.id, row)
  }
  return changed(inbox, changes)
}

/** A change of the contact leaves the log as it is, and has a version of its own. */
function isOlder(row: ConversationRow, held: ConversationRow): boolean {
  return row.seq < held.seq || (row.seq === held.seq && row.contact.version < held.contact.version)
}

export function withCounts(inbox: Inbox, counts: Counts): Inbox {
  return { ...inbox, counts }
}

const orders = {
  active: byMovedLast,
  requesting: byWaitingFirst,
  intervened: byMovedLast,
  asking: byAskedFirst,
} as const

/** Null takes a row out. */
function changed(inbox: Inbox, changes: ReadonlyMap<string, ConversationRow | null>): Inbox {
  if (changes.size === 0) return inbox
  const gone = [...changes.keys()].flatMap(id => inbox.rows.get(id) ?? [])
  const come = [...changes.values()].filter(row => row !== null)
  const list = (name: keyof InboxLists) => {
    const isIn = (row: ConversationRow) => (name === 'asking' ? row.question !== null : row.state === name)
    return reordered(inbox.lists[name], gone.filter(isIn), come.filter(isIn), orders[name])
  }
  const lists = {
    active: list('active'),
    requesting: list('requesting'),
    intervened: list('intervened'),
    asking: list('asking'),
  }
  return { ...inbox, rows: inbox.rows.with(changes), lists }
}

/** Moved in the last 24 hours, newest first. `nowMs`: epoch milliseconds. */
export function activeRows(inbox: Inbox, nowMs: number): Rows {
  const since = new Date(nowMs - activeForMs).toISOString()
  return inbox.lists.active.filter(row => row.movedAt >= since)
}

/** Who waits, oldest first. */
export function requestingRows(inbox: Inbox): Rows {
  return inbox.lists.requesting
}

/** Who is held by a person, newest moved first. */
export function intervenedRows(inbox: Inbox): Rows {
  return inbox.lists.intervened
}

/** What one agent holds, newest moved first. */
export function mineRows(inbox: Inbox, agentId: string): Rows {
  return intervenedRows(inbox).filter(row => row.owner?.id === agentId)
}

/** The order of lists: last moved first, by id where that is equal. */
export function byMovedLast(one: ConversationRow, other: ConversationRow): number {
  return compare(other.movedAt, one.movedAt) || compare(one.id, other.id)
}

export function byWaitingFirst(one: ConversationRow, other: ConversationRow): number {
  return compare(waitsSince(one), waitsSince(other)) || compare(one.id, other.id)
}

function byAskedFirst(one: ConversationRow, other: ConversationRow): number {
  return compare(one.question?.askedAt ?? '', other.question?.askedAt ?? '') || compare(one.id, other.id)
}

function waitsSince(row: ConversationRow): string {
  return row.request?.since ?? row.movedAt
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
