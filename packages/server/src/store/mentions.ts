// Mentions, read from the notes themselves: one that was committed cannot be missing, whoever was online.
import type pg from 'pg'
import type { Mention, MentionStore } from '../app/writing-store.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

const mentionsOf = `events e where e.workspace_id = $1 and e.type = 'NoteAdded' and e.data -> 'mentions' ? $2`

export function createMentionStore(pool: pg.Pool): MentionStore {
  const run = queryOn(pool)
  return {
    list: (workspaceId, agentId) =>
      run<Mention & pg.QueryResultRow>(
        'Listing mentions',
        'mentions-of-agent',
        `select m.conversation_id as "conversationId", m.seq, c.contact_name as "contactName",
           jsonb_build_object('id', m.actor ->> 'id', 'name', coalesce(m.actor ->> 'name', '')) as by,
           m.data ->> 'text' as text, ${utc('m.at')} as at, r.seq is not null as read
         from (select e.* from ${mentionsOf} order by e.at desc limit 200) m
         join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
         left join mention_reads r on r.workspace_id = m.workspace_id and r.agent_id = $3
           and r.conversation_id = m.conversation_id and r.seq = m.seq
         order by m.at desc, m.seq desc`,
        [workspaceId, agentId, agentId],
      ),
    async markRead(workspaceId, agentId, one) {
      const which = one ? ' and e.conversation_id = $4 and e.seq = $5' : ''
      await run(
        'Marking mentions as read',
        '',
        `insert into mention_reads (workspace_id, agent_id, conversation_id, seq)
         select e.workspace_id, $3, e.conversation_id, e.seq from ${mentionsOf}${which} on conflict do nothing`,
        [workspaceId, agentId, agentId, ...(one ? [one.conversationId, one.seq] : [])],
      )
    },
  }
}
