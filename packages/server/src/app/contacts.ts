// Who a contact is: what the workspace knows of a customer beside their conversations. Ordinary rows: nothing
// here is about control.
import type { AgentRef, ContactId, ConversationEvent, ConversationId, WorkspaceId } from '@baton/core'
import type { WayKind } from '@baton/protocol'
import type { Loaded } from './ports.ts'
import type { StatusEntry } from './status-entry.ts'

export interface WayRecord {
  readonly id: string
  readonly kind: WayKind
  readonly value: string
  readonly label: string
  readonly preferred: boolean
  readonly verified: { readonly at: string; readonly by: AgentRef } | null
  readonly createdAt: string
}

export interface ContactRecord {
  readonly id: ContactId
  readonly version: number
  readonly name: string
  readonly email: string | null
  readonly language: string | null
  readonly timeZone: string | null
  readonly attributes: Record<string, string>
  readonly ways: WayRecord[]
  /** Others in the workspace who can be reached by the same. */
  readonly sameAs: { id: string; name: string; value: string }[]
  readonly createdAt: string
}

/** What is left out stays. */
export interface ContactChange {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly language?: string | null | undefined
  readonly timeZone?: string | null | undefined
  readonly attributes?: Readonly<Record<string, string>> | undefined
}

export interface WayChange {
  readonly value?: string | undefined
  readonly label?: string | undefined
  readonly preferred?: boolean | undefined
  readonly verified?: boolean | undefined
  readonly removed?: boolean | undefined
}

export interface ContactKey {
  readonly workspaceId: WorkspaceId
  readonly contactId: ContactId
}

/** The conversations whose rows show the contact, and so changed with it. */
export type Changed = readonly ConversationId[]

export interface ContactStore {
  read(key: ContactKey): Promise<ContactRecord | null>
  /** `stale`: it is not of this version any more. */
  change(key: ContactKey, version: number, change: ContactChange): Promise<Changed | 'missing' | 'stale'>
  /** A way that is there already stays as it is; one that was removed comes back. */
  addWay(
    key: ContactKey,
    way: { readonly id: string; readonly kind: WayKind; readonly value: string; readonly label: string },
    by: AgentRef,
  ): Promise<Changed | 'missing'>
  wayKind(key: ContactKey, wayId: string): Promise<WayKind | null>
  /** `taken`: the contact has another way with this value. */
  changeWay(
    key: ContactKey,
    wayId: string,
    change: WayChange,
    by: AgentRef,
  ): Promise<Changed | 'missing' | 'taken'>
  /** One transaction: conversations, ways and what was unknown move from `otherId` to the contact. */
  merge(
    key: ContactKey,
    otherId: ContactId,
  ): Promise<{ readonly shownBy: Changed; readonly moved: Changed } | 'missing'>
  /** Begun last first; `after` is exclusive. */
  conversations(
    key: ContactKey,
    after: { readonly at: string; readonly id: string } | null,
    limit: number,
  ): Promise<readonly Loaded[]>
  /** What the episodes of these conversations are folded from, oldest first. */
  episodeEvents(
    workspaceId: WorkspaceId,
    conversationIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ConversationEvent[]>>
  setStatuses(workspaceId: WorkspaceId, statuses: readonly StatusEntry[]): Promise<void>
}
