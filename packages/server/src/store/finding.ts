// Messages by their words, the latest first, and saved views. A word that is everywhere must cost no more than a
// rare one: decision 0013 tells the way.
import type { AgentId, ConversationEvent } from '@baton/core'
import type pg from 'pg'
import type { FindingStore, Found, MessageSearch, StoredView } from '../app/finding.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'
import { queryWithin, spanOf } from './words.ts'

interface FoundRecord extends ConversationRecord {
  readonly hit_seq: number
  readonly hit_epoch: number
  readonly hit_type: string
  readonly hit_at: string
  readonly hit_actor: unknown
  readonly hit_data: unknown
  readonly hits: string
}

/** Hits of a word that is not common: they are read all, and sorted. */
const fewHits = 1_000
const nearHours = 6
/** The database's may be ahead of ours. */
const clocksApartMs = 60_000
const oldestDays = 4_000

/** Without a limit of hits, the ones found are all there are. */
function searchSql(ordered: boolean): string {
  const cursor =
    '($3::timestamptz is null or (e.at, e.conversation_id, e.seq) < ($3::timestamptz, $4::uuid, $5::int))'
  const order = 'order by e.at desc, e.conversation_id desc, e.seq desc'
  return `
with hits as (
  select e.workspace_id, e.conversation_id, e.seq, e.at from events e
  where e.words @@ $2::tsquery and e.workspace_id = $1 and ${cursor}
  ${ordered ? `${order} limit $6` : `limit ${fewHits}`}
), page as (
  select e.*, count(*) over () as hits from hits e ${order} limit $6
)
select ${conversationColumns('c')}, p.seq as hit_seq, e.epoch as hit_epoch, e.type as hit_type,
  ${utc('p.at')} as hit_at, e.actor as hit_actor, e.data as hit_data, p.hits
from page p
join events e on e.workspace_id = p.workspace_id and e.conversation_id = p.conversation_id and e.seq = p.seq
join conversations c on c.workspace_id = p.workspace_id and c.id = p.conversation_id
order by p.at desc, p.conversation_id desc, p.seq desc`
}

function foundFrom(record: FoundRecord): Found {
  const event = {
    seq: record.hit_seq,
    epoch: record.hit_epoch,
    type: record.hit_type,
    at: record.hit_at,
    actor: record.hit_actor,
    data: record.hit_data,
    // What is in the log was written by encodeEvent.
  } as ConversationEvent
  return { loaded: loadedFrom(record), event }
}

async function search(query: Query, { workspaceId, terms, after, limit }: MessageSearch) {
  const cursor = [after?.at ?? null, after?.conversationId ?? null, after?.seq ?? null]
  const ask = (ordered: boolean, words: string) =>
    query<FoundRecord>('Searching messages', '', searchSql(ordered), [workspaceId, words, ...cursor, limit])
  const latest = after?.at ?? new Date(Date.now() + clocksApartMs).toISOString()

  // The last hours are enough for a word that is everywhere, and it is only such a word that has too many hits.
  const hour = spanOf('h', latest)
  const near = await ask(
    true,
    queryWithin(workspaceId, terms, { unit: 'h', from: hour - nearHours + 1, to: hour }),
  )
  if (near.length >= limit) return near.map(foundFrom)
  const whole = await ask(false, queryWithin(workspaceId, terms, null))
  if (Number(whole[0]?.hits ?? 0) < fewHits) return whole.map(foundFrom)
  // It is common, but not now: further and further back, each step twice as long as the last.
  const found: FoundRecord[] = []
  let to = spanOf('d', latest)
  for (let days = 1; found.length < limit && days < oldestDays; days *= 2) {
    found.push(...(await ask(true, queryWithin(workspaceId, terms, { unit: 'd', from: to - days + 1, to }))))
    to -= days
  }
  return found.slice(0, limit).map(foundFrom)
}

const viewsMost = 100

function viewsOn(query: Query): Omit<FindingStore, 'search' | 'tidy'> {
  return {
    async views(workspaceId, agentId) {
      const rows = await query<{
        id: string
        name: string
        filter: StoredView['filter']
        agent_id: AgentId | null
      }>(
        'Reading views',
        'views-read',
        `select id, name, filter, agent_id from views
         where workspace_id = $1 and (agent_id is null or agent_id = $2) order by position, created_at, id`,
        [workspaceId, agentId],
      )
      return rows.map(({ id, name, filter, agent_id: ownerId }) => ({ id, name, filter, ownerId }))
    },
    async addView(workspaceId, { id, name, filter, ownerId }) {
      const made = await query(
        'Saving a view',
        '',
        `insert into views (workspace_id, id, agent_id, name, filter, position)
         select $1, $2, $3, $4, $5, coalesce(max(position) + 1, 0) from views
         where workspace_id = $1 and (agent_id is null or agent_id = $3)
         having count(*) filter (where agent_id is not distinct from $3) < ${viewsMost}
         returning id`,
        [workspaceId, id, ownerId, name, JSON.stringify(filter)],
      )
      return made.length > 0
    },
    async changeView(workspaceId, { id, name, filter, ownerId }, position) {
      await query(
        'Changing a view',
        '',
        `with moved as (
           update views set position = position + 1
           where workspace_id = $1 and id <> $2 and $6::int is not null and position >= $6::int
         )
         update views set name = $3, filter = $4, agent_id = $5, position = coalesce($6::int, position)
         where workspace_id = $1 and id = $2`,
        [workspaceId, id, name, JSON.stringify(filter), ownerId, position],
      )
    },
    async deleteView(workspaceId, id) {
      await query('Deleting a view', '', 'delete from views where workspace_id = $1 and id = $2', [
        workspaceId,
        id,
      ])
    },
  }
}

const tidySql = `select gin_clean_pending_list('events_by_words'), gin_clean_pending_list('conversations_by_facet')`

export function createFindingStore(pool: pg.Pool): FindingStore {
  const query = queryOn(pool)
  return {
    ...viewsOn(query),
    search: asked => search(query, asked),
    async tidy() {
      await query('Tidying the indexes', '', tidySql, [])
    },
  }
}
