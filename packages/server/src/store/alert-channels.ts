// Alert channels, ladders, keys and browsers of push, and clicks that were seen.
import type { ScopedLadder } from '@baton/core'
import type pg from 'pg'
import type { AlertChannelEntry, AlertChannelStore, PushBrowser } from '../app/alert-store.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'

type Row<Entry> = Entry & pg.QueryResultRow

const columns = `c.workspace_id as "workspaceId", c.id, c.kind, c.name, c.active, c.settings, c.problem,
  ${utc('c.failing_since')} as "failingSince", ${utc('c.delivered_at')} as "deliveredAt"`
const browserColumns = 'id, agent_id as "agentId", endpoint, p256dh, auth'

type PushPart = 'pushKeys' | 'makePushKeys' | 'browsers' | 'browser' | 'addBrowser' | 'removeBrowser'

function pushOf(run: Query): Pick<AlertChannelStore, PushPart> {
  return {
    async pushKeys(workspaceId) {
      const text = `select push_public as "publicKey", push_private as sealed from workspaces
        where id = $1 and push_public is not null`
      return (
        (
          await run<{ publicKey: string; sealed: string }>('Reading the keys of push', '', text, [
            workspaceId,
          ])
        )[0] ?? null
      )
    },
    async makePushKeys(workspaceId, publicKey, sealed) {
      const text = `update workspaces set push_public = $2, push_private = $3 where id = $1 and push_public is null`
      await run('Keeping the keys of push', '', text, [workspaceId, publicKey, sealed])
    },
    browsers: (workspaceId, agentIds) =>
      run<Row<PushBrowser>>(
        'Reading browsers',
        '',
        `select ${browserColumns} from push_subscriptions where workspace_id = $1 and agent_id = any ($2::uuid[]) order by id`,
        [workspaceId, agentIds],
      ),
    async browser(workspaceId, id) {
      const text = `select ${browserColumns} from push_subscriptions where workspace_id = $1 and id = $2`
      return (await run<Row<PushBrowser>>('Reading a browser', '', text, [workspaceId, id]))[0] ?? null
    },
    async addBrowser(workspaceId, { id, agentId, endpoint, p256dh, auth }) {
      // Whoever signs in on a browser that somebody else used takes it over.
      await run(
        'Keeping a browser',
        '',
        `insert into push_subscriptions (workspace_id, id, agent_id, endpoint, p256dh, auth) values ($1, $2, $3, $4, $5, $6)
         on conflict (workspace_id, endpoint) do update set agent_id = $3, p256dh = $5, auth = $6`,
        [workspaceId, id, agentId, endpoint, p256dh, auth],
      )
    },
    async removeBrowser(workspaceId, by) {
      if ('id' in by) {
        const text = 'delete from push_subscriptions where workspace_id = $1 and id = $2'
        await run('Forgetting a browser', '', text, [workspaceId, by.id])
        return
      }
      const text =
        'delete from push_subscriptions where workspace_id = $1 and agent_id = $2 and endpoint = $3'
      await run('Forgetting a browser', '', text, [workspaceId, by.agentId, by.endpoint])
    },
  }
}

type RowPart = 'channels' | 'channel' | 'channelOf' | 'addChannel' | 'changeChannel' | 'removeChannel'

function rowsOf(run: Query): Pick<AlertChannelStore, RowPart> {
  const by = async (where: string, values: unknown[]) =>
    run<Row<AlertChannelEntry>>(
      'Reading alert channels',
      '',
      `select ${columns} from alert_channels c where ${where} order by c.created_at, c.id`,
      values,
    )
  return {
    channels: workspaceId => by('c.workspace_id = $1', [workspaceId]),
    channel: async ({ workspaceId, id }) =>
      (await by('c.workspace_id = $1 and c.id = $2', [workspaceId, id]))[0] ?? null,
    channelOf: async id => (await by('c.id = $1', [id]))[0] ?? null,
    async addChannel({ workspaceId, id, kind, name, settings }) {
      const text =
        'insert into alert_channels (workspace_id, id, kind, name, settings) values ($1, $2, $3, $4, $5)'
      await run('Adding an alert channel', '', text, [workspaceId, id, kind, name, JSON.stringify(settings)])
    },
    async changeChannel({ workspaceId, id }, { name, active, settings }) {
      // With other settings nothing is known to be wrong, and what waits is tried at once.
      await run(
        'Changing an alert channel',
        '',
        `with hurried as (
           update alert_deliveries set due_at = clock_timestamp()
           where $5::jsonb is not null and workspace_id = $1 and channel_id = $2 and state = 'waiting'
         )
         update alert_channels set name = coalesce($3, name), active = coalesce($4, active),
           settings = coalesce($5, settings),
           problem = case when $5::jsonb is null then problem end,
           failing_since = case when $5::jsonb is null then failing_since end
         where workspace_id = $1 and id = $2`,
        [workspaceId, id, name ?? null, active ?? null, settings ? JSON.stringify(settings) : null],
      )
    },
    async removeChannel({ workspaceId, id }) {
      const text = 'delete from alert_channels where workspace_id = $1 and id = $2 returning id'
      return (await run('Removing an alert channel', '', text, [workspaceId, id])).length > 0
    },
  }
}

export function createAlertChannels(run: Query): AlertChannelStore {
  return {
    ...rowsOf(run),
    ...pushOf(run),
    async ladders(workspaceId) {
      const text = 'select alert_ladders as ladders from workspaces where id = $1'
      const [row] = await run<{ ladders: ScopedLadder[] }>('Reading the ladders', 'alerts-ladders', text, [
        workspaceId,
      ])
      return row?.ladders ?? []
    },
    async setLadders(workspaceId, ladders) {
      const text = 'update workspaces set alert_ladders = $2 where id = $1'
      await run('Setting the ladders', '', text, [workspaceId, JSON.stringify(ladders)])
    },
    async noteClick({ workspaceId, id }, digest) {
      const text = `insert into alert_clicks (workspace_id, channel_id, digest) values ($1, $2, $3)
        on conflict do nothing returning digest`
      return (await run('Noting a click', '', text, [workspaceId, id, digest])).length > 0
    },
  }
}
