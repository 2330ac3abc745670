// What channels keep besides conversations: what waits for its message, what nobody could show, templates, how each
// line stands.
import type { ChannelId, Instant } from '@baton/core'
import type pg from 'pg'
import type { InboundItem, Template } from '../app/channel-port.ts'
import type { ChannelStore, LineState } from '../app/channel-store.ts'
import { newId } from '../app/new-id.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'
import { whileAlone } from './transaction.ts'

export type ChannelRows = Pick<
  ChannelStore,
  | 'keepAwaiting'
  | 'awaiting'
  | 'dropAwaiting'
  | 'keepRaw'
  | 'tidy'
  | 'lineStates'
  | 'setTrouble'
  | 'cursor'
  | 'setCursor'
  | 'alone'
  | 'templates'
  | 'setTemplates'
  | 'setTemplateStatus'
>

interface StateRecord {
  readonly channelId: ChannelId
  readonly problem: string | null
  readonly reason: string | null
  readonly since: Instant | null
}

function ofItems(
  pool: pg.Pool,
): Pick<ChannelRows, 'keepAwaiting' | 'awaiting' | 'dropAwaiting' | 'keepRaw' | 'tidy'> {
  const run = queryOn(pool)
  return {
    async keepAwaiting({ workspaceId, channelId }, externalId, item) {
      await run(
        'Keeping what waits for its message',
        'channel-await',
        'insert into channel_awaiting (workspace_id, channel_id, id, external_id, item) values ($1, $2, $3, $4, $5)',
        [workspaceId, channelId, newId(), externalId, JSON.stringify(item)],
      )
    },
    awaiting: ({ workspaceId, channelId }, externalIds) =>
      run<{ id: string; item: InboundItem }>(
        'Looking for what waits for its message',
        'channel-awaiting',
        `select id, item from channel_awaiting
         where workspace_id = $1 and channel_id = $2 and external_id = any ($3) order by at, id`,
        [workspaceId, channelId, [...externalIds]],
      ),
    async dropAwaiting({ workspaceId }, ids) {
      await run(
        'Forgetting what waited',
        'channel-await-drop',
        'delete from channel_awaiting where workspace_id = $1 and id = any ($2)',
        [workspaceId, [...ids]],
      )
    },
    async keepRaw({ workspaceId, channelId }, code, raw) {
      await run(
        'Keeping what a channel said',
        'channel-raw',
        'insert into channel_raw (workspace_id, channel_id, id, code, raw) values ($1, $2, $3, $4, $5)',
        [workspaceId, channelId, newId(), code, JSON.stringify(raw ?? null)],
      )
    },
    async tidy(before) {
      for (const table of ['channel_raw', 'channel_awaiting'])
        await run('Forgetting what channels said long ago', '', `delete from ${table} where at < $1`, [
          before,
        ])
    },
  }
}

function ofLines(
  pool: pg.Pool,
): Pick<ChannelRows, 'lineStates' | 'setTrouble' | 'cursor' | 'setCursor' | 'alone'> {
  const run = queryOn(pool)
  return {
    lineStates: workspaceId =>
      run<StateRecord>(
        'Reading how channels stand',
        'channel-states',
        `select channel_id as "channelId", problem, reason, ${utc('since')} as since from channel_states
         where workspace_id = $1 and problem is not null`,
        [workspaceId],
      ) as Promise<readonly LineState[]>,
    async setTrouble({ workspaceId, channelId }, trouble) {
      await run(
        'Noting how a channel stands',
        'channel-trouble',
        `insert into channel_states as s (workspace_id, channel_id, problem, reason, since)
         values ($1, $2, $3, $4, case when $3::text is null then null else clock_timestamp() end)
         on conflict (workspace_id, channel_id) do update set problem = excluded.problem, reason = excluded.reason,
           since = case when s.problem is not distinct from excluded.problem then s.since else excluded.since end`,
        [workspaceId, channelId, trouble?.problem ?? null, trouble?.reason ?? null],
      )
    },
    async cursor({ workspaceId, channelId }) {
      const rows = await run<{ cursor: string | null }>(
        'Reading how far a mailbox was read',
        '',
        'select cursor from channel_states where workspace_id = $1 and channel_id = $2',
        [workspaceId, channelId],
      )
      return rows[0]?.cursor ?? null
    },
    async setCursor({ workspaceId, channelId }, cursor) {
      await run(
        'Noting how far a mailbox was read',
        '',
        `insert into channel_states (workspace_id, channel_id, cursor) values ($1, $2, $3)
         on conflict (workspace_id, channel_id) do update set cursor = excluded.cursor`,
        [workspaceId, channelId, cursor],
      )
    },
    async alone({ channelId }, work) {
      await whileAlone(pool, 'Looking after a channel', `baton channel ${channelId}`, work)
    },
  }
}

function ofTemplates(pool: pg.Pool): Pick<ChannelRows, 'templates' | 'setTemplates' | 'setTemplateStatus'> {
  const run = queryOn(pool)
  return {
    async templates({ workspaceId, channelId }) {
      const rows = await run<{ template: Template }>(
        'Reading templates',
        'channel-templates',
        `select template from channel_templates where workspace_id = $1 and channel_id = $2 order by name, locale`,
        [workspaceId, channelId],
      )
      const synced = await run<{ at: Instant | null }>(
        'Reading when templates were read',
        '',
        `select ${utc('templates_synced_at')} as at from channel_states where workspace_id = $1 and channel_id = $2`,
        [workspaceId, channelId],
      )
      return { items: rows.map(row => row.template), syncedAt: synced[0]?.at ?? null }
    },
    async setTemplates({ workspaceId, channelId }, templates) {
      await run(
        'Keeping templates',
        '',
        `with given as (
           select t->>'name' as name, t->>'locale' as locale, t as template
           from unnest($3::text[]) as x (j), lateral (select j::jsonb as t) as y
         ), gone as (
           delete from channel_templates c where workspace_id = $1 and channel_id = $2
             and not exists (select from given g where g.name = c.name and g.locale = c.locale)
         ), state as (
           insert into channel_states (workspace_id, channel_id, templates_synced_at)
           values ($1, $2, clock_timestamp())
           on conflict (workspace_id, channel_id) do update set templates_synced_at = excluded.templates_synced_at
         )
         insert into channel_templates (workspace_id, channel_id, name, locale, template)
         select $1, $2, name, locale, template from given
         on conflict (workspace_id, channel_id, name, locale)
         do update set template = excluded.template, synced_at = clock_timestamp()`,
        [workspaceId, channelId, templates.map(template => JSON.stringify(template))],
      )
    },
    async setTemplateStatus({ workspaceId, channelId }, name, locale, change) {
      await run(
        'Keeping the status of a template',
        '',
        `update channel_templates set template = template || $5::jsonb
         where workspace_id = $1 and channel_id = $2 and name = $3 and locale = $4`,
        [workspaceId, channelId, name, locale, JSON.stringify(change)],
      )
    },
  }
}

export function createChannelRows(pool: pg.Pool): ChannelRows {
  return { ...ofItems(pool), ...ofLines(pool), ...ofTemplates(pool) }
}
