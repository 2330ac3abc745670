// Bots in Postgres: what is published, the draft, its versions, and which teams may do what.
import type pg from 'pg'
import type { BotDraft, BotStore, BotVersion } from '../app/bot-store.ts'

type Run = <Row extends pg.QueryResultRow>(what: string, text: string, values: unknown[]) => Promise<Row[]>

const versionsShown = 100

const draftSql = `select b.name, b.kind, b.draft, b.settings, b.revision, b.version, b.drafted_by as "draftedBy",
    b.draft is distinct from b.settings as changed,
    coalesce((select jsonb_agg(jsonb_build_object('version', v.version, 'note', v.note, 'by', v.published_by,
        'at', to_char(v.published_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by v.version desc)
      from (select * from bot_versions own where own.workspace_id = b.workspace_id and own.bot_id = b.id
        order by own.version desc limit ${versionsShown}) v), '[]') as versions
  from bots b where b.workspace_id = $1 and b.id = $2`

export function createBotStore(run: Run): BotStore {
  return { ...reading(run), ...writing(run) }
}

type Reads = 'readBot' | 'readBotVersion' | 'changedBots'

function reading(run: Run): Pick<BotStore, Reads> {
  return {
    async readBot(workspaceId, botId) {
      const rows = await run<BotDraft & pg.QueryResultRow>('Reading a bot', draftSql, [workspaceId, botId])
      return rows[0] ?? null
    },
    async readBotVersion(workspaceId, botId, version) {
      const rows = await run<Omit<BotVersion, 'at'> & { at: Date }>(
        'Reading a version of a bot',
        `select version, settings, note, published_by as by, published_at as at from bot_versions
         where workspace_id = $1 and bot_id = $2 and version = $3`,
        [workspaceId, botId, version],
      )
      const [row] = rows
      return row ? { ...row, at: row.at.toISOString() } : null
    },
    async changedBots(workspaceId) {
      const rows = await run<{ id: string }>(
        'Looking for changed bots',
        'select id from bots where workspace_id = $1 and draft is distinct from settings',
        [workspaceId],
      )
      return new Set(rows.map(row => row.id))
    },
  }
}

function writing(run: Run): Omit<BotStore, Reads> {
  return {
    async addBot(workspaceId, { id, name, kind, settings, by }) {
      await run(
        'Adding a bot',
        `with made as (
           insert into bots (workspace_id, id, name, kind, settings, draft, drafted_by)
           values ($1, $2, $3, $4, $5, $5, $6) returning id
         ) insert into bot_versions (workspace_id, bot_id, version, settings, published_by)
           select $1, made.id, 1, $5, $6 from made`,
        [workspaceId, id, name, kind, JSON.stringify(settings), by],
      )
    },
    async saveDraft(workspaceId, botId, { name, settings, revision, by }) {
      const rows = await run<{ revision: number; changed: boolean }>(
        'Saving a draft',
        `update bots set name = coalesce($4, name), draft = coalesce($5::jsonb, draft), drafted_by = $6,
           revision = revision + 1
         where workspace_id = $1 and id = $2 and revision = $3
         returning revision, draft is distinct from settings as changed`,
        [workspaceId, botId, revision, name, settings === null ? null : JSON.stringify(settings), by],
      )
      return rows[0] ?? null
    },
    async publishDraft(workspaceId, botId, { revision, note, by }) {
      const rows = await run<{ version: number }>(
        'Publishing a bot',
        `with published as (
           update bots set settings = draft, version = version + 1
           where workspace_id = $1 and id = $2 and revision = $3 returning version, settings
         ) insert into bot_versions (workspace_id, bot_id, version, settings, note, published_by)
           select $1, $2, version, settings, $4, $5 from published returning version`,
        [workspaceId, botId, revision, note, by],
      )
      return rows[0]?.version ?? null
    },
    async removeBot(workspaceId, botId) {
      const rows = await run(
        'Deleting a bot',
        `delete from bots where workspace_id = $1 and id = $2
           and not exists (select from channels where workspace_id = $1 and bot_id = $2) returning id`,
        [workspaceId, botId],
      )
      return rows.length > 0
    },
    async shareBot(workspaceId, botId, shares) {
      await run(
        'Sharing a bot',
        // One statement sees one state: a row that is taken out cannot be put back by it, so those are updated.
        `with given as (select * from unnest($3::uuid[], $4::text[]) as given (team_id, may)),
         gone as (delete from bot_shares where workspace_id = $1 and bot_id = $2
           and team_id not in (select team_id from given))
         insert into bot_shares (workspace_id, bot_id, team_id, may)
         select $1, $2, team_id, may from given
         on conflict (workspace_id, bot_id, team_id) do update set may = excluded.may`,
        [workspaceId, botId, shares.map(share => share.teamId), shares.map(share => share.right)],
      )
    },
  }
}
