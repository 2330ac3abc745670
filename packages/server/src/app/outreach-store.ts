// What talks that the team begins need of the database: batches, who is in them, and what came of each.
import type { AgentActor, BotId, ChannelId, ConversationId, Instant, WorkspaceId } from '@baton/core'
import type { ConversationKey } from './ports.ts'
import type { TemplateWish } from './templates.ts'

export type RecipientState = 'waiting' | 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped'

export interface Outreach {
  readonly workspaceId: WorkspaceId
  readonly id: string
  readonly channelId: ChannelId
  readonly name: string
  readonly template: TemplateWish
  readonly botId: BotId | null
  readonly by: Omit<AgentActor, 'kind'>
  readonly startsAt: Instant
  readonly perMinute: number
}

export interface Recipient {
  /** From 0, in the order of the list. */
  readonly n: number
  readonly address: string
  readonly name: string | null
  /** Null: the batch's own. */
  readonly variables: readonly string[] | null
  /** `waiting` ones are due one after the other, at the batch's rate. */
  readonly state: RecipientState
  readonly problem: string | null
}

export interface OutreachSummary extends Outreach {
  readonly createdAt: Instant
  readonly state: 'scheduled' | 'running' | 'done' | 'cancelled'
  readonly counts: Readonly<Record<RecipientState | 'total', number>>
}

export interface RecipientResult extends Pick<Recipient, 'n' | 'address' | 'name' | 'state' | 'problem'> {
  readonly conversationId: ConversationId | null
}

export interface DueRecipient {
  readonly outreach: Outreach
  readonly recipient: Recipient
}

/** Each call throws a PortFault when the database does not answer. */
export interface OutreachStore {
  /** One transaction. Without a start: now. */
  begin(
    outreach: Omit<Outreach, 'startsAt'> & { readonly startsAt: Instant | null },
    recipients: readonly Recipient[],
  ): Promise<void>
  /** The latest first. */
  list(
    workspaceId: WorkspaceId,
    limit: number,
    after: string | null,
  ): Promise<{ readonly items: readonly OutreachSummary[]; readonly next: string | null }>
  find(workspaceId: WorkspaceId, id: string): Promise<OutreachSummary | null>
  /** Those behind `after`, in the list's order. */
  recipients(
    workspaceId: WorkspaceId,
    id: string,
    after: number,
    limit: number,
  ): Promise<readonly RecipientResult[]>
  /** Who waits no more counts as skipped; answers how many. */
  cancel(workspaceId: WorkspaceId, id: string): Promise<number>
  /** Whose turn it is, of each batch as many as go in a second; theirs again in a minute unless it is settled. */
  due(): Promise<readonly DueRecipient[]>
  reached(outreach: Outreach, n: number, key: ConversationKey, messageSeq: number): Promise<void>
  settled(outreach: Outreach, n: number, state: 'failed' | 'skipped', problem: string): Promise<void>
  /**
   * Reads the logs that moved for what came of messages: those of these conversations, or (null) of all that were
   * written to in the last week. Answers how many were looked at, at most some hundreds in one go.
   */
  lookAgain(conversationIds: readonly ConversationId[] | null): Promise<number>
}
