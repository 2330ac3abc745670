// Pages of conversations. Each order has its index, and a page starts where the last one ended, so that the
// hundredth page costs what the first does. Facets have one index together.
import { searchTerms } from '@baton/core'
import type { ListQuery, Loaded } from '../app/ports.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { facet } from './facets.ts'
import { minuteOf } from './minute.ts'
import type { Query } from './query.ts'
import { queryOf } from './words.ts'

type Bind = (value: unknown) => string

/** All of the facets, and of each list of them at least one. */
function facetConditions(listing: ListQuery, bind: Bind): string[] {
  const { teamId, channelId, botId, status, topic, tags = [], priorities = [] } = listing
  const all = [
    ...(teamId && teamId !== 'none' ? [facet('team', teamId)] : []),
    ...(channelId ? [facet('channel', channelId)] : []),
    ...(botId ? [facet('bot', botId)] : []),
    ...(status ? [facet('status', status)] : []),
    ...(topic ? [facet('topic', topic)] : []),
  ]
  const any = [tags.map(tag => facet('tag', tag)), priorities.map(priority => facet('priority', priority))]
  const conditions = all.length > 0 ? [`c.facets @> ${bind(all)}::text[]`] : []
  for (const some of any) if (some.length > 0) conditions.push(`c.facets && ${bind(some)}::text[]`)
  return conditions
}

function timeConditions(listing: ListQuery, bind: Bind): string[] {
  const { movedAfter, movedBefore, waitingSince } = listing
  const conditions: string[] = []
  if (movedAfter) {
    conditions.push(`c.moved_minute >= ${bind(minuteOf(movedAfter))}`)
    conditions.push(`c.moved_at > ${bind(movedAfter)}::timestamptz`)
  }
  if (movedBefore) {
    conditions.push(`c.moved_minute <= ${bind(minuteOf(movedBefore))}`)
    conditions.push(`c.moved_at < ${bind(movedBefore)}::timestamptz`)
  }
  if (waitingSince) conditions.push(`c.waiting_since < ${bind(waitingSince)}::timestamptz`)
  return conditions
}

function holderConditions({ state, ownerId, teamId, asking, signals }: ListQuery, bind: Bind): string[] {
  const conditions: string[] = []
  if (signals && signals.length > 0) conditions.push(`c.heat > 0 and c.heard && ${bind(signals)}::text[]`)
  if (asking) conditions.push('c.question_since is not null')
  if (state) conditions.push(`c.state = ${bind(state)}`)
  if (ownerId === 'none') conditions.push('c.owner_id is null')
  else if (ownerId) conditions.push(`c.owner_id = ${bind(ownerId)}::uuid`)
  if (teamId === 'none') conditions.push('c.team_id is null')
  return conditions
}

/** More than these, and the list is walked instead until its page is full. */
const contactsMost = 2_000

/** Null: nobody has these words. A name may be searched for by its first letter. */
async function wordConditions(listing: ListQuery, bind: Bind, query: Query): Promise<string[] | null> {
  const { words, workspaceId } = listing
  if (words === null || words.trim() === '') return []
  const terms = searchTerms(words, 1)
  if (terms.length === 0) return null
  const wanted = queryOf(terms)
  // Asked first and by itself: how many there are cannot be foretold, and one way or the other would be a wrong one.
  const rows = await query<{ id: string }>(
    'Searching contacts',
    '',
    `select id from contacts where workspace_id = $1 and words @@ $2::tsquery limit ${contactsMost + 1}`,
    [workspaceId, wanted],
  )
  if (rows.length === 0) return null
  if (rows.length <= contactsMost) return [`c.contact_id = any (${bind(rows.map(row => row.id))}::uuid[])`]
  return [
    `exists (select from contacts k where k.workspace_id = c.workspace_id and k.id = c.contact_id
      and k.words @@ ${bind(wanted)}::tsquery)`,
  ]
}

/** Keys of the order, each with its type, and which way it goes. */
interface Order {
  readonly keys: readonly string[]
  readonly direction: 'asc' | 'desc'
}

/** Requesting: the longest waiting first. Else the hottest first where that is asked for, or the last moved. */
function orderOf({ state, byHeat }: ListQuery): Order {
  if (byHeat) return { keys: ['c.heat', 'c.moved_minute', 'c.moved_at', 'c.id'], direction: 'desc' }
  if (state === 'requesting') return { keys: ['c.waiting_since', 'c.id'], direction: 'asc' }
  return { keys: ['c.moved_minute', 'c.moved_at', 'c.id'], direction: 'desc' }
}

/** Where the page before ended. */
function afterCondition(listing: ListQuery, { keys, direction }: Order, bind: Bind): string[] {
  if (!listing.after) return []
  const { at, id, heat = 0 } = listing.after
  // The keys are written from instants with milliseconds, so that the cursor loses nothing on the wire.
  const bounds = [`${bind(at)}::timestamptz`, `${bind(id)}::uuid`]
  if (keys.includes('c.moved_minute')) bounds.unshift(bind(minuteOf(at)))
  if (keys.includes('c.heat')) bounds.unshift(`${bind(heat)}::int`)
  return [`(${keys.join(', ')}) ${direction === 'asc' ? '>' : '<'} (${bounds.join(', ')})`]
}

export async function listConversations(listing: ListQuery, query: Query): Promise<readonly Loaded[]> {
  const values: unknown[] = [listing.workspaceId]
  const bind: Bind = value => `$${values.push(value)}`
  const words = await wordConditions(listing, bind, query)
  if (words === null) return []
  const order = orderOf(listing)
  const conditions = [
    // A conversation in which nobody has said anything is nobody's work yet.
    'c.workspace_id = $1 and c.seq > 0',
    ...holderConditions(listing, bind),
    ...facetConditions(listing, bind),
    ...timeConditions(listing, bind),
    ...words,
    ...afterCondition(listing, order, bind),
  ]
  const text = `select ${conversationColumns('c')} from conversations c where ${conditions.join(' and ')}
    order by ${order.keys.map(key => `${key} ${order.direction}`).join(', ')} limit ${bind(listing.limit)}`
  const rows = await query<ConversationRecord>('Listing conversations', '', text, values)
  return rows.map(record => loadedFrom(record))
}
