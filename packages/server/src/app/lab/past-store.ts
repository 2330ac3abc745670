// What was said before, read in batches: for trying rules out. What it asks of the store is all that is here.
import type {
  ChannelId,
  ConversationEvent,
  ConversationId,
  Founding,
  Instant,
  WorkspaceId,
} from '@baton/core'

export interface PastAsked {
  readonly workspaceId: WorkspaceId
  /** Conversations in which something was said between the two. */
  readonly from: Instant
  readonly to: Instant
  readonly channelId: ChannelId | null
  /** At most this many, by chance; the same ones when asked again. */
  readonly sample: number
}

export interface PastPicked {
  /** How many there are in all. */
  readonly total: number
  readonly ids: readonly ConversationId[]
}

export interface PastConversation {
  readonly founding: Founding
  readonly contact: {
    readonly name: string
    readonly email: string | null
    readonly language: string | null
    readonly attributes: Readonly<Record<string, string>>
  }
  /** From its beginning, as far as one reads. */
  readonly events: readonly ConversationEvent[]
}

export interface PastStore {
  pick(asked: PastAsked): Promise<PastPicked>
  /** Of each at most the first `eventsMax` events before `to`. Those that are gone are left out. */
  read(
    workspaceId: WorkspaceId,
    ids: readonly ConversationId[],
    to: Instant,
    eventsMax: number,
  ): Promise<readonly PastConversation[]>
}
