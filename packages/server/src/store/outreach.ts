// Talks that the team begins, in tables of their own; what came of each message is read from its conversation's log.
import type pg from 'pg'
import type {
  DueRecipient,
  Outreach,
  OutreachStore,
  OutreachSummary,
  Recipient,
  RecipientResult,
} from '../app/outreach-store.ts'
import { queryOn } from './query.ts'
import { inTransaction } from './transaction.ts'

const outreachColumns = `o.workspace_id as "workspaceId", o.id, o.channel_id as "channelId", o.name, o.template,
  o.bot_id as "botId", o.created_by as by, o.starts_at as "startsAt", o.per_minute as "perMinute"`

const states = ['waiting', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped'] as const

const beginSql = `
insert into outreach (workspace_id, id, channel_id, name, template, bot_id, created_by, starts_at, per_minute)
values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, clock_timestamp()), $9)
returning starts_at`

// Only who waits takes a place in the row.
const recipientsSql = `
insert into outreach_recipients (workspace_id, outreach_id, n, address, name, variables, state, problem, due_at)
select $1, $2, n, address, name, coalesce(variables, 'null'::jsonb), state, problem,
  $3::timestamptz + make_interval(secs => 60.0 / $4
    * greatest(0, count(*) filter (where state = 'waiting') over (order by n) - 1))
from jsonb_to_recordset($5::jsonb)
  as x (n integer, address text, name text, variables jsonb, state text, problem text)`

const summarySql = `
select ${outreachColumns}, o.created_at as "createdAt",
  case when o.cancelled_at is not null then 'cancelled'
    when o.starts_at > clock_timestamp() then 'scheduled'
    when r.unsent > 0 then 'running' else 'done' end as state,
  json_build_object('total', r.total, ${states.map(one => `'${one}', r.${one}`).join(', ')}) as counts
from outreach o cross join lateral (
  select count(*) as total, count(*) filter (where state = 'waiting' and message_seq is null) as unsent,
    ${states.map(one => `count(*) filter (where state = '${one}') as ${one}`).join(', ')}
  from outreach_recipients r where r.workspace_id = o.workspace_id and r.outreach_id = o.id) r`

// The condition on due_at stands twice: a row that another server took meanwhile is looked at again once it is free.
const dueSql = `
with ranked as (
  select r.workspace_id, r.outreach_id, r.n, o.per_minute,
    row_number() over (partition by r.workspace_id, r.outreach_id order by r.due_at, r.n) as place
  from outreach_recipients r
  join outreach o on o.workspace_id = r.workspace_id and o.id = r.outreach_id
  where r.state = 'waiting' and r.message_seq is null and r.due_at <= clock_timestamp() and o.cancelled_at is null
), taken as (
  update outreach_recipients r set due_at = clock_timestamp() + interval '60 seconds'
  from ranked k
  where k.place <= ceil(k.per_minute / 60.0) and r.workspace_id = k.workspace_id
    and r.outreach_id = k.outreach_id and r.n = k.n and r.state = 'waiting' and r.due_at <= clock_timestamp()
  returning r.workspace_id, r.outreach_id, r.n, r.address, r.name, r.variables, r.state, r.problem
)
select ${outreachColumns}, t.n, t.address, t.name as "recipientName", t.variables, t.state, t.problem
from taken t join outreach o on o.workspace_id = t.workspace_id and o.id = t.outreach_id
order by t.n`

/** `where`: of which conversations. */
const lookSql = (where: string) => `
with moved as (
  select r.workspace_id, r.outreach_id, r.n, r.conversation_id, r.message_seq, c.seq
  from outreach_recipients r
  join conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
  where r.message_seq is not null and r.state in ('waiting', 'sent', 'delivered', 'read', 'failed')
    and c.seq > r.checked_seq and ${where}
  limit 500
), told as (
  select m.*, d.status, d.problem, exists (
      select from events e where e.workspace_id = m.workspace_id and e.conversation_id = m.conversation_id
        and e.seq > m.message_seq and e.type = 'MessageReceived') as replied
  from moved m left join lateral (
    select e.data->>'status' as status, e.data->>'problem' as problem from events e
    where e.workspace_id = m.workspace_id and e.conversation_id = m.conversation_id and e.seq > m.message_seq
      and e.type = 'DeliveryChanged' and e.data->>'messageSeq' = m.message_seq::text
    order by e.seq desc limit 1) d on true
)
update outreach_recipients r set checked_seq = t.seq,
  state = case when t.replied then 'replied'
    when t.status in ('sent', 'delivered', 'read', 'failed') then t.status else r.state end,
  problem = case when not t.replied and t.status = 'failed' then t.problem end
from told t
where r.workspace_id = t.workspace_id and r.outreach_id = t.outreach_id and r.n = t.n
returning r.n`

const lookAtAll = lookSql("r.due_at > clock_timestamp() - interval '7 days'")
const lookAtSome = lookSql('r.conversation_id = any ($1::uuid[])')

type SummaryRecord = Omit<OutreachSummary, 'createdAt' | 'startsAt'> & { createdAt: Date; startsAt: Date }
type OutreachRecord = Omit<Outreach, 'startsAt'> & { startsAt: Date }
type DueRecord = OutreachRecord & Omit<Recipient, 'name'> & { recipientName: string | null }

const summaryFrom = ({ createdAt, startsAt, ...rest }: SummaryRecord): OutreachSummary => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  startsAt: startsAt.toISOString(),
})

function dueFrom(record: DueRecord): DueRecipient {
  const { n, address, recipientName, variables, state, problem, startsAt, ...outreach } = record
  return {
    outreach: { ...outreach, startsAt: startsAt.toISOString() },
    recipient: { n, address, name: recipientName, variables, state, problem },
  }
}

type Results = Pick<OutreachStore, 'due' | 'reached' | 'settled' | 'lookAgain' | 'cancel'>

function createResults(pool: pg.Pool): Results {
  const run = queryOn(pool)
  return {
    async due() {
      return (await run<DueRecord>('Looking for whom to write to', 'outreach-due', dueSql, [])).map(dueFrom)
    },
    async reached({ workspaceId, id }, n, { conversationId }, messageSeq) {
      await run(
        'Noting who was written to',
        'outreach-reached',
        `update outreach_recipients set conversation_id = $4, message_seq = $5, state = 'waiting', problem = null
         where workspace_id = $1 and outreach_id = $2 and n = $3`,
        [workspaceId, id, n, conversationId, messageSeq],
      )
    },
    async settled({ workspaceId, id }, n, state, problem) {
      await run(
        'Noting who was not written to',
        'outreach-settled',
        `update outreach_recipients set state = $4, problem = $5
         where workspace_id = $1 and outreach_id = $2 and n = $3 and message_seq is null`,
        [workspaceId, id, n, state, problem],
      )
    },
    async lookAgain(conversationIds) {
      const what = 'Reading what came of messages'
      if (conversationIds === null) return (await run(what, 'outreach-look-at-all', lookAtAll, [])).length
      return (await run(what, 'outreach-look', lookAtSome, [[...conversationIds]])).length
    },
    async cancel(workspaceId, id) {
      const rows = await run<{ count: number }>(
        'Cancelling an outreach',
        '',
        `with ended as (
           update outreach set cancelled_at = coalesce(cancelled_at, clock_timestamp())
           where workspace_id = $1 and id = $2
         ), left_out as (
           update outreach_recipients set state = 'skipped', problem = 'cancelled'
           where workspace_id = $1 and outreach_id = $2 and state = 'waiting' and message_seq is null returning n
         )
         select count(*)::int as count from left_out`,
        [workspaceId, id],
      )
      return rows[0]?.count ?? 0
    },
  }
}

export function createOutreachStore(pool: pg.Pool): OutreachStore {
  const run = queryOn(pool)
  return {
    ...createResults(pool),
    begin: ({ workspaceId, id, channelId, name, template, botId, by, startsAt, perMinute }, recipients) =>
      inTransaction(pool, 'Beginning an outreach', async client => {
        const sent = [JSON.stringify(template), botId, JSON.stringify(by), startsAt, perMinute]
        const made = await client.query<{ starts_at: Date }>(beginSql, [
          workspaceId,
          id,
          channelId,
          name,
          ...sent,
        ])
        const from = made.rows[0]?.starts_at
        await client.query(recipientsSql, [workspaceId, id, from, perMinute, JSON.stringify(recipients)])
      }),
    async list(workspaceId, limit, after) {
      const rows = await run<SummaryRecord>(
        'Listing outreaches',
        '',
        `${summarySql} where o.workspace_id = $1 and ($2::uuid is null or o.id < $2) order by o.id desc limit $3`,
        [workspaceId, after, limit + 1],
      )
      const items = rows.slice(0, limit).map(summaryFrom)
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
    async find(workspaceId, id) {
      const where = 'where o.workspace_id = $1 and o.id = $2'
      const [row] = await run<SummaryRecord>('Reading an outreach', '', `${summarySql} ${where}`, [
        workspaceId,
        id,
      ])
      return row ? summaryFrom(row) : null
    },
    recipients: (workspaceId, id, after, limit) =>
      run<RecipientResult>(
        'Reading who is written to',
        'outreach-recipients',
        `select n, address, name, state, problem, conversation_id as "conversationId" from outreach_recipients
         where workspace_id = $1 and outreach_id = $2 and n >= $3 order by n limit $4`,
        [workspaceId, id, after, limit],
      ),
  }
}
