// The outbox and who works on it. A lease is a server's name on a row; it holds as long as that server's
// heartbeat does, so that the work of a killed one is taken up within seconds.
import type pg from 'pg'
import type { Outbox, OutboxRow } from '../app/ports.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

/** A server not heard of for this long is gone. */
export const nodeGoneMs = 5_000

const claimSql = `
with free as (
  select o.workspace_id, o.conversation_id, o.lane, o.key
  from outbox o
  where o.lane <> 'webhook' and o.due_at <= clock_timestamp() + $2 * interval '1 millisecond'
    and (o.leased_by is null
      or (o.leased_by = $1 and not (o.conversation_id || ' ' || o.lane || ' ' || o.key = any ($3)))
      or (o.leased_by <> $1 and not exists (
        select 1 from nodes n where n.id = o.leased_by and n.seen_at > clock_timestamp() - interval '${nodeGoneMs} milliseconds')))
  order by o.due_at
  limit $4
  for update skip locked
)
update outbox o set leased_by = $1, attempts = attempts + 1
from free f
where o.workspace_id = f.workspace_id and o.conversation_id = f.conversation_id and o.lane = f.lane and o.key = f.key
returning o.workspace_id as "workspaceId", o.conversation_id as "conversationId", o.lane, o.key,
  ${utc('o.due_at')} as "dueAt", o.payload`

export function createOutbox(pool: pg.Pool, nodeId: string, nodeName: string): Outbox {
  const run = queryOn(pool)
  return {
    claim: (horizonMs, inHand, limit) =>
      run<OutboxRow>('Claiming from the outbox', 'outbox-claim', claimSql, [
        nodeId,
        horizonMs,
        [...inHand],
        limit,
      ]),
    async drop(row) {
      await run(
        'Dropping from the outbox',
        'outbox-drop',
        'delete from outbox where workspace_id = $1 and conversation_id = $2 and lane = $3 and key = $4',
        [row.workspaceId, row.conversationId, row.lane, row.key],
      )
    },
    async heartbeat() {
      await run(
        'Saying that this server lives',
        'node-heartbeat',
        `with gone as (delete from nodes where seen_at < clock_timestamp() - interval '1 minute' and id <> $1)
         insert into nodes (id, name) values ($1, $2) on conflict (id) do update set seen_at = clock_timestamp()`,
        [nodeId, nodeName],
      )
    },
    async aloneNow() {
      await run('Forgetting other servers', '', 'delete from nodes where id <> $1', [nodeId])
    },
    async leave() {
      await run('Leaving', '', 'delete from nodes where id = $1', [nodeId])
    },
  }
}
