// The log and its snapshots in Postgres: flights, reads, lists, counts.
import type { ConversationEvent, Instant, TeamId } from '@baton/core'
import { snapshotVersion } from '@baton/core'
import type pg from 'pg'
import type {
  ConversationKey,
  ConversationStore,
  EncodedEvent,
  NewConversation,
  StateCounts,
} from '../app/ports.ts'
import { PortFault } from '../app/ports.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { listConversations } from './list.ts'
import { createLoadedCache } from './loaded-cache.ts'
import { minuteOf } from './minute.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'
import { currentRecord } from './refold.ts'
import { transact } from './transact.ts'

interface EventRecord {
  readonly seq: number
  readonly epoch: number
  readonly type: string
  readonly at: string
  readonly actor_json: string
  readonly data_json: string
}

function encodedFrom(record: EventRecord): EncodedEvent {
  const { seq, epoch, type, at, actor_json: actorJson, data_json: dataJson } = record
  // What is in the log was written by encodeEvent; its shape is pinned by the wire's version test.
  const event = {
    seq,
    epoch,
    type,
    at,
    actor: JSON.parse(actorJson),
    data: JSON.parse(dataJson),
  } as ConversationEvent
  return { event, actorJson, dataJson, sendKey: null }
}

async function read(query: Query, key: ConversationKey) {
  const rows = await query<ConversationRecord>(
    'Reading a conversation',
    'conversation-read',
    `select ${conversationColumns('c')} from conversations c where c.workspace_id = $1 and c.id = $2`,
    [key.workspaceId, key.conversationId],
  )
  const record = rows[0]
  if (!record) return null
  return loadedFrom(await currentRecord(record, (text, values) => query('Reading the log', '', text, values)))
}

async function events(query: Query, key: ConversationKey, after: number, limit: number) {
  const rows = await query<EventRecord>(
    'Reading the log',
    'events-read',
    `select seq, epoch, type, ${utc('at')} as at, actor::text as actor_json, data::text as data_json from events
     where workspace_id = $1 and conversation_id = $2 and seq > $3 order by seq limit $4`,
    [key.workspaceId, key.conversationId, after, limit],
  )
  return rows.map(encodedFrom)
}

async function create(query: Query, founding: NewConversation) {
  const { workspaceId, conversationId, channelId, contact, snapshot } = founding
  const rows = await query<ConversationRecord>(
    'Beginning a conversation',
    'conversation-create',
    `with made as (
       insert into contacts (workspace_id, id, name, email, attributes, language, time_zone)
       values ($1, $2, $3, $4, $5, $10, $11)
       returning workspace_id, id, name, email
     )
     insert into conversations as c (workspace_id, id, channel_id, contact_id, contact_name, contact_email, first_bot_id, state, snapshot, snapshot_version, moved_minute)
     select workspace_id, $6, $7, id, name, email, $8, 'active', $9, ${snapshotVersion}, 0 from made
     returning ${conversationColumns('c')}`,
    [
      workspaceId,
      contact.id,
      contact.name,
      contact.email,
      JSON.stringify(contact.attributes),
      conversationId,
      channelId,
      snapshot.botId,
      JSON.stringify(snapshot),
      contact.language,
      contact.timeZone,
    ],
  )
  const made = rows[0]
  if (!made) throw new PortFault('Beginning a conversation gave no row', { retryable: false })
  return loadedFrom(made)
}

/**
 * Active to the minute, by the index alone: a conversation in which nobody has said anything has no minute yet.
 * A list that says "10,000 or more" tells enough; to count a million takes a tenth of a second.
 */
const activeCounted = 10_000

const countSql = `
select 'active' as state, null::uuid as owner_id, null::uuid as team_id, count(*) as n from (
  select from conversations where workspace_id = $1 and state = 'active' and moved_minute >= $2
  limit ${activeCounted}) as active
union all select state, owner_id, team_id, count(*) from conversations
  where workspace_id = $1 and state = 'requesting' group by state, owner_id, team_id
union all select state, owner_id, team_id, count(*) from conversations
  where workspace_id = $1 and owner_id is not null group by state, owner_id, team_id`

interface CountRecord {
  readonly state: 'active' | 'requesting' | 'intervened'
  readonly owner_id: string | null
  readonly team_id: TeamId | null
  readonly n: string
}

async function count(query: Query, workspaceId: string, movedAfter: Instant): Promise<StateCounts> {
  const rows = await query<CountRecord>('Counting conversations', 'conversation-counts', countSql, [
    workspaceId,
    minuteOf(movedAfter),
  ])
  const held = new Map<string, number>()
  const teams = new Map<TeamId, { requesting: number; intervened: number }>()
  const sums = { active: 0, requesting: 0, intervened: 0 }
  for (const { state, owner_id: ownerId, team_id: teamId, n } of rows) {
    sums[state] += Number(n)
    if (ownerId) held.set(ownerId, (held.get(ownerId) ?? 0) + Number(n))
    if (!teamId || state === 'active') continue
    const team = teams.get(teamId) ?? { requesting: 0, intervened: 0 }
    team[state] += Number(n)
    teams.set(teamId, team)
  }
  return { ...sums, held, teams: [...teams].map(([teamId, of]) => ({ teamId, ...of })) }
}

/** A conversation takes a few kilobytes. */
const conversationsCached = 5_000

/** `flightPool` has the settings of `keyLookups`. */
export function createConversationStore(pool: pg.Pool, nodeId: string, flightPool = pool): ConversationStore {
  const query = queryOn(pool)
  const cache = createLoadedCache(conversationsCached)
  let skewMs = 0
  return {
    fly: (requests, work) =>
      transact(flightPool, nodeId, cache, requests, deck => {
        skewMs = Date.parse(deck.at) - Date.now()
        return work(deck)
      }),
    read: key => read(query, key),
    events: (key, after, limit) => events(query, key, after, limit),
    create: founding => create(query, founding),
    count: (workspaceId, movedAfter) => count(query, workspaceId, movedAfter),
    list: listing => listConversations(listing, query),
    now: () => new Date(Date.now() + skewMs).toISOString(),
  }
}
