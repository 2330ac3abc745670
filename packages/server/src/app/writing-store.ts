// What is kept to help agents write. Every call names its workspace, and throws a PortFault when the database does
// not answer.
import type { AgentId, ConversationId, Instant, TeamId, WorkspaceId } from '@baton/core'
import type { ConversationKey } from './ports.ts'

export interface ReplyContent {
  readonly shortcut: string
  readonly title: string
  readonly text: string
  readonly language: string | null
  /** Of this agent alone. Never beside a team. */
  readonly ownerId: AgentId | null
  /** With neither: everybody's. */
  readonly teamId: TeamId | null
}

export interface CannedReply extends ReplyContent {
  readonly id: string
  readonly version: number
  readonly updatedBy: AgentId
  readonly updatedAt: Instant
}

export interface CannedReplyStore {
  list(workspaceId: WorkspaceId): Promise<readonly CannedReply[]>
  read(workspaceId: WorkspaceId, id: string): Promise<CannedReply | null>
  /** Null: the shortcut is taken among the same people. */
  add(workspaceId: WorkspaceId, id: string, by: AgentId, content: ReplyContent): Promise<CannedReply | null>
  /** `changed`: another version is there now; `taken`: the shortcut is. */
  change(
    workspaceId: WorkspaceId,
    id: string,
    by: AgentId,
    version: number,
    content: ReplyContent,
  ): Promise<CannedReply | 'changed' | 'taken'>
  /** One with the same shortcut among the same people takes the place of the other. All or none. */
  addAll(
    workspaceId: WorkspaceId,
    by: AgentId,
    replies: readonly (ReplyContent & { readonly id: string })[],
  ): Promise<{ readonly added: number; readonly changed: number }>
  remove(workspaceId: WorkspaceId, id: string): Promise<void>
}

export type DraftKind = 'reply' | 'note' | 'guide'

export interface DraftKey extends ConversationKey {
  readonly agentId: AgentId
  readonly kind: DraftKind
}

export interface AgentDraft {
  readonly conversationId: ConversationId
  readonly kind: DraftKind
  readonly text: string
  readonly version: number
  readonly device: string
  readonly updatedAt: Instant
}

export interface DraftStore {
  /** Newest first, at most 500. */
  list(workspaceId: WorkspaceId, agentId: AgentId): Promise<readonly AgentDraft[]>
  of(key: ConversationKey, agentId: AgentId): Promise<readonly AgentDraft[]>
  /**
   * Kept when nothing newer of another device stands there; empty text takes it out. Otherwise the draft that
   * stands. Null: there is no such conversation.
   */
  keep(
    key: DraftKey,
    draft: { readonly text: string; readonly device: string; readonly base: number },
  ): Promise<{ readonly version: number } | { readonly other: AgentDraft } | null>
  /** Takes it out if this is what it says. Whether it was there. */
  forget(key: DraftKey, text: string): Promise<boolean>
  /** What the contact of a conversation is known by; null: there is no such conversation. */
  attributes(key: ConversationKey): Promise<Readonly<Record<string, string>> | null>
}

export interface Mention {
  readonly conversationId: ConversationId
  readonly seq: number
  readonly contactName: string
  readonly by: { readonly id: AgentId; readonly name: string }
  readonly text: string
  readonly at: Instant
  readonly read: boolean
}

export interface MentionStore {
  /** Newest first, at most 200. */
  list(workspaceId: WorkspaceId, agentId: AgentId): Promise<readonly Mention[]>
  /** One, or all when none is named. */
  markRead(
    workspaceId: WorkspaceId,
    agentId: AgentId,
    one: { readonly conversationId: ConversationId; readonly seq: number } | null,
  ): Promise<void>
}

export interface WritingStore {
  readonly replies: CannedReplyStore
  readonly drafts: DraftStore
  readonly mentions: MentionStore
}
