// A snapshot of another version of Baton is not converted: the log is folded anew.
import type { ConversationEvent, ConversationId } from '@baton/core'
import { evolve, newConversation, snapshotVersion, toSnapshot } from '@baton/core'
import type { ConversationRecord } from './conversation-record.ts'
import { utc } from './pool.ts'

type Rows = (text: string, values: unknown[]) => Promise<ConversationEvent[]>

const logSql = `select seq, epoch, type, ${utc('at')} as at, actor, data from events
where workspace_id = $1 and conversation_id = $2 order by seq`

/** The record with a snapshot of this version. */
export async function currentRecord<Row extends ConversationRecord>(record: Row, rows: Rows): Promise<Row> {
  if (record.snapshot_version === snapshotVersion) return record
  const founding = {
    conversationId: record.id as ConversationId,
    contactId: record.contact_id,
    channelId: record.channel_id,
    botId: record.first_bot_id,
  }
  const log = await rows(logSql, [record.workspace_id, record.id])
  const state = log.reduce(evolve, newConversation(founding))
  return { ...record, snapshot: toSnapshot(state), snapshot_version: snapshotVersion }
}
