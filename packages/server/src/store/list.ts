// Pages of conversations. Each order has its index, and a page starts where the last one ended, so that the
// hundredth page costs what the first does.
import type { ListQuery, Loaded } from '../app/ports.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { minuteOf } from './minute.ts'
import type { Query } from './query.ts'

/** `%` and `_` are letters to whoever searches. */
function containing(words: string): string {
  return `%${words.replace(/[\\%_]/g, letter => `\\${letter}`)}%`
}

/** Requesting: the longest waiting first. Everything else: the last moved first. */
export async function listConversations(listing: ListQuery, query: Query): Promise<readonly Loaded[]> {
  const values: unknown[] = [listing.workspaceId]
  const bind = (value: unknown): string => `$${values.push(value)}`
  // A conversation in which nobody has said anything is nobody's work yet.
  const conditions = ['c.workspace_id = $1', 'c.seq > 0']
  const waiting = listing.state === 'requesting'
  const order = waiting ? ['c.waiting_since', 'c.id'] : ['c.moved_minute', 'c.moved_at', 'c.id']
  if (listing.asking) conditions.push('c.question_since is not null')
  if (listing.state) conditions.push(`c.state = ${bind(listing.state)}`)
  if (listing.ownerId) conditions.push(`c.owner_id = ${bind(listing.ownerId)}::uuid`)
  if (listing.teamId) conditions.push(`c.team_id = ${bind(listing.teamId)}::uuid`)
  if (listing.movedAfter) {
    conditions.push(`c.moved_minute >= ${bind(minuteOf(listing.movedAfter))}`)
    conditions.push(`c.moved_at > ${bind(listing.movedAfter)}::timestamptz`)
  }
  if (listing.words) {
    const like = bind(containing(listing.words))
    conditions.push(
      `(c.contact_name ilike ${like} or c.contact_email ilike ${like} or c.last_message->>'text' ilike ${like})`,
    )
  }
  if (listing.after) {
    const { at, id } = listing.after
    // The keys are written from instants with milliseconds, so that the cursor loses nothing on the wire.
    const bounds = [`${bind(at)}::timestamptz`, `${bind(id)}::uuid`]
    if (!waiting) bounds.unshift(bind(minuteOf(at)))
    conditions.push(`(${order.join(', ')}) ${waiting ? '>' : '<'} (${bounds.join(', ')})`)
  }
  const direction = waiting ? 'asc' : 'desc'
  const text = `select ${conversationColumns('c')} from conversations c where ${conditions.join(' and ')}
    order by ${order.map(key => `${key} ${direction}`).join(', ')} limit ${bind(listing.limit)}`
  const rows = await query<ConversationRecord>('Listing conversations', '', text, values)
  return rows.map(record => loadedFrom(record))
}
