// What a flight writes, as one statement: events, conversations, and the outbox where it changes.
import { snapshotVersion, toSnapshot } from '@baton/core'
import type pg from 'pg'
import type { Loaded, OutboxChange, Write } from '../app/ports.ts'
import { minuteOf } from './minute.ts'

const writeSql = `
with written as (
  insert into events (workspace_id, conversation_id, seq, epoch, type, at, actor, data, send_key)
  select w, c, s, e, t, a::timestamptz, r::jsonb, d::jsonb, k
  from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
    as x (w, c, s, e, t, a, r, d, k)
), moved as (
  update conversations as c
  set seq = x.seq, epoch = x.epoch, state = x.state, owner_id = x.owner_id, team_id = x.team_id,
      waiting_since = x.waiting_since::timestamptz, snapshot = x.snapshot::json,
      snapshot_version = ${snapshotVersion}, last_message = x.last_message::jsonb, moved_at = x.moved_at::timestamptz,
      moved_minute = x.moved_minute
  from unnest($10::uuid[], $11::uuid[], $12::int[], $13::int[], $14::text[], $15::uuid[], $16::uuid[], $17::text[],
    $18::text[], $19::text[], $20::text[], $21::int[])
    as x (workspace_id, id, seq, epoch, state, owner_id, team_id, waiting_since, snapshot, last_message, moved_at,
      moved_minute)
  where c.workspace_id = x.workspace_id and c.id = x.id
)`

const putSql = `, put as (
  insert into outbox (workspace_id, conversation_id, lane, key, due_at, payload, leased_by)
  select w, c, l, k, d::timestamptz, p::jsonb, b
  from unnest($22::uuid[], $23::uuid[], $24::text[], $25::text[], $26::text[], $27::text[], $28::uuid[])
    as x (w, c, l, k, d, p, b)
  on conflict (workspace_id, conversation_id, lane, key)
  do update set due_at = excluded.due_at, payload = excluded.payload, leased_by = excluded.leased_by
), dropped as (
  delete from outbox o using unnest($29::uuid[], $30::uuid[], $31::text[], $32::text[]) as x (w, c, l, k)
  where o.workspace_id = x.w and o.conversation_id = x.c and o.lane = x.l and o.key = x.k
)`

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
    row => minuteOf(row.movedAt),
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

/** The statement that writes all of it; null when there is nothing to write. */
export function writingOf(writes: readonly Write[], nodeId: string): pg.QueryConfig | null {
  if (!writes.some(one => one.events.length > 0 || one.outbox.length > 0)) return null
  const changes = writes.flatMap(one => one.outbox.map(change => ({ ...change, loaded: one.loaded })))
  const values = [...eventValues(writes), ...conversationValues(writes)]
  if (changes.length === 0) return { name: 'flight-write', text: `${writeSql} select 1`, values }
  const text = `${writeSql}${putSql} select 1`
  return { name: 'flight-write-outbox', text, values: [...values, ...outboxValues(changes, nodeId)] }
}
