// What webhooks were and are to be told, in Postgres. What flights owe becomes deliveries inside the database, so that
// telling costs the path of a message one row.
import type { WorkspaceId } from '@baton/core'
import type pg from 'pg'
import { failingMaxDays } from '../app/webhook-schedule.ts'
import type { Delivery, DeliveryEntry, WebhookKey, WebhookStore } from '../app/webhook-store.ts'
import { nodeGoneMs } from './outbox.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'
import { createWebhookRows } from './webhooks.ts'

/** As webhookEvents of the protocol names them. */
const typeSql = `'conversation.' || lower(regexp_replace(e.type, '([a-z])([A-Z])', '\\1_\\2', 'g'))`

const fanOutSql = `
with owed as (
  delete from outbox o using (
    select workspace_id, conversation_id, lane, key from outbox
    where lane = 'webhook' order by due_at limit $1 for update skip locked
  ) f
  where o.workspace_id = f.workspace_id and o.conversation_id = f.conversation_id and o.lane = f.lane and o.key = f.key
  returning o.workspace_id, o.conversation_id, (o.payload->>'from')::int as first, (o.payload->>'through')::int as last
), told as (
  insert into webhook_deliveries (workspace_id, webhook_id, id, type, conversation_id, seq)
  select e.workspace_id, w.id, gen_random_uuid(), e.type, e.conversation_id, e.seq
  from (
    select e.workspace_id, e.conversation_id, e.seq, ${typeSql} as type
    from owed join events e on e.workspace_id = owed.workspace_id and e.conversation_id = owed.conversation_id
      and e.seq between owed.first and owed.last
  ) e
  join webhooks w on w.workspace_id = e.workspace_id and w.active and (w.events is null or e.type = any (w.events))
  order by e.conversation_id, e.seq
  on conflict do nothing
)
select count(*)::int as n from owed`

const isFree = `(d.leased_by is null or (d.leased_by = $2 and not d.id = any ($3::uuid[]))
  or not exists (select from nodes n where n.id = d.leased_by
    and n.seen_at > clock_timestamp() - interval '${nodeGoneMs} milliseconds'))`

// First attempts of one conversation go one after the other; what is tried again goes when its time comes.
const claimSql = `
with due as (
  select d.webhook_id, d.id from webhook_deliveries d
  where d.webhook_id = $1 and d.state = 'waiting' and d.due_at <= clock_timestamp() and ${isFree}
    and (d.tries > 0 or d.conversation_id is null or not exists (
      select from webhook_deliveries b where b.webhook_id = d.webhook_id and b.conversation_id = d.conversation_id
        and b.seq < d.seq and b.state = 'waiting' and b.tries = 0))
  order by d.due_at, d.n limit $4 for update skip locked
), taken as (
  update webhook_deliveries d set leased_by = $2 from due
  where d.webhook_id = due.webhook_id and d.id = due.id returning d.*
)`

const deliveryColumns = `t.workspace_id as "workspaceId", t.webhook_id as "webhookId", t.id, t.type, t.tries,
  t.conversation_id as "conversationId", t.data::text as data, ${utc('t.created_at')} as "createdAt", w.url,
  array_remove(array[w.secret, case when w.old_secret_until > clock_timestamp() then w.old_secret end], null) as secrets`

const takenSql = `${claimSql}
select ${deliveryColumns}, e.seq, e.epoch, e.type as "eventType", ${utc('e.at')} as at, e.actor::text as actor,
  e.data::text as "eventData", c.channel_id as "channelId", c.contact_id as "contactId"
from taken t join webhooks w on w.id = t.webhook_id
left join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
left join events e on e.workspace_id = c.workspace_id and e.conversation_id = c.id and e.seq = t.seq
order by t.n`

// The latest twenty attempts are enough to see what is wrong. The webhook is locked before its delivery, as by the
// removal of it, so that neither waits for the other.
const settleSql = `
with hook as (
  select id, active as was, failing_since from webhooks where id = $1 for no key update
), told as (
  update webhook_deliveries d set state = $4, tries = d.tries + 1, leased_by = null,
    due_at = clock_timestamp() + $5 * interval '1 millisecond',
    attempts = (case when jsonb_array_length(d.attempts) > 19 then d.attempts - 0 else d.attempts end) || $6::jsonb
  from hook
  where d.webhook_id = hook.id and d.id = $2 and d.leased_by = $3
  returning d.webhook_id
)
update webhooks w set
  failing_since = case when $7 then null when $9 then coalesce(w.failing_since, clock_timestamp()) else w.failing_since end,
  delivered_at = case when $7 then clock_timestamp() else w.delivered_at end,
  active = w.active and not x.off, disabled_because = case when x.off and w.active then x.why else w.disabled_because end
from (
  select v.id, v.was, why is not null as off, why from hook v
  cross join lateral (select case when $9 and $8 then 'gone'
    when $9 and not $7 and v.failing_since < clock_timestamp() - interval '${failingMaxDays} days' then 'failing' end as why) y
  where v.id in (select webhook_id from told)
) x
where w.id = x.id and (not $7 or w.failing_since is not null or w.delivered_at is null
  or w.delivered_at < clock_timestamp() - interval '5 seconds')
returning x.off and x.was as off`

const entryColumns = `d.id, d.n::text as n, d.type, d.conversation_id as "conversationId", d.seq, d.state, d.attempts,
  ${utc('d.created_at')} as "createdAt", case when d.state = 'waiting' then ${utc('d.due_at')} end as "nextAttemptAt"`

type Taken = Omit<Delivery, 'event'> & {
  readonly seq: number | null
  readonly epoch: number
  readonly eventType: string
  readonly at: string
  readonly actor: string
  readonly eventData: string
  readonly channelId: string
  readonly contactId: string
}

function deliveryOf(taken: Taken): Delivery {
  const { seq, epoch, eventType: type, at, actor, eventData: data, channelId, contactId, ...own } = taken
  return { ...own, event: seq === null ? null : { seq, epoch, type, at, actor, data, channelId, contactId } }
}

type LogPart = 'deliveries' | 'delivery' | 'replay' | 'addTest'

function logOf(run: Query, nodeId: string): Pick<WebhookStore, LogPart> {
  const keyOf = ({ workspaceId, webhookId }: WebhookKey) => [workspaceId, webhookId]
  type Entry = DeliveryEntry & pg.QueryResultRow
  return {
    deliveries: (key, { state, before, limit }) =>
      run<Entry>(
        'Reading what a webhook was told',
        '',
        `select ${entryColumns} from webhook_deliveries d where d.workspace_id = $1 and d.webhook_id = $2
           and ($3::text is null or d.state = $3) and ($4::bigint is null or d.n < $4) order by d.n desc limit $5`,
        [...keyOf(key), state, before, limit],
      ),
    async delivery(key, id) {
      const text = `select ${entryColumns} from webhook_deliveries d where d.workspace_id = $1 and d.webhook_id = $2 and d.id = $3`
      const [row] = await run<Entry>('Reading a delivery', '', text, [...keyOf(key), id])
      return row ?? null
    },
    async replay(key, id) {
      const text = `update webhook_deliveries set state = 'waiting', tries = 0, due_at = clock_timestamp()
        where workspace_id = $1 and webhook_id = $2 and id = $3 returning id`
      return (await run('Telling it again', '', text, [...keyOf(key), id])).length > 0
    },
    async addTest(key, id, type, data) {
      const text = `with made as (
          insert into webhook_deliveries (workspace_id, webhook_id, id, type, leased_by, data)
          select workspace_id, id, $3, $4, $5, $6 from webhooks where workspace_id = $1 and id = $2 returning *
        ) select ${deliveryColumns} from made t join webhooks w on w.id = t.webhook_id`
      const values = [...keyOf(key), id, type, nodeId, JSON.stringify(data)]
      const [row] = await run<Omit<Delivery, 'event'>>('Testing a webhook', '', text, values)
      return row ? { ...row, event: null } : null
    },
  }
}

export function createWebhookStore(pool: pg.Pool, nodeId: string): WebhookStore {
  const run = queryOn(pool)
  return {
    ...createWebhookRows(run),
    ...logOf(run, nodeId),
    async fanOut(limit) {
      const [row] = await run<{ n: number }>('Telling webhooks on', 'webhooks-fan-out', fanOutSql, [limit])
      return row?.n ?? 0
    },
    async due() {
      const rows = await run<{ id: string; workspace_id: WorkspaceId }>(
        'Looking for due webhooks',
        'webhooks-due',
        `select w.id from webhooks w where w.active and exists (select from webhook_deliveries d
           where d.webhook_id = w.id and d.state = 'waiting' and d.due_at <= clock_timestamp()) order by w.id`,
        [],
      )
      return rows.map(({ id }) => id)
    },
    async claim(webhookId, inHand, limit) {
      const values = [webhookId, nodeId, [...inHand], limit]
      return (await run<Taken>('Claiming deliveries', 'webhooks-claim', takenSql, values)).map(deliveryOf)
    },
    async settle({ webhookId, id }, attempt, { state, afterMs, isGone }, counts) {
      const rows = await run<{ off: boolean }>('Writing down a delivery', 'webhooks-settle', settleSql, [
        webhookId,
        id,
        nodeId,
        state,
        afterMs,
        JSON.stringify([attempt]),
        state === 'delivered',
        isGone,
        counts,
      ])
      return rows[0]?.off ?? false
    },
    async tidy(days) {
      const text = `delete from webhook_deliveries d using (
          select webhook_id, id from webhook_deliveries where created_at < clock_timestamp() - $1 * interval '1 day'
          for update skip locked
        ) old where d.webhook_id = old.webhook_id and d.id = old.id`
      await run('Forgetting old deliveries', '', text, [days])
    },
  }
}
