// A row of `conversations` and what the application knows by it.
import type { BotId, ChannelId, ContactId, Conversation, Recall, Snapshot, WorkspaceId } from '@baton/core'
import { fromSnapshot } from '@baton/core'
import type { LastMessage, Loaded } from '../app/ports.ts'
import type { HearingJson } from './hearing-json.ts'
import { hearingFrom } from './hearing-json.ts'
import { utc } from './pool.ts'

export interface ConversationRecord {
  readonly workspace_id: WorkspaceId
  readonly id: string
  readonly channel_id: ChannelId
  readonly contact_id: ContactId
  readonly contact_name: string
  readonly contact_email: string | null
  readonly contact_version: number
  readonly first_bot_id: BotId | null
  readonly snapshot: Snapshot
  readonly snapshot_version: number
  readonly last_message: LastMessage | null
  readonly hearing: HearingJson | null
  /** Read for flights only. */
  readonly known?: Loaded['known']
  readonly moved_at: string
  readonly created_at: string
}

export function conversationColumns(alias: string): string {
  const plain = [
    'workspace_id',
    'id',
    'channel_id',
    'contact_id',
    'contact_name',
    'contact_email',
    'contact_version',
    'first_bot_id',
    'snapshot',
    'snapshot_version',
    'last_message',
    'hearing',
  ]
  const times = ['moved_at', 'created_at'].map(name => `${utc(`${alias}.${name}`)} as ${name}`)
  return [...plain.map(name => `${alias}.${name}`), ...times].join(', ')
}

export const nothingRecalled: Recall = { sends: new Map(), deliveries: new Map() }

export function loadedFrom(record: ConversationRecord, recall: Recall = nothingRecalled): Loaded {
  const state: Conversation = fromSnapshot(record.snapshot, recall)
  return {
    workspaceId: record.workspace_id,
    state,
    contact: {
      id: record.contact_id,
      name: record.contact_name,
      email: record.contact_email,
      version: record.contact_version,
    },
    channelId: record.channel_id,
    lastMessage: record.last_message,
    hearing: hearingFrom(record.hearing),
    ...(record.known ? { known: record.known } : {}),
    movedAt: record.moved_at,
    createdAt: record.created_at,
  }
}
