// Drafts in Postgres, one row a conversation, agent and kind. The condition of the write is what keeps one device
// from writing over what another one wrote meanwhile.
import type pg from 'pg'
import type { AgentDraft, DraftStore } from '../app/writing-store.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

const columns = `conversation_id as "conversationId", kind, body as text, version::int as version, device,
  ${utc('updated_at')} as "updatedAt"`
const byKey = 'workspace_id = $1 and agent_id = $2 and conversation_id = $3 and kind = $4'

type DraftRow = AgentDraft & pg.QueryResultRow

const keepSql = `
insert into drafts (workspace_id, agent_id, conversation_id, kind, body, device)
select workspace_id, $2, id, $4, $5, $6 from conversations where workspace_id = $1 and id = $3
on conflict (workspace_id, agent_id, conversation_id, kind) do update
set body = excluded.body, device = excluded.device, version = excluded.version, updated_at = clock_timestamp()
where drafts.version <= $7 or drafts.device = excluded.device or drafts.body = excluded.body
returning version::int as version`

export function createDraftStore(pool: pg.Pool): DraftStore {
  const run = queryOn(pool)
  return {
    list: (workspaceId, agentId) =>
      run<DraftRow>(
        'Listing drafts',
        'drafts-of-agent',
        `select ${columns} from drafts where workspace_id = $1 and agent_id = $2 order by updated_at desc limit 500`,
        [workspaceId, agentId],
      ),
    of: ({ workspaceId, conversationId }, agentId) =>
      run<DraftRow>(
        'Reading drafts',
        'drafts-of-conversation',
        `select ${columns} from drafts where workspace_id = $1 and agent_id = $2 and conversation_id = $3`,
        [workspaceId, agentId, conversationId],
      ),
    async keep({ workspaceId, agentId, conversationId, kind }, { text, device, base }) {
      const key = [workspaceId, agentId, conversationId, kind]
      const written =
        text === ''
          ? await run<{ version: number }>(
              'Forgetting a draft',
              'draft-clear',
              `delete from drafts where ${byKey} and (version <= $6 or device = $5) returning version::int as version`,
              [...key, device, base],
            )
          : await run<{ version: number }>('Keeping a draft', 'draft-keep', keepSql, [
              ...key,
              text,
              device,
              base,
            ])
      if (written[0]) return { version: written[0].version }
      const [there] = await run<{ draft: boolean } & DraftRow>(
        'Reading a draft',
        'draft-standing',
        `select d.version is not null as draft, d.conversation_id as "conversationId", d.kind, d.body as text,
           d.version::int as version, d.device, ${utc('d.updated_at')} as "updatedAt"
         from conversations c left join drafts d on d.workspace_id = c.workspace_id and d.conversation_id = c.id
           and d.agent_id = $2 and d.kind = $4
         where c.workspace_id = $1 and c.id = $3`,
        key,
      )
      if (!there) return null
      const { draft, ...other } = there
      // Gone already, which is what was wanted.
      return draft ? { other } : { version: base }
    },
    async forget({ workspaceId, agentId, conversationId, kind }, text) {
      const rows = await run(
        'Forgetting a draft',
        'draft-forget',
        `delete from drafts where ${byKey} and btrim(body, E' \\t\\r\\n') = btrim($5, E' \\t\\r\\n') returning version`,
        [workspaceId, agentId, conversationId, kind, text],
      )
      return rows.length > 0
    },
    async attributes({ workspaceId, conversationId }) {
      const [row] = await run<{ attributes: Record<string, string> }>(
        'Reading a contact',
        'contact-attributes',
        `select p.attributes from conversations c join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
         where c.workspace_id = $1 and c.id = $2`,
        [workspaceId, conversationId],
      )
      return row?.attributes ?? null
    },
  }
}
