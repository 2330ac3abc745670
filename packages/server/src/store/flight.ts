// One transaction for the commands of many conversations: lock in id order, load, decide, write by unnest,
// commit. Rows that another node holds are skipped and wait for the next flight, so that flights never deadlock.
import type { ConversationId, DeliveryStatus, Recall } from '@baton/core'
import { snapshotVersion, toSnapshot } from '@baton/core'
import type pg from 'pg'
import type { FlightDeck, FlightRequest, Loaded, OutboxChange, Write } from '../app/ports.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { utc } from './pool.ts'
import { currentRecord } from './refold.ts'

const lockSql = `
select ${conversationColumns('c')}, ${utc('clock_timestamp()')} as now, pg_current_xact_id()::text as xid
from conversations c
join unnest($1::uuid[], $2::uuid[]) as k (workspace_id, id) on c.workspace_id = k.workspace_id and c.id = k.id
order by c.id
for update of c skip locked`

const sendsSql = `
select e.conversation_id, e.send_key, e.seq, e.data->>'text' as text
from events e
join unnest($1::uuid[], $2::uuid[], $3::text[]) as k (workspace_id, conversation_id, send_key)
  on e.workspace_id = k.workspace_id and e.conversation_id = k.conversation_id and e.send_key = k.send_key`

const deliveriesSql = `
select distinct on (e.conversation_id, (e.data->>'messageSeq')::int)
  e.conversation_id, (e.data->>'messageSeq')::int as message_seq, e.data->>'status' as status
from events e
join unnest($1::uuid[], $2::uuid[], $3::int[]) as k (workspace_id, conversation_id, message_seq)
  on e.workspace_id = k.workspace_id and e.conversation_id = k.conversation_id
  and e.seq > k.message_seq and e.type = 'DeliveryChanged' and (e.data->>'messageSeq')::int = k.message_seq
order by e.conversation_id, (e.data->>'messageSeq')::int, e.seq desc`

const writeSql = `
with written as (
  insert into events (workspace_id, conversation_id, seq, epoch, type, at, actor, data, send_key)
  select w, c, s, e, t, a::timestamptz, r::jsonb, d::jsonb, k
  from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
    as x (w, c, s, e, t, a, r, d, k)
), moved as (
  update conversations as c
  set seq = x.seq, epoch = x.epoch, state = x.state, owner_id = x.owner_id, team_id = x.team_id,
      waiting_since = x.waiting_since::timestamptz, snapshot = x.snapshot::jsonb,
      snapshot_version = ${snapshotVersion}, last_message = x.last_message::jsonb, moved_at = x.moved_at::timestamptz
  from unnest($10::uuid[], $11::uuid[], $12::int[], $13::int[], $14::text[], $15::uuid[], $16::uuid[], $17::text[],
    $18::text[], $19::text[], $20::text[])
    as x (workspace_id, id, seq, epoch, state, owner_id, team_id, waiting_since, snapshot, last_message, moved_at)
  where c.workspace_id = x.workspace_id and c.id = x.id
)`

const putSql = `, put as (
  insert into outbox (workspace_id, conversation_id, lane, key, due_at, payload, leased_by)
  select w, c, l, k, d::timestamptz, p::jsonb, b
  from unnest($21::uuid[], $22::uuid[], $23::text[], $24::text[], $25::text[], $26::text[], $27::uuid[])
    as x (w, c, l, k, d, p, b)
  on conflict (workspace_id, conversation_id, lane, key)
  do update set due_at = excluded.due_at, payload = excluded.payload, leased_by = excluded.leased_by
), dropped as (
  delete from outbox o using unnest($28::uuid[], $29::uuid[], $30::text[], $31::text[]) as x (w, c, l, k)
  where o.workspace_id = x.w and o.conversation_id = x.c and o.lane = x.l and o.key = x.k
)`

async function loadRecall(
  client: pg.ClientBase,
  requests: readonly FlightRequest[],
): Promise<Map<string, Recall>> {
  const recalls = new Map<
    string,
    { sends: Map<string, { seq: number; text: string }>; deliveries: Map<number, DeliveryStatus> }
  >()
  const of = (id: string) => {
    const found = recalls.get(id) ?? { sends: new Map(), deliveries: new Map() }
    recalls.set(id, found)
    return found
  }
  const sends = requests.flatMap(r => r.sendKeys.map(key => [r.workspaceId, r.conversationId, key] as const))
  if (sends.length > 0) {
    const found = await client.query<{
      conversation_id: string
      send_key: string
      seq: number
      text: string
    }>({
      name: 'flight-sends',
      text: sendsSql,
      values: [sends.map(s => s[0]), sends.map(s => s[1]), sends.map(s => s[2])],
    })
    for (const row of found.rows)
      of(row.conversation_id).sends.set(row.send_key, { seq: row.seq, text: row.text })
  }
  const seqs = requests.flatMap(r =>
    r.messageSeqs.map(seq => [r.workspaceId, r.conversationId, seq] as const),
  )
  if (seqs.length > 0) {
    const found = await client.query<{
      conversation_id: string
      message_seq: number
      status: DeliveryStatus
    }>({
      name: 'flight-deliveries',
      text: deliveriesSql,
      values: [seqs.map(s => s[0]), seqs.map(s => s[1]), seqs.map(s => s[2])],
    })
    for (const row of found.rows) of(row.conversation_id).deliveries.set(row.message_seq, row.status)
  }
  return recalls
}

async function board(
  client: pg.ClientBase,
  requests: readonly FlightRequest[],
): Promise<{ deck: FlightDeck; xid: string | null }> {
  const workspaceIds = requests.map(request => request.workspaceId)
  const ids = requests.map(request => request.conversationId)
  const locked = await client.query<ConversationRecord & { now: string; xid: string }>({
    name: 'flight-lock',
    text: lockSql,
    values: [workspaceIds, ids],
  })
  // After the lock, in a statement of its own: what another node wrote before is seen now.
  const recalls = await loadRecall(client, requests)
  const loaded = new Map<ConversationId, Loaded>()
  for (const stored of locked.rows) {
    const record = await currentRecord(
      stored,
      async (text, values) => (await client.query(text, values)).rows,
    )
    const one = loadedFrom(record, recalls.get(record.id))
    loaded.set(one.state.conversationId, one)
  }
  const first = locked.rows[0]
  if (first && loaded.size === new Set(ids).size) {
    return { deck: { at: first.now, loaded, missing: new Set() }, xid: first.xid }
  }
  const there = await client.query<{ id: ConversationId; now: string }>(
    `select c.id from conversations c join unnest($1::uuid[], $2::uuid[]) as k (w, id) on c.workspace_id = k.w and c.id = k.id`,
    [workspaceIds, ids],
  )
  const present = new Set(there.rows.map(row => row.id))
  const clock = await client.query<{ now: string }>(`select ${utc('clock_timestamp()')} as now`)
  const at = first?.now ?? clock.rows[0]?.now ?? ''
  return {
    deck: { at, loaded, missing: new Set(ids.filter(id => !present.has(id))) },
    xid: first?.xid ?? null,
  }
}

function columns<Row>(rows: readonly Row[], ...pick: readonly ((row: Row) => unknown)[]): unknown[][] {
  return pick.map(of => rows.map(of))
}

function eventValues(writes: readonly Write[]): unknown[][] {
  const rows = writes.flatMap(write => write.events.map(encoded => ({ write, encoded })))
  return columns(
    rows,
    row => row.write.loaded.workspaceId,
    row => row.write.loaded.state.conversationId,
    row => row.encoded.event.seq,
    row => row.encoded.event.epoch,
    row => row.encoded.event.type,
    row => row.encoded.event.at,
    row => row.encoded.actorJson,
    row => row.encoded.dataJson,
    row => row.encoded.sendKey,
  )
}

function conversationValues(writes: readonly Write[]): unknown[][] {
  const rows = writes.filter(write => write.events.length > 0).map(write => write.loaded)
  return columns(
    rows,
    row => row.workspaceId,
    row => row.state.conversationId,
    row => row.state.seq,
    row => row.state.epoch,
    row => row.state.control.state,
    row => (row.state.control.state === 'intervened' ? row.state.control.owner.id : null),
    row => row.state.teamId,
    row => (row.state.control.state === 'requesting' ? row.state.control.request.since : null),
    row => JSON.stringify(toSnapshot(row.state)),
    row => (row.lastMessage ? JSON.stringify(row.lastMessage) : null),
    row => row.movedAt,
  )
}

type Change = OutboxChange & { readonly loaded: Loaded }
type ChangeOf<Op extends OutboxChange['op']> = Extract<OutboxChange, { op: Op }> & { readonly loaded: Loaded }

function outboxValues(changes: readonly Change[], nodeId: string): unknown[][] {
  const puts = changes.filter((change): change is ChangeOf<'put'> => change.op === 'put')
  const drops = changes.filter((change): change is ChangeOf<'drop'> => change.op === 'drop')
  return [
    ...columns(
      puts,
      row => row.loaded.workspaceId,
      row => row.loaded.state.conversationId,
      row => row.lane,
      row => row.key,
      row => row.dueAt,
      row => JSON.stringify(row.payload),
      row => (row.leased ? nodeId : null),
    ),
    ...columns(
      drops,
      row => row.loaded.workspaceId,
      row => row.loaded.state.conversationId,
      row => row.lane,
      row => row.key,
    ),
  ]
}

async function write(client: pg.ClientBase, writes: readonly Write[], nodeId: string): Promise<void> {
  const changes = writes.flatMap(one => one.outbox.map(change => ({ ...change, loaded: one.loaded })))
  const values = [...eventValues(writes), ...conversationValues(writes)]
  if (changes.length === 0) {
    await client.query({ name: 'flight-write', text: `${writeSql} select 1`, values })
    return
  }
  const text = `${writeSql}${putSql} select 1`
  await client.query({
    name: 'flight-write-outbox',
    text,
    values: [...values, ...outboxValues(changes, nodeId)],
  })
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
  work: (deck: FlightDeck) => Promise<readonly Write[]>,
): Promise<FlightEnd> {
  await client.query('begin')
  const { deck, xid } = await board(client, requests)
  const writes = await work(deck)
  if (writes.some(one => one.events.length > 0 || one.outbox.length > 0)) await write(client, writes, nodeId)
  try {
    const end = await client.query('commit')
    // COMMIT of an aborted transaction answers ROLLBACK, without an error.
    if (end.command !== 'COMMIT')
      return { committed: false, xid: null, error: new Error('the transaction was rolled back') }
    return { committed: true }
  } catch (error) {
    return { committed: false, xid, error }
  }
}
