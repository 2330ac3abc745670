// What the team was and is to be told, in Postgres. What flights owe becomes alerts inside one transaction, one server
// at a time, so that what raises and what withdraws keep the order of the log.
import { createHash } from 'node:crypto'
import type { ConversationId, WorkspaceId } from '@baton/core'
import type pg from 'pg'
import type {
  AlertDeliveryEntry,
  AlertEntry,
  AlertLog,
  AlertStore,
  ClaimedDelivery,
  NewDelivery,
} from '../app/alert-store.ts'
import { newId } from '../app/new-id.ts'
import { createAlertChannels } from './alert-channels.ts'
import * as sql from './alert-sql.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'
import { inTransaction } from './transaction.ts'

interface Owed {
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
  readonly raises: string | null
  readonly seq: number
}

type Row<Entry> = Entry & pg.QueryResultRow

const lockKey = createHash('sha256').update('baton alerts').digest().readBigInt64BE().toString()

/** Null: another server is at it. */
async function fanOutOn(client: pg.PoolClient, limit: number): Promise<number> {
  const locked = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [
    lockKey,
  ])
  if (!locked.rows[0]?.got) return 0
  const owed = (await client.query<Owed>(sql.takeOwedSql, [limit])).rows
  if (owed.length === 0) return 0
  const idsOf = async (text: string, values: unknown[]) =>
    (await client.query<{ id: string }>(text, values)).rows.map(({ id }) => id)
  const raised = await idsOf(sql.raiseSql, [JSON.stringify(owed.filter(({ raises }) => raises !== null))])
  const superseded = await idsOf(sql.supersedeSql, [raised])
  const withdrawn = await idsOf(sql.withdrawSql, [
    JSON.stringify(owed.filter(({ raises }) => raises === null)),
  ])
  const changed = [...raised, ...superseded, ...withdrawn]
  await client.query(sql.skipSql, [changed])
  await client.query(sql.tellEndSql, [[...superseded, ...withdrawn]])
  return owed.length
}

const claimedColumns = `d.workspace_id as "workspaceId", d.id, d.channel_id as "channelId", d.agent_id as "agentId", d.target,
  d.says, d.tries, d.external_id as "externalId", ${utc('d.created_at')} as "createdAt", d.alert_id as "alertId"`

async function alertsBy(run: Query, where: string, values: unknown[]): Promise<readonly AlertEntry[]> {
  const text = `select ${sql.alertColumns} from ${sql.alertsFrom} where ${where}`
  return run<Row<AlertEntry>>('Reading alerts', '', text, values)
}

async function claimedOf(
  run: Query,
  ids: readonly { readonly id: string; readonly begun: boolean }[],
): Promise<readonly ClaimedDelivery[]> {
  if (ids.length === 0) return []
  const rows = await run<Row<Omit<ClaimedDelivery, 'alert' | 'begun'> & { alertId: string }>>(
    'Reading what is to be told',
    '',
    `select ${claimedColumns} from alert_deliveries d where d.id = any ($1::uuid[]) order by d.n`,
    [ids.map(({ id }) => id)],
  )
  const alerts = await alertsBy(run, 'a.id = any ($1::uuid[])', [rows.map(({ alertId }) => alertId)])
  const begun = new Map(ids.map(one => [one.id, one.begun]))
  return rows.flatMap(({ alertId, ...row }) => {
    const alert = alerts.find(({ id }) => id === alertId)
    return alert ? [{ ...row, alert, begun: begun.get(row.id) ?? false }] : []
  })
}

type Log<Name extends keyof AlertLog> = Pick<AlertLog, Name>

function ladderOf(pool: pg.Pool, run: Query): Log<'fanOut' | 'toClimb' | 'climb'> {
  return {
    fanOut: limit => inTransaction(pool, 'Raising alerts', client => fanOutOn(client, limit)),
    toClimb: limit =>
      alertsBy(run, `a.state = 'open' and a.next_at <= clock_timestamp() order by a.next_at limit $1`, [
        limit,
      ]),
    async climb(alert, { step, nextAt, tell }) {
      await run('Climbing a ladder', 'alerts-climb', sql.climbSql, [
        alert.id,
        alert.step,
        alert.round,
        step,
        nextAt,
        JSON.stringify(tell),
      ])
    },
  }
}

function tellingOf(
  pool: pg.Pool,
  run: Query,
  nodeId: string,
): Log<'dueChannels' | 'claim' | 'settle' | 'addTest'> {
  return {
    async dueChannels() {
      const text = `select c.id from alert_channels c where c.active and exists (select from alert_deliveries d
        where d.channel_id = c.id and d.state = 'waiting' and d.due_at <= clock_timestamp() and ${sql.isFree('d', '$1')})
        order by c.id`
      return (await run<{ id: string }>('Looking for alerts to tell', 'alerts-due', text, [nodeId])).map(
        ({ id }) => id,
      )
    },
    async claim(channelId, inHand, limit) {
      const values = [channelId, nodeId, [...inHand], limit]
      const ids = await run<{ id: string; begun: boolean }>(
        'Claiming alerts',
        'alerts-claim',
        sql.claimSql,
        values,
      )
      return claimedOf(run, ids)
    },
    settle: ({ id, channelId }, { state, afterMs, externalId, attempt, counts, unsure }) =>
      inTransaction(pool, 'Writing down an alert', async client => {
        const values = [
          id,
          nodeId,
          state,
          afterMs,
          externalId,
          JSON.stringify([attempt]),
          attempt.problem,
          counts,
          unsure,
          channelId,
        ]
        await client.query(sql.settleSql, values)
        if (state !== 'sent') return
        // It was told while somebody took it.
        await client.query(
          sql.tellEndSql.replace(
            '$1::uuid[]',
            'array[(select alert_id from alert_deliveries where id = $1)]',
          ),
          [id],
        )
      }),
    async addTest(workspaceId, by, reason, tell: readonly NewDelivery[]) {
      const alertId = newId()
      // No round takes it up meanwhile: it is told by whoever asked, and by a successor only after a crash.
      const text = `with made as (
          insert into alerts (workspace_id, id, key, seq, reason, state, closed_by, next_at)
          values ($1, $2, 'test', 0, $3, 'test', $4, null) returning *
        )
        insert into alert_deliveries (workspace_id, id, alert_id, channel_id, round, step, agent_id, target, says, leased_by, due_at)
        select m.workspace_id, gen_random_uuid(), m.id, t."channelId", 1, 0, t."agentId", t.target, 'test', $5, clock_timestamp() + interval '1 minute'
        from made m cross join jsonb_to_recordset($6) as t("channelId" uuid, "agentId" uuid, target text)
        on conflict do nothing returning id, false as begun`
      const values = [workspaceId, alertId, reason, by, nodeId, JSON.stringify(tell)]
      const ids = await run<{ id: string; begun: boolean }>('Testing an alert channel', '', text, values)
      return { alertId, deliveries: await claimedOf(run, ids) }
    },
  }
}

function readingOf(run: Query): Log<'alert' | 'alerts' | 'deliveriesOf'> {
  return {
    async alert(workspaceId, id) {
      return (await alertsBy(run, 'a.workspace_id = $1 and a.id = $2', [workspaceId, id]))[0] ?? null
    },
    alerts: (workspaceId, { conversationId, state, before, limit }) =>
      alertsBy(
        run,
        `a.workspace_id = $1 and ($2::uuid is null or a.conversation_id = $2) and ($3::text is null or a.state = $3)
          and ($4::bigint is null or a.n < $4) order by a.n desc limit $5`,
        [workspaceId, conversationId, state, before, limit],
      ),
    deliveriesOf: (workspaceId, alertIds) =>
      run<Row<AlertDeliveryEntry>>(
        'Reading what was told',
        '',
        `select d.id, d.alert_id as "alertId", d.channel_id as "channelId", c.name as "channelName", c.kind,
           d.agent_id as "agentId", d.target, d.says, d.state, d.step, d.attempts, ${utc('d.created_at')} as "createdAt",
           case when d.state = 'waiting' then ${utc('d.due_at')} end as "nextAttemptAt"
         from alert_deliveries d join alert_channels c on c.id = d.channel_id
         where d.workspace_id = $1 and d.alert_id = any ($2::uuid[]) order by d.n`,
        [workspaceId, alertIds],
      ),
  }
}

function endingOf(pool: pg.Pool, run: Query): Log<'acknowledge' | 'linked' | 'useLink' | 'tidy'> {
  return {
    acknowledge: (workspaceId, id, by) =>
      inTransaction(pool, 'Acknowledging an alert', async client => {
        const text = `update alerts set state = 'acknowledged', closed_by = $3, closed_at = clock_timestamp(), next_at = null
          where workspace_id = $1 and id = $2 and state = 'open'`
        const done = (await client.query(text, [workspaceId, id, by])).rowCount === 1
        if (done) {
          await client.query(sql.skipSql, [[id]])
          await client.query(sql.tellEndSql, [[id]])
        }
        return done
      }),
    async linked(deliveryId) {
      const text = `select d.workspace_id as "workspaceId", d.agent_id as "agentId", d.alert_id as "alertId",
          d.used_at is not null as used
        from alert_deliveries d where d.id = $1 and d.agent_id is not null`
      const [row] = await run<{
        workspaceId: WorkspaceId
        agentId: ClaimedDelivery['agentId']
        alertId: string
        used: boolean
      }>('Following a link', '', text, [deliveryId])
      const [alert] = row ? await alertsBy(run, 'a.id = $1', [row.alertId]) : []
      if (!row?.agentId || !alert?.conversationId) return null
      const { workspaceId, agentId, used } = row
      return { workspaceId, agentId, used, alert, conversationId: alert.conversationId }
    },
    async useLink(deliveryId) {
      const text =
        'update alert_deliveries set used_at = clock_timestamp() where id = $1 and used_at is null returning id'
      return (await run('Using a link', '', text, [deliveryId])).length > 0
    },
    async tidy(days) {
      const old = `clock_timestamp() - $1 * interval '1 day'`
      await run(
        'Forgetting old alerts',
        '',
        `with clicks as (delete from alert_clicks where at < clock_timestamp() - interval '1 hour')
         delete from alerts a where (a.raised_at < ${old} and a.state not in ('open', 'acknowledged'))
           or (a.conversation_id is not null and not exists (
             select from conversations c where c.workspace_id = a.workspace_id and c.id = a.conversation_id))`,
        [days],
      )
    },
  }
}

export function createAlertStore(pool: pg.Pool, nodeId: string): AlertStore {
  const run = queryOn(pool)
  return {
    ...createAlertChannels(run),
    ...ladderOf(pool, run),
    ...tellingOf(pool, run, nodeId),
    ...readingOf(run),
    ...endingOf(pool, run),
  }
}
