// Who follows what, and what they get. A reader stands at a cursor and is only ever extended from there; when
// the next events do not follow on, it is caught up from the log (DL2).
import type { ConversationId } from '@baton/core'
import type { EncodedEvent, Committed, ConversationKey, ConversationStore } from './ports.ts'
import { eventsJson, visitorItems } from './encode.ts'

export type View = 'agent' | 'visitor'

/** One socket. `push` takes one message as JSON text. */
export interface Reader {
  readonly view: View
  push(message: string): void
}

interface Following {
  readonly reader: Reader
  readonly key: ConversationKey
  /** Of the last event that was considered for this reader. */
  cursor: number
  /** Where the reader itself stands; behind `cursor` by what a visitor is not shown. */
  told: number
  catching: boolean
  /** Something was committed while catching up. */
  again: boolean
}

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
  isFollowed(conversationId: ConversationId): boolean
}

const pageSize = 500

function frame(view: View, conversationId: string, after: number, cursor: number, items: string): string {
  const type = view === 'agent' ? 'events' : 'visitor_events'
  return `{"type":"${type}","conversationId":"${conversationId}","after":${after},"cursor":${cursor},"items":${items}}`
}

export function createFeed(store: ConversationStore, onFault: (fault: unknown) => void): Feed {
  const byConversation = new Map<ConversationId, Set<Following>>()
  const byReader = new Map<Reader, Map<ConversationId, Following>>()

  /** Items as each view gets them, made once for all readers of a batch. */
  function itemsOnce(events: readonly EncodedEvent[]): (view: View) => { readonly json: string; readonly empty: boolean } {
    const made = new Map<View, { json: string; empty: boolean }>()
    return view => {
      const before = made.get(view)
      if (before) return before
      const shown = view === 'visitor' ? visitorItems(events) : events
      const json = view === 'visitor' ? JSON.stringify(shown) : eventsJson(events)
      const one = { json, empty: shown.length === 0 }
      made.set(view, one)
      return one
    }
  }

  function extend(following: Following, cursor: number, items: { readonly json: string; readonly empty: boolean }): void {
    following.cursor = cursor
    // A visitor is not woken for what is not shown; the next frame carries the cursor over it.
    if (items.empty) return
    const { reader, key } = following
    reader.push(frame(reader.view, key.conversationId, following.told, cursor, items.json))
    following.told = cursor
  }

  async function catchUp(following: Following): Promise<void> {
    if (following.catching) {
      following.again = true
      return
    }
    following.catching = true
    try {
      do {
        following.again = false
        for (;;) {
          const events = await store.events(following.key, following.cursor, pageSize)
          const last = events.at(-1)
          if (!last || !isCurrent(following)) break
          extend(following, last.event.seq, itemsOnce(events)(following.reader.view))
          if (events.length < pageSize) break
        }
      } while (following.again)
    } catch (fault) {
      onFault(fault)
      // Better told to come back than left behind in silence.
      following.reader.push(
        `{"type":"reload","conversationId":"${following.key.conversationId}","reason":"The log could not be read. Following again."}`,
      )
      remove(following)
    } finally {
      following.catching = false
    }
  }

  function isCurrent(following: Following): boolean {
    return byReader.get(following.reader)?.get(following.key.conversationId) === following
  }

  function remove(following: Following): void {
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
      const following: Following = { reader, key, cursor: after, told: after, catching: false, again: false }
      const all = byConversation.get(key.conversationId) ?? new Set()
      byConversation.set(key.conversationId, all.add(following))
      const mine = byReader.get(reader) ?? new Map<ConversationId, Following>()
      byReader.set(reader, mine.set(key.conversationId, following))
      void catchUp(following)
    },
    unfollow,
    leave(reader) {
      for (const following of byReader.get(reader)?.values() ?? []) remove(following)
    },
    publish(committed) {
      for (const { loaded, events } of committed) {
        const all = byConversation.get(loaded.state.conversationId)
        const [first] = events
        const last = events.at(-1)
        if (!all || !first || !last) continue
        const items = itemsOnce(events)
        for (const following of all) {
          if (following.catching) following.again = true
          else if (following.cursor === first.event.seq - 1) extend(following, last.event.seq, items(following.reader.view))
          else if (following.cursor < first.event.seq) void catchUp(following)
        }
      }
    },
    changedElsewhere(conversationId) {
      for (const following of byConversation.get(conversationId) ?? []) void catchUp(following)
    },
    catchUpAll() {
      for (const all of byConversation.values()) for (const following of all) void catchUp(following)
    },
    followersOf: conversationId => [...(byConversation.get(conversationId) ?? [])].map(following => following.reader),
    isFollowed: conversationId => byConversation.has(conversationId),
  }
}
