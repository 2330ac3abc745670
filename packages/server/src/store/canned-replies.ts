// Canned replies in Postgres. Shortcuts are unique among the same people by an index, whoever writes at once.
import type { WorkspaceId } from '@baton/core'
import type pg from 'pg'
import type { CannedReply, CannedReplyStore, ReplyContent } from '../app/writing-store.ts'
import { asPortFault, utc } from './pool.ts'
import { queryOn } from './query.ts'

const columns = `id, shortcut, title, body as text, language, owner_id as "ownerId", team_id as "teamId", version,
  updated_by as "updatedBy", ${utc('updated_at')} as "updatedAt"`
const people = `workspace_id, shortcut, coalesce(owner_id, team_id, '00000000-0000-0000-0000-000000000000')`

type ReplyRow = CannedReply & pg.QueryResultRow

function valuesOf({ shortcut, title, text, language, ownerId, teamId }: ReplyContent): unknown[] {
  return [shortcut, title, text, language, ownerId, teamId]
}

export function createCannedReplyStore(pool: pg.Pool): CannedReplyStore {
  const run = queryOn(pool)

  async function read(workspaceId: WorkspaceId, id: string): Promise<CannedReply | null> {
    const [row] = await run<ReplyRow>(
      'Reading a canned reply',
      '',
      `select ${columns} from canned_replies where workspace_id = $1 and id = $2`,
      [workspaceId, id],
    )
    return row ?? null
  }

  return {
    read,
    list: workspaceId =>
      run<ReplyRow>(
        'Listing canned replies',
        'canned-replies',
        `select ${columns} from canned_replies where workspace_id = $1 order by shortcut, id`,
        [workspaceId],
      ),
    async add(workspaceId, id, by, content) {
      const [row] = await run<ReplyRow>(
        'Adding a canned reply',
        '',
        `insert into canned_replies (workspace_id, id, updated_by, shortcut, title, body, language, owner_id, team_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (${people}) do nothing returning ${columns}`,
        [workspaceId, id, by, ...valuesOf(content)],
      )
      return row ?? null
    },
    async change(workspaceId, id, by, version, content) {
      try {
        const { rows } = await pool.query<ReplyRow>(
          `update canned_replies set updated_by = $3, shortcut = $5, title = $6, body = $7, language = $8, owner_id = $9,
             team_id = $10, version = version + 1, updated_at = clock_timestamp()
           where workspace_id = $1 and id = $2 and version = $4 returning ${columns}`,
          [workspaceId, id, by, version, ...valuesOf(content)],
        )
        return rows[0] ?? 'changed'
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === '23505') return 'taken'
        throw asPortFault('Changing a canned reply', error)
      }
    },
    async addAll(workspaceId, by, replies) {
      const column = (of: (reply: ReplyContent & { readonly id: string }) => string | null) => replies.map(of)
      const rows = await run<{ added: boolean }>(
        'Adding canned replies',
        '',
        `insert into canned_replies (workspace_id, id, updated_by, shortcut, title, body, language, owner_id, team_id)
         select $1, i, $2, s, t, b, l, o, m
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[])
           as x (i, s, t, b, l, o, m)
         on conflict (${people}) do update
         set title = excluded.title, body = excluded.body, language = excluded.language,
             updated_by = excluded.updated_by, version = canned_replies.version + 1, updated_at = clock_timestamp()
         returning version = 1 as added`,
        [
          workspaceId,
          by,
          column(({ id }) => id),
          column(({ shortcut }) => shortcut),
          column(({ title }) => title),
          column(({ text }) => text),
          column(({ language }) => language),
          column(({ ownerId }) => ownerId),
          column(({ teamId }) => teamId),
        ],
      )
      const added = rows.filter(row => row.added).length
      return { added, changed: rows.length - added }
    },
    async remove(workspaceId, id) {
      await run(
        'Removing a canned reply',
        '',
        'delete from canned_replies where workspace_id = $1 and id = $2',
        [workspaceId, id],
      )
    },
  }
}
