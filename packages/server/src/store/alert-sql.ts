// The statements about alerts that take more than a line.
import { nodeGoneMs } from './outbox.ts'
import { utc } from './pool.ts'

/** Whatever ends what the team was told, by the type of its event. */
const closing = `('TakenOver', 'RequestDismissed', 'Resolved', 'TakeoverCancelled')`

/** $1: the most rows. In the order of the log. */
export const takeOwedSql = `
delete from outbox o using (
  select workspace_id, conversation_id, lane, key from outbox where lane = 'alert' order by due_at limit $1
) f
where o.workspace_id = f.workspace_id and o.conversation_id = f.conversation_id and o.lane = f.lane and o.key = f.key
returning o.workspace_id as "workspaceId", o.conversation_id as "conversationId", o.payload->>'raises' as raises,
  (o.payload->>'seq')::int as seq`

/** $1: what is owed, as JSON. What something later in the log has ended is owed no more. */
export const raiseSql = `
insert into alerts as a (workspace_id, id, conversation_id, key, seq, rule_id, reason)
select distinct on (o."workspaceId", o."conversationId", o.raises)
  o."workspaceId", gen_random_uuid(), o."conversationId", o.raises, o.seq, e.data->>'ruleId',
  left(case e.type
    when 'AlertRaised' then (e.data->>'name') || ': ' || (e.data->>'why')
    when 'HumanRequested' then coalesce(nullif(e.data->'reason'->>'text', ''), e.data->'reason'->>'cause', '')
    else coalesce(nullif(e.data->>'reason', ''), 'returned') end, 500)
from jsonb_to_recordset($1) as o("workspaceId" uuid, "conversationId" uuid, raises text, seq int)
join events e on e.workspace_id = o."workspaceId" and e.conversation_id = o."conversationId" and e.seq = o.seq
where not exists (select from events c where c.workspace_id = e.workspace_id and c.conversation_id = e.conversation_id
    and c.seq > e.seq and (c.type in ${closing} or (c.type = 'BotChanged' and c.data->>'previousOwner' is not null)))
  and (o.raises not like 'rule %' or not exists (select from alerts b where b.workspace_id = e.workspace_id
    and b.conversation_id = e.conversation_id and b.key like 'episode %' and b.state in ('open', 'acknowledged')
    and b.seq < e.seq))
order by o."workspaceId", o."conversationId", o.raises, o.seq desc
on conflict (workspace_id, conversation_id, key) do update set seq = excluded.seq, round = a.round + 1, state = 'open',
  reason = excluded.reason, closed_by = null, closed_at = null, raised_at = clock_timestamp(), step = 0,
  stepped_at = clock_timestamp(), next_at = clock_timestamp()
where a.state <> 'open' and a.seq < excluded.seq
returning id, workspace_id, conversation_id, key`

/** AL2: what a rule told is the request's alert from now on. $1: those that were raised. */
export const supersedeSql = `
update alerts a set state = 'superseded', closed_at = clock_timestamp(), next_at = null
from alerts r
where r.id = any ($1::uuid[]) and r.key like 'episode %' and a.workspace_id = r.workspace_id
  and a.conversation_id = r.conversation_id and a.key like 'rule %' and a.state = 'open'
returning a.id`

/** $1: what is withdrawn, as JSON; by its event it is known what became of it, and by whom. */
export const withdrawSql = `
update alerts a set closed_at = clock_timestamp(), next_at = null,
  state = case e.type when 'TakenOver' then 'taken' when 'RequestDismissed' then 'dismissed'
    when 'Resolved' then 'resolved' else 'withdrawn' end,
  closed_by = case e.type when 'TakenOver' then e.data->'owner'->>'name' else e.actor->>'name' end
from jsonb_to_recordset($1) as o("workspaceId" uuid, "conversationId" uuid, seq int)
join events e on e.workspace_id = o."workspaceId" and e.conversation_id = o."conversationId" and e.seq = o.seq
where a.workspace_id = e.workspace_id and a.conversation_id = e.conversation_id and a.seq <= e.seq
  and a.state in ('open', 'acknowledged')
returning a.id`

/** What was not told yet of an alert that is closed is told no more. $1: alerts. */
export const skipSql = `
update alert_deliveries d set state = 'skipped'
from alerts a
where a.id = any ($1::uuid[]) and d.alert_id = a.id and d.state = 'waiting' and d.says = 'open'
  and (a.state not in ('open', 'acknowledged') or d.round < a.round) and d.leased_by is null`

/** Whoever was told is told what became of it. $1: alerts. */
export const tellEndSql = `
insert into alert_deliveries (workspace_id, id, alert_id, channel_id, round, step, agent_id, target, says, external_id)
select d.workspace_id, gen_random_uuid(), d.alert_id, d.channel_id, d.round, d.step, d.agent_id, d.target, a.state, d.external_id
from alert_deliveries d
join alerts a on a.id = d.alert_id and a.round = d.round and a.state not in ('open', 'test')
join alert_channels c on c.id = d.channel_id and c.active and c.kind in ('slack', 'webhook')
where d.alert_id = any ($1::uuid[]) and d.says = 'open' and d.state = 'sent'
on conflict do nothing`

/** $1: alert; $2, $3: its step and round as they were; $4, $5: the step and the next look; $6: whom to tell, as JSON. */
export const climbSql = `
with climbed as (
  update alerts set step = $4, stepped_at = case when $4 > step then clock_timestamp() else stepped_at end, next_at = $5
  where id = $1 and step = $2 and round = $3 and state = 'open'
  returning workspace_id, id, round, step
)
insert into alert_deliveries (workspace_id, id, alert_id, channel_id, round, step, agent_id, target, says)
select c.workspace_id, gen_random_uuid(), c.id, t."channelId", c.round, c.step, t."agentId", t.target, 'open'
from climbed c
cross join jsonb_to_recordset($6) as t("channelId" uuid, "agentId" uuid, target text)
join alert_channels h on h.workspace_id = c.workspace_id and h.id = t."channelId" and h.active
on conflict do nothing`

export const alertColumns = `a.workspace_id as "workspaceId", a.id, a.n::text as n, a.conversation_id as "conversationId",
  k.contact_name as "contactName", a.seq, a.round, a.rule_id as "ruleId", a.reason, a.state, a.closed_by as by,
  ${utc('a.raised_at')} as "raisedAt", ${utc('a.closed_at')} as "closedAt", a.step,
  ${utc('a.stepped_at')} as "steppedAt", ${utc('a.next_at')} as "nextAt"`
export const alertsFrom = `alerts a left join conversations k on k.workspace_id = a.workspace_id and k.id = a.conversation_id`

export const isFree = (d: string, node: string) => `(${d}.leased_by is null or ${d}.leased_by = ${node}
  or not exists (select from nodes n where n.id = ${d}.leased_by
    and n.seen_at > clock_timestamp() - interval '${nodeGoneMs} milliseconds'))`

/** $1: channel, $2: this server, $3: what it has in hand, $4: the most. */
export const claimSql = `
with due as (
  select d.id, d.begun from alert_deliveries d
  where d.channel_id = $1 and d.state = 'waiting' and d.due_at <= clock_timestamp() and not d.id = any ($3::uuid[])
    and ${isFree('d', '$2')}
  order by d.due_at, d.n limit $4 for update skip locked
)
update alert_deliveries d set leased_by = $2, begun = true from due where d.id = due.id
returning d.id, due.begun`

/**
 * $1: delivery, $2: this server; $3: state, $4: pause, $5: what it is called there, $6: the attempt; $10: channel. The
 * channel is locked before its delivery, as by the removal of it, so that neither waits for the other.
 */
export const settleSql = `
with channel as (
  select id from alert_channels where id = $10 for no key update
), told as (
  update alert_deliveries d set state = $3, due_at = clock_timestamp() + $4 * interval '1 millisecond',
    external_id = coalesce($5, d.external_id), tries = d.tries + 1, begun = $9, leased_by = null,
    attempts = (case when jsonb_array_length(d.attempts) > 29 then d.attempts - 0 else d.attempts end) || $6::jsonb
  from channel where d.channel_id = channel.id and d.id = $1 and d.leased_by = $2 returning d.channel_id
)
update alert_channels c set
  delivered_at = case when $3 = 'sent' then clock_timestamp() else c.delivered_at end,
  failing_since = case when $3 = 'sent' then null else coalesce(c.failing_since, clock_timestamp()) end,
  problem = case when $3 = 'sent' then null else left($7, 300) end
from told where c.id = told.channel_id and $8`
