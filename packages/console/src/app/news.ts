// What is news for one agent between two looks at the lists: who waits, what is offered, given to me or taken
// from me, and what my customers say. Pure; who did it is in the log, not in a row.
import type { ConversationRow } from '@baton/client'

export interface News {
  readonly kind: 'waits' | 'offered' | 'given' | 'lost' | 'said'
  readonly row: ConversationRow
  /** As it was known before; the log says what happened after its `seq`. */
  readonly was: ConversationRow | null
}

export type Watched = ReadonlyMap<string, ConversationRow>

/** Rows that can be news: whoever waits and whoever is held. */
export function watchedOf(rows: Iterable<ConversationRow>): Watched {
  const watched = new Map<string, ConversationRow>()
  for (const row of rows) if (row.state !== 'active') watched.set(row.id, row)
  return watched
}

export const isOfferedTo = (row: ConversationRow, agentId: string): boolean =>
  row.state === 'requesting' && row.offer?.agent.id === agentId

function newsOfRow(row: ConversationRow, was: ConversationRow | null, meId: string): News['kind'] | null {
  const mine = row.owner?.id === meId
  const wasMine = was?.owner?.id === meId
  if (mine && !wasMine) return 'given'
  if (!mine && wasMine) return 'lost'
  if (isOfferedTo(row, meId) && was?.offer?.until !== row.offer?.until) return 'offered'
  if (row.state === 'requesting' && was?.state !== 'requesting') return 'waits'
  const saidNow = row.lastMessage?.from === 'contact' ? row.lastMessage.seq : 0
  return mine && saidNow > (was?.lastMessage?.seq ?? 0) ? 'said' : null
}

/** `lookUp`: a row that is active again. */
export function newsOf(
  before: Watched,
  now: Watched,
  meId: string,
  lookUp: (id: string) => ConversationRow | undefined,
): readonly News[] {
  const news: News[] = []
  for (const row of now.values()) {
    const was = before.get(row.id) ?? null
    if (was === row) continue
    const kind = newsOfRow(row, was, meId)
    if (kind) news.push({ kind, row, was })
  }
  for (const was of before.values()) {
    if (was.owner?.id !== meId || now.has(was.id)) continue
    const row = lookUp(was.id)
    if (row) news.push({ kind: 'lost', row, was })
  }
  return news
}
