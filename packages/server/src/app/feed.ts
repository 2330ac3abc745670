// Who follows what.
import type { ConversationId } from '@baton/core'
import type { Following, Reader } from './following.ts'
import { createFollowing, itemsOnce } from './following.ts'
import type { Committed, ConversationKey, ConversationStore } from './ports.ts'

export interface Feed {
  /** Follows a conversation from `after`; following it anew moves the cursor. */
  follow(reader: Reader, key: ConversationKey, after: number): void
  unfollow(reader: Reader, conversationId: ConversationId): void
  leave(reader: Reader): void
  publish(committed: readonly Committed[]): void
  /** Committed by another server: what exactly, is in the log. */
  changedElsewhere(conversationId: ConversationId): void
  /** News may have been lost: everything that is followed is caught up. */
  catchUpAll(): void
  followersOf(conversationId: ConversationId): readonly Reader[]
}

export function createFeed(store: ConversationStore, onFault: (fault: unknown) => void): Feed {
  const byConversation = new Map<ConversationId, Set<Following>>()
  const byReader = new Map<Reader, Map<ConversationId, Following>>()

  function remove(following: Following): void {
    following.stop()
    const { reader, key } = following
    const all = byConversation.get(key.conversationId)
    all?.delete(following)
    if (all?.size === 0) byConversation.delete(key.conversationId)
    const mine = byReader.get(reader)
    if (mine?.get(key.conversationId) === following) mine.delete(key.conversationId)
    if (mine?.size === 0) byReader.delete(reader)
  }

  function unfollow(reader: Reader, conversationId: ConversationId): void {
    const following = byReader.get(reader)?.get(conversationId)
    if (following) remove(following)
  }

  return {
    follow(reader, key, after) {
      unfollow(reader, key.conversationId)
      const onLost = (fault: unknown) => {
        onFault(fault)
        unfollow(reader, key.conversationId)
        // Better told to come back than left behind in silence.
        const reason = 'The log could not be read. Follow again.'
        reader.push(JSON.stringify({ type: 'reload', conversationId: key.conversationId, reason }))
      }
      const following = createFollowing({ reader, key, after, store, onLost })
      const all = byConversation.get(key.conversationId) ?? new Set()
      byConversation.set(key.conversationId, all.add(following))
      const mine = byReader.get(reader) ?? new Map<ConversationId, Following>()
      byReader.set(reader, mine.set(key.conversationId, following))
      following.catchUp()
    },
    unfollow,
    leave(reader) {
      for (const following of [...(byReader.get(reader)?.values() ?? [])]) remove(following)
    },
    publish(committed) {
      for (const { loaded, events } of committed) {
        const all = byConversation.get(loaded.state.conversationId)
        const first = events[0]?.event.seq
        const last = events.at(-1)?.event.seq
        if (!all || first === undefined || last === undefined) continue
        const items = itemsOnce(events)
        for (const following of all) following.offer(first, last, items)
      }
    },
    changedElsewhere(conversationId) {
      for (const following of byConversation.get(conversationId) ?? []) following.catchUp()
    },
    catchUpAll() {
      for (const all of byConversation.values()) for (const following of all) following.catchUp()
    },
    followersOf: conversationId =>
      [...(byConversation.get(conversationId) ?? [])].map(({ reader }) => reader),
  }
}
