// What a flight writes, as one statement: events, conversations, and the outbox where it changes.
import { priorities, snapshotVersion, toSnapshot } from '@baton/core'
import type pg from 'pg'
import { heatStep } from '../app/hearing.ts'
import type { Loaded, OutboxChange, Write } from '../app/ports.ts'
import { facetsOf } from './facets.ts'
import { hearingJson } from './hearing-json.ts'
import { minuteOf } from './minute.ts'
import { vectorOf } from './words.ts'

/** Stand between documents, and for a missing one: JSON escapes both wherever they are part of a text. */
const separator = '\u001f'
const missing = '\u001e'
/** Stands between facets. */
const comma = '\u001d'

function documents(parameter: string): string {
  return `string_to_array(${parameter}, E'\\x1f', E'\\x1e')`
}

const writeSql = `
with written as (
  insert into events (workspace_id, conversation_id, seq, epoch, type, at, actor, data, send_key, words)
  select w, c, s, e, t, a::timestamptz, r::jsonb, d::jsonb, k, v::tsvector
  from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[],
    ${documents('$7')}, ${documents('$8')}, $9::text[], ${documents('$26')})
    as x (w, c, s, e, t, a, r, d, k, v)
), moved as (
  update conversations as c
  set seq = x.seq, epoch = x.epoch, state = x.state, owner_id = x.owner_id, team_id = x.team_id,
      waiting_since = x.waiting_since::timestamptz, snapshot = x.snapshot::json,
      snapshot_version = ${snapshotVersion}, last_message = x.last_message::jsonb, moved_at = x.moved_at::timestamptz,
      moved_minute = x.moved_minute, question_since = x.question_since::timestamptz,
      offered_to = x.offered_to, request_rank = x.request_rank, nobody_told = x.nobody_told,
      facets = string_to_array(x.facets, E'\\x1d'), hearing = x.hearing::json, heat = x.heat,
      heard = string_to_array(x.heard, E'\\x1d')
  from unnest($10::uuid[], $11::uuid[], $12::int[], $13::int[], $14::text[], $15::uuid[], $16::uuid[], $17::text[],
    ${documents('$18')}, ${documents('$19')}, $20::text[], $21::int[], $22::text[],
    $23::uuid[], $24::int[], $25::boolean[],
    ${documents('$27')}, ${documents('$28')}, $29::int[], ${documents('$30')})
    as x (workspace_id, id, seq, epoch, state, owner_id, team_id, waiting_since, snapshot, last_message, moved_at,
      moved_minute, question_since, offered_to, request_rank, nobody_told, facets, hearing, heat, heard)
  where c.workspace_id = x.workspace_id and c.id = x.id
)`

const putSql = `, put as (
  insert into outbox (workspace_id, conversation_id, lane, key, due_at, payload, leased_by)
  select w, c, l, k, d::timestamptz, p::jsonb, b
  from unnest($31::uuid[], $32::uuid[], $33::text[], $34::text[], $35::text[], ${documents('$36')}, $37::uuid[])
    as x (w, c, l, k, d, p, b)
  on conflict (workspace_id, conversation_id, lane, key)
  do update set due_at = excluded.due_at, payload = excluded.payload, leased_by = excluded.leased_by
), dropped as (
  delete from outbox o using unnest($38::uuid[], $39::uuid[], $40::text[], $41::text[]) as x (w, c, l, k)
  where o.workspace_id = x.w and o.conversation_id = x.c and o.lane = x.l and o.key = x.k
)`

/** Ids, numbers, instants and our own words as an array literal: none of them needs quoting. */
function plain<Row>(rows: readonly Row[], of: (row: Row) => string | number | null): string {
  return `{${rows.map(row => of(row) ?? 'NULL').join(',')}}`
}

/** JSON documents in one text: an array literal would escape every quote in them, here and again there. */
function joined<Row>(rows: readonly Row[], of: (row: Row) => string | null): string {
  return rows.map(row => of(row) ?? missing).join(separator)
}

function eventValues(writes: readonly Write[]): unknown[] {
  const rows = writes.flatMap(write => write.events.map(encoded => ({ write, encoded })))
  return [
    plain(rows, row => row.write.loaded.workspaceId),
    plain(rows, row => row.write.loaded.state.conversationId),
    plain(rows, row => row.encoded.event.seq),
    plain(rows, row => row.encoded.event.epoch),
    plain(rows, row => row.encoded.event.type),
    plain(rows, row => row.encoded.event.at),
    joined(rows, row => row.encoded.actorJson),
    joined(rows, row => row.encoded.dataJson),
    // A sender's own text is in it.
    rows.map(row => row.encoded.sendKey),
  ]
}

function offeredTo({ state: { control } }: Loaded): string | null {
  return control.state === 'requesting' ? (control.offer?.agent.id ?? null) : null
}

/** The more urgent, the higher; null while nobody is wanted. */
function requestRank({ state: { control } }: Loaded): number | null {
  return control.state === 'requesting' ? priorities.indexOf(control.request.priority) : null
}

function nobodyTold({ state: { control, nobody } }: Loaded): boolean {
  return control.state === 'requesting' && nobody?.episodeSeq === control.episodeSeq && nobody.told
}

function conversationValues(writes: readonly Write[]): unknown[] {
  const rows = writes.filter(write => write.events.length > 0).map(write => write.loaded)
  return [
    plain(rows, row => row.workspaceId),
    plain(rows, row => row.state.conversationId),
    plain(rows, row => row.state.seq),
    plain(rows, row => row.state.epoch),
    plain(rows, row => row.state.control.state),
    plain(rows, row => (row.state.control.state === 'intervened' ? row.state.control.owner.id : null)),
    plain(rows, row => row.state.teamId),
    plain(rows, row => (row.state.control.state === 'requesting' ? row.state.control.request.since : null)),
    joined(rows, row => JSON.stringify(toSnapshot(row.state))),
    joined(rows, row => (row.lastMessage ? JSON.stringify(row.lastMessage) : null)),
    plain(rows, row => row.movedAt),
    plain(rows, row => minuteOf(row.movedAt)),
    plain(rows, row => row.state.question?.askedAt ?? null),
    plain(rows, row => offeredTo(row)),
    plain(rows, row => requestRank(row)),
    plain(rows, row => (nobodyTold(row) ? 't' : 'f')),
  ]
}

/** Words, facets, signals: what people find it by. */
function findingValues(writes: readonly Write[]): unknown[] {
  const events = writes.flatMap(({ loaded, events }) => events.map(({ event }) => ({ loaded, event })))
  const rows = writes.filter(write => write.events.length > 0).map(write => write.loaded)
  return [
    joined(events, ({ loaded, event }) => vectorOf(loaded.workspaceId, event)),
    joined(rows, row => facetsOf(row.state).join(comma)),
    joined(rows, row => (row.hearing ? hearingJson(row.hearing) : null)),
    plain(rows, heatStep),
    joined(rows, row => [...new Set(row.hearing?.last?.signals.map(({ kind }) => kind) ?? [])].join(comma)),
  ]
}

type Change = OutboxChange & { readonly loaded: Loaded }
type ChangeOf<Op extends OutboxChange['op']> = Extract<OutboxChange, { op: Op }> & { readonly loaded: Loaded }

function outboxValues(changes: readonly Change[], nodeId: string): unknown[] {
  const puts = changes.filter((change): change is ChangeOf<'put'> => change.op === 'put')
  const drops = changes.filter((change): change is ChangeOf<'drop'> => change.op === 'drop')
  return [
    plain(puts, row => row.loaded.workspaceId),
    plain(puts, row => row.loaded.state.conversationId),
    plain(puts, row => row.lane),
    plain(puts, row => row.key),
    plain(puts, row => row.dueAt),
    joined(puts, row => JSON.stringify(row.payload)),
    plain(puts, row => (row.leased ? nodeId : null)),
    plain(drops, row => row.loaded.workspaceId),
    plain(drops, row => row.loaded.state.conversationId),
    plain(drops, row => row.lane),
    plain(drops, row => row.key),
  ]
}

/** The statement that writes all of it; null when there is nothing to write. */
export function writingOf(writes: readonly Write[], nodeId: string): pg.QueryConfig | null {
  if (!writes.some(one => one.events.length > 0 || one.outbox.length > 0)) return null
  const changes = writes.flatMap(one => one.outbox.map(change => ({ ...change, loaded: one.loaded })))
  const values = [...eventValues(writes), ...conversationValues(writes), ...findingValues(writes)]
  if (changes.length === 0) return { name: 'flight-write', text: `${writeSql} select 1`, values }
  const text = `${writeSql}${putSql} select 1`
  return { name: 'flight-write-outbox', text, values: [...values, ...outboxValues(changes, nodeId)] }
}
