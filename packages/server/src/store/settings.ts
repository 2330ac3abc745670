// What a workspace has set up, in Postgres: read whole, written piece by piece.
import type { AgentId, WorkspaceId } from '@baton/core'
import type pg from 'pg'
import type { BotStore } from '../app/bot-store.ts'
import type { SettingsStore, WorkspaceRecord } from '../app/ports.ts'
import { createBotStore } from './bots.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

const workspaceSql = `select w.id, w.name, w.completion, w.statuses, w.brief_bot_id, exists (select from webhooks h where h.workspace_id = w.id and h.active) as has_webhooks, w.routing, w.presence,
           coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email, 'role', a.role, 'active', a.active,
             'languages', a.languages, 'skills', a.skills, 'capacity', a.capacity) order by a.name)
             from agents a where a.workspace_id = w.id), '[]') as agents,
           coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'members',
             coalesce((select jsonb_agg(m.agent_id) from team_members m where m.workspace_id = w.id and m.team_id = t.id), '[]'),
             'routing', t.routing) order by t.name)
             from teams t where t.workspace_id = w.id), '[]') as teams,
           coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'kind', b.kind, 'settings', b.settings, 'version', b.version,
             'shares', coalesce((select jsonb_agg(jsonb_build_object('teamId', s.team_id, 'right', s.may)) from bot_shares s
               where s.workspace_id = w.id and s.bot_id = b.id), '[]')) order by b.created_at)
             from bots b where b.workspace_id = w.id), '[]') as bots,
           coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'kind', c.kind, 'bot_id', c.bot_id,
             'while_requesting', c.while_requesting, 'settings', c.settings) order by c.created_at)
             from channels c where c.workspace_id = w.id), '[]') as channels,
           coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'rule', r.rule, 'version', r.version,
             'updatedAt', ${utc('r.updated_at')}) order by r.position, r.id)
             from rules r where r.workspace_id = w.id), '[]') as rules
         from workspaces w where w.id = $1`

type Run = <Row extends pg.QueryResultRow>(what: string, text: string, values: unknown[]) => Promise<Row[]>

export function createSettingsStore(pool: pg.Pool): SettingsStore {
  const query = queryOn(pool)
  const run = <Row extends pg.QueryResultRow>(what: string, text: string, values: unknown[]) =>
    query<Row>(what, '', text, values)
  return { ...readers(run), ...writers(run), ...createBotStore(run) }
}

function readers(
  run: Run,
): Pick<
  SettingsStore,
  'readWorkspace' | 'workspaceOfChannel' | 'anyWorkspace' | 'workspaces' | 'agentByKey' | 'agentBySignIn'
> {
  return {
    async readWorkspace(workspaceId) {
      const rows = await run<WorkspaceRecord>('Reading the settings', workspaceSql, [workspaceId])
      return rows[0] ?? null
    },
    async workspaceOfChannel(channelId) {
      const rows = await run<{ workspace_id: WorkspaceId }>(
        'Finding a channel',
        'select workspace_id from channels where id = $1',
        [channelId],
      )
      return rows[0]?.workspace_id ?? null
    },
    async workspaces() {
      const rows = await run<{ id: WorkspaceId }>(
        'Looking for workspaces',
        'select id from workspaces order by created_at',
        [],
      )
      return rows.map(({ id }) => id)
    },
    async anyWorkspace() {
      const rows = await run<{ id: WorkspaceId }>(
        'Looking for a workspace',
        'select id from workspaces order by created_at limit 1',
        [],
      )
      return rows[0]?.id ?? null
    },
    async agentByKey(digest) {
      const rows = await run<{ workspace_id: WorkspaceId; agent_id: AgentId }>(
        'Checking an API key',
        `select k.workspace_id, k.agent_id from api_keys k
         join agents a on a.workspace_id = k.workspace_id and a.id = k.agent_id and a.active where k.digest = $1`,
        [digest],
      )
      return rows[0] ? { workspaceId: rows[0].workspace_id, agentId: rows[0].agent_id } : null
    },
    async agentBySignIn(signInId) {
      const rows = await run<{ workspace_id: WorkspaceId; id: AgentId }>(
        'Finding the agent who signed in',
        'select workspace_id, id from agents where sign_in_id = $1 and active',
        [signInId],
      )
      return rows[0] ? { workspaceId: rows[0].workspace_id, agentId: rows[0].id } : null
    },
  }
}

type Writes = Exclude<
  keyof SettingsStore,
  | keyof BotStore
  | 'readWorkspace'
  | 'workspaceOfChannel'
  | 'anyWorkspace'
  | 'workspaces'
  | 'agentByKey'
  | 'agentBySignIn'
>

function writers(run: Run): Pick<SettingsStore, Writes> {
  return {
    async addWorkspace(id, name, completion) {
      await run('Making a workspace', 'insert into workspaces (id, name, completion) values ($1, $2, $3)', [
        id,
        name,
        JSON.stringify(completion),
      ])
    },
    async setBriefBot(id, botId) {
      await run('Setting who writes briefs', 'update workspaces set brief_bot_id = $2 where id = $1', [
        id,
        botId,
      ])
    },
    async setCompletion(id, completion) {
      await run('Changing the completion', 'update workspaces set completion = $2 where id = $1', [
        id,
        JSON.stringify(completion),
      ])
    },
    async addAgent(workspaceId, agent) {
      const rows = await run(
        'Adding an agent',
        `insert into agents (workspace_id, id, sign_in_id, name, email, role) values ($1, $2, $3, $4, $5, $6)
         on conflict (workspace_id, email) do nothing returning id`,
        [workspaceId, agent.id, agent.signInId, agent.name, agent.email, agent.role],
      )
      return rows.length > 0
    },
    async addTeam(workspaceId, team) {
      const rows = await run(
        'Adding a team',
        `with made as (
           insert into teams (workspace_id, id, name) values ($1, $2, $3) on conflict (workspace_id, name) do nothing returning id
         ), joined as (
           insert into team_members (workspace_id, team_id, agent_id) select $1, made.id, m from made, unnest($4::uuid[]) as m
         ) select id from made`,
        [workspaceId, team.id, team.name, team.members],
      )
      return rows.length > 0
    },
    async addChannel(workspaceId, channel) {
      await run(
        'Connecting a channel',
        `insert into channels (workspace_id, id, name, kind, bot_id, while_requesting, settings) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          workspaceId,
          channel.id,
          channel.name,
          channel.kind,
          channel.botId,
          channel.whileRequesting,
          JSON.stringify(channel.settings),
        ],
      )
    },
    async changeChannel(workspaceId, channel) {
      await run(
        'Changing a channel',
        `update channels set name = $3, bot_id = $4, while_requesting = $5, settings = $6
         where workspace_id = $1 and id = $2`,
        [
          workspaceId,
          channel.id,
          channel.name,
          channel.botId,
          channel.whileRequesting,
          JSON.stringify(channel.settings),
        ],
      )
    },
    async addApiKey(workspaceId, key) {
      await run(
        'Making an API key',
        'insert into api_keys (workspace_id, id, agent_id, name, digest) values ($1, $2, $3, $4, $5)',
        [workspaceId, key.id, key.agentId, key.name, key.digest],
      )
    },
  }
}
