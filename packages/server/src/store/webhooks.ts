// Whom a workspace tells, in Postgres.
import type pg from 'pg'
import type { WebhookEntry, WebhookStore } from '../app/webhook-store.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'

type Own = 'list' | 'read' | 'add' | 'change' | 'remove' | 'setSecret'

const columns = `w.id, w.url, w.description, w.events, w.active, w.disabled_because as "disabledBecause",
  ${utc('w.failing_since')} as "failingSince", ${utc('w.delivered_at')} as "lastDeliveredAt",
  case when w.old_secret_until > clock_timestamp() then ${utc('w.old_secret_until')} end as "oldSecretUntil",
  ${utc('w.created_at')} as "createdAt",
  (select count(*)::int from (select from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting' limit 1000) as x) as waiting`

// Two at the same moment may go one beyond the bound, which harms nobody.
const addSql = `
insert into webhooks (workspace_id, id, url, description, events, active, secret)
select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from webhooks where workspace_id = $1) < $8
returning id`

const changeSql = `
update webhooks set url = coalesce($3, url), description = coalesce($4, description),
  events = case when $5 then $6::text[] else events end, active = coalesce($7, active),
  disabled_because = case when $7 is null then disabled_because end,
  failing_since = case when $7 and not active then null else failing_since end
where workspace_id = $1 and id = $2 returning id`

const secretSql = `
update webhooks set secret = $3, old_secret = secret,
  old_secret_until = clock_timestamp() + $4 * interval '1 millisecond'
where workspace_id = $1 and id = $2 returning id`

type Row = WebhookEntry & pg.QueryResultRow

export function createWebhookRows(run: Query): Pick<WebhookStore, Own> {
  return {
    list: workspaceId =>
      run<Row>(
        'Listing webhooks',
        '',
        `select ${columns} from webhooks w where workspace_id = $1 order by w.created_at, w.id`,
        [workspaceId],
      ),
    async read({ workspaceId, webhookId }) {
      const text = `select ${columns} from webhooks w where workspace_id = $1 and id = $2`
      const [row] = await run<Row>('Reading a webhook', '', text, [workspaceId, webhookId])
      return row ?? null
    },
    async add({ workspaceId, webhookId }, { url, description, events, active }, secret, max) {
      const values = [workspaceId, webhookId, url, description, events, active, secret, max]
      return (await run('Adding a webhook', '', addSql, values)).length > 0
    },
    async change({ workspaceId, webhookId }, { url, description, events, active }) {
      const values = [workspaceId, webhookId, url, description, events !== undefined, events ?? null, active]
      return (await run('Changing a webhook', '', changeSql, values)).length > 0
    },
    async remove({ workspaceId, webhookId }) {
      const text = 'delete from webhooks where workspace_id = $1 and id = $2 returning id'
      return (await run('Removing a webhook', '', text, [workspaceId, webhookId])).length > 0
    },
    async setSecret({ workspaceId, webhookId }, sealed, oldForMs) {
      const values = [workspaceId, webhookId, sealed, oldForMs]
      return (await run('Changing a webhook’s secret', '', secretSql, values)).length > 0
    },
  }
}
