// Briefs that a model wrote, one a conversation and language.
import type pg from 'pg'
import type { BriefStore, WrittenBrief, WrittenLine } from '../app/briefs.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

export function createBriefStore(pool: pg.Pool): BriefStore {
  const query = queryOn(pool)
  return {
    async readBrief({ workspaceId, conversationId }, language) {
      const rows = await query<{ lines: readonly WrittenLine[]; seq: number; made_at: string }>(
        'Reading a brief',
        'brief-read',
        `select lines, seq, ${utc('made_at')} as made_at from briefs
         where workspace_id = $1 and conversation_id = $2 and language = $3`,
        [workspaceId, conversationId, language],
      )
      const [row] = rows
      const brief: WrittenBrief | null = row ? { lines: row.lines, seq: row.seq, madeAt: row.made_at } : null
      return brief
    },
    async keepBrief({ workspaceId, conversationId }, language, { lines, seq, madeAt }) {
      await query(
        'Keeping a brief',
        'brief-keep',
        `insert into briefs (workspace_id, conversation_id, language, seq, lines, made_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (workspace_id, conversation_id, language)
         do update set seq = excluded.seq, lines = excluded.lines, made_at = excluded.made_at
         where briefs.seq <= excluded.seq`,
        [workspaceId, conversationId, language, seq, JSON.stringify(lines), madeAt],
      )
    },
  }
}
