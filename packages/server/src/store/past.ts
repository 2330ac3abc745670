// Conversations of a time, with their logs: for trying rules out. Read in batches, beside what is live.
import type { BotId, ChannelId, ContactId, ConversationEvent, ConversationId } from '@baton/core'
import type pg from 'pg'
import type { PastConversation, PastStore } from '../app/lab/past-store.ts'
import { minuteOf } from './minute.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

/** Something was said in it no earlier than `from`, and it began before `to`. */
const inTime = `workspace_id = $1 and moved_minute >= $2 and created_at < $3 and ($4::uuid is null or channel_id = $4)
  and seq > 0`

interface PastRecord {
  readonly id: ConversationId
  readonly channel_id: ChannelId
  readonly contact_id: ContactId
  readonly first_bot_id: BotId | null
  readonly name: string
  readonly email: string | null
  readonly language: string | null
  readonly attributes: Readonly<Record<string, string>>
  readonly log: readonly ConversationEvent[]
}

/** The log as one value: a row an event would name its conversation thousands of times. */
const readSql = `
select c.id, c.channel_id, c.contact_id, c.first_bot_id, k.name, k.email, k.language, k.attributes,
  coalesce((
    select json_agg(json_build_object('seq', e.seq, 'epoch', e.epoch, 'type', e.type, 'at', e.at_text,
      'actor', e.actor, 'data', e.data) order by e.seq)
    from (
      select seq, epoch, type, ${utc('at')} as at_text, actor, data from events
      where workspace_id = c.workspace_id and conversation_id = c.id and at < $3 order by seq limit $4
    ) e
  ), '[]'::json) as log
from conversations c join contacts k on k.workspace_id = c.workspace_id and k.id = c.contact_id
where c.workspace_id = $1 and c.id = any($2::uuid[])`

export function createPastStore(pool: pg.Pool): PastStore {
  const query = queryOn(pool)
  return {
    async pick({ workspaceId, from, to, channelId, sample }) {
      const values = [workspaceId, minuteOf(from), to, channelId]
      const [counted] = await query<{ n: string }>(
        'Counting past conversations',
        '',
        `select count(*) as n from conversations where ${inTime}`,
        values,
      )
      const picked = await query<{ id: ConversationId }>(
        'Picking past conversations',
        '',
        `select id from conversations where ${inTime} order by md5(id::text) limit $5`,
        [...values, sample],
      )
      return { total: Number(counted?.n ?? 0), ids: picked.map(({ id }) => id) }
    },
    async read(workspaceId, ids, to, eventsMax) {
      const rows = await query<PastRecord>('Reading past conversations', '', readSql, [
        workspaceId,
        ids,
        to,
        eventsMax,
      ])
      return rows.map(
        (row): PastConversation => ({
          founding: {
            conversationId: row.id,
            contactId: row.contact_id,
            channelId: row.channel_id,
            botId: row.first_bot_id,
          },
          contact: {
            name: row.name,
            email: row.email,
            language: row.language,
            attributes: row.attributes,
          },
          events: row.log,
        }),
      )
    },
  }
}
