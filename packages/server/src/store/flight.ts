// One transaction for the commands of many conversations: lock in id order, load, decide, write by unnest,
// commit. Rows that another node holds are skipped and wait for the next flight, so that flights never deadlock.
import type { ConversationId } from '@baton/core'
import type pg from 'pg'
import type { FlightDeck, FlightRequest, Loaded, Write } from '../app/ports.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import type { LoadedCache } from './loaded-cache.ts'
import { isLineBroken, utc } from './pool.ts'
import { loadRecall } from './recall.ts'
import { currentRecord } from './refold.ts'
import { writingOf } from './writing.ts'

const lockSql = `
select c.id, c.seq, c.contact_version, ${utc('clock_timestamp()')} as now, pg_current_xact_id()::text as xid
from conversations c
join unnest($1::uuid[], $2::uuid[]) as k (workspace_id, id) on c.workspace_id = k.workspace_id and c.id = k.id
order by c.id
for update of c skip locked`

const readSql = `
select ${conversationColumns('c')}, (select jsonb_build_object('language', o.language, 'attributes', o.attributes)
  from contacts o where o.workspace_id = c.workspace_id and o.id = c.contact_id) as known
from conversations c
join unnest($1::uuid[], $2::uuid[]) as k (workspace_id, id) on c.workspace_id = k.workspace_id and c.id = k.id`

/** Those whose row this server did not write last. */
async function readRows(
  client: pg.ClientBase,
  requests: readonly FlightRequest[],
): Promise<ReadonlyMap<string, Loaded>> {
  if (requests.length === 0) return new Map()
  const { rows } = await client.query<ConversationRecord>({
    name: 'flight-read',
    text: readSql,
    values: [requests.map(request => request.workspaceId), requests.map(request => request.conversationId)],
  })
  const logRows = async (text: string, values: unknown[]) => (await client.query(text, values)).rows
  const records = await Promise.all(rows.map(row => currentRecord(row, logRows)))
  return new Map(records.map(record => [record.id, loadedFrom(record)]))
}

interface Locked {
  readonly id: ConversationId
  readonly seq: number
  readonly contact_version: number
  readonly now: string
  readonly xid: string
}

async function board(
  client: pg.ClientBase,
  requests: readonly FlightRequest[],
  cache: LoadedCache,
): Promise<{ deck: FlightDeck; xid: string | null }> {
  const keys = [requests.map(request => request.workspaceId), requests.map(request => request.conversationId)]
  // Sent in one go. The recall is read after the lock, in a statement of its own: so it sees what another server
  // wrote before.
  const [, { rows }, recalls] = await Promise.all([
    client.query('begin'),
    client.query<Locked>({ name: 'flight-lock', text: lockSql, values: keys }),
    loadRecall(client, requests),
  ])
  const locked = new Map(rows.map(row => [row.id, row]))
  const ours = requests.filter(request => locked.has(request.conversationId))
  const stale = ours.filter(({ conversationId: id }) => {
    const [held, row] = [cache.get(id), locked.get(id)]
    return held?.state.seq !== row?.seq || held?.contact.version !== row?.contact_version
  })
  const read = await readRows(client, stale)
  const loaded = new Map<ConversationId, Loaded>()
  for (const { conversationId } of ours) {
    const one = read.get(conversationId) ?? cache.get(conversationId)
    const recall = recalls.get(conversationId)
    if (one) loaded.set(conversationId, recall ? { ...one, state: { ...one.state, recall } } : one)
  }
  const [first] = rows
  if (first && rows.length === requests.length) {
    return { deck: { at: first.now, loaded, missing: new Set() }, xid: first.xid }
  }
  const there = await client.query<{ id: ConversationId }>(
    `select c.id from conversations c join unnest($1::uuid[], $2::uuid[]) as k (w, id) on c.workspace_id = k.w and c.id = k.id`,
    keys,
  )
  const present = new Set(there.rows.map(row => row.id))
  const missing = new Set(requests.map(request => request.conversationId).filter(id => !present.has(id)))
  const clock = await client.query<{ now: string }>(`select ${utc('clock_timestamp()')} as now`)
  return { deck: { at: first?.now ?? clock.rows[0]?.now ?? '', loaded, missing }, xid: first?.xid ?? null }
}

/** What is known of a transaction whose COMMIT was not answered. */
export type FlightEnd =
  | { readonly committed: true }
  | { readonly committed: false; readonly xid: string | null; readonly error: unknown }

/**
 * Runs one flight on `client`. Nothing is thrown once COMMIT was sent: whoever called asks `pg_xact_status`
 * with the xid whether it landed.
 */
export async function flyOn(
  client: pg.ClientBase,
  requests: readonly FlightRequest[],
  nodeId: string,
  cache: LoadedCache,
  work: (deck: FlightDeck) => Promise<readonly Write[]>,
): Promise<FlightEnd> {
  const { deck, xid } = await board(client, requests, cache)
  const writing = writingOf(await work(deck), nodeId)
  // In one go, too: what arrives of it arrives in this order, so a COMMIT that stands has the write in it.
  const [written, ended] = await Promise.allSettled([
    writing && client.query(writing),
    client.query('commit'),
  ])
  if (written.status === 'rejected') {
    // A broken line tells nothing about either. Anything else: it was not written, and COMMIT had nothing to keep.
    if (!isLineBroken(written.reason)) throw written.reason
    return { committed: false, xid, error: written.reason }
  }
  if (ended.status === 'rejected') return { committed: false, xid, error: ended.reason }
  // COMMIT of an aborted transaction answers ROLLBACK, without an error.
  if (ended.value.command !== 'COMMIT') throw new Error('the transaction was rolled back')
  return { committed: true }
}
