// One reader at its cursor in one conversation. It is only ever extended from where it stands (DL2): events that
// do not follow on are fetched from the log first.
import { eventsJson, visitorItems } from './encode.ts'
import type { ConversationKey, ConversationStore, EncodedEvent } from './ports.ts'

export type View = 'agent' | 'visitor'

/** One socket. `push` takes one message as JSON text. */
export interface Reader {
  readonly view: View
  push(message: string): void
}

export interface Items {
  readonly json: string
  readonly empty: boolean
}

const pageSize = 500

/** Items as each view gets them, made once for all readers of a batch. */
export function itemsOnce(events: readonly EncodedEvent[]): (view: View) => Items {
  const made = new Map<View, Items>()
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

export interface Following {
  readonly reader: Reader
  readonly key: ConversationKey
  /** The events from `first` to `last` were committed here. */
  offer(first: number, last: number, items: (view: View) => Items): void
  /** Something was committed of which this server only knows that it was. */
  catchUp(): void
  stop(): void
}

export interface FollowingOptions {
  readonly reader: Reader
  readonly key: ConversationKey
  readonly after: number
  readonly store: ConversationStore
  readonly onLost: (fault: unknown) => void
}

export function createFollowing({ reader, key, after, store, onLost }: FollowingOptions): Following {
  /** Of the last event that was considered for this reader. */
  let cursor = after
  /** Where the reader itself stands; behind `cursor` by what a visitor is not shown. */
  let told = after
  let answered = false
  let catching = false
  let again = false
  let stopped = false

  function tell(json: string): void {
    const type = reader.view === 'agent' ? 'events' : 'visitor_events'
    reader.push(
      `{"type":"${type}","conversationId":"${key.conversationId}","after":${told},"cursor":${cursor},"items":${json}}`,
    )
    told = cursor
    answered = true
  }

  function extend(last: number, items: Items): void {
    cursor = last
    // A visitor is not woken for what is not shown; the next frame carries the cursor over it.
    if (!items.empty) tell(items.json)
  }

  async function readOn(): Promise<void> {
    do {
      again = false
      let events: readonly EncodedEvent[]
      do {
        events = await store.events(key, cursor, pageSize)
        const last = events.at(-1)
        if (!last || stopped) break
        extend(last.event.seq, itemsOnce(events)(reader.view))
      } while (events.length === pageSize)
    } while (again && !stopped)
    // Whoever asks is answered, also when there is nothing new: so it knows that it has all there is.
    if (!answered && !stopped) tell('[]')
  }

  function catchUp(): void {
    if (catching) {
      again = true
      return
    }
    catching = true
    readOn().then(
      () => {
        catching = false
        // Offered between the last page and now.
        if (again && !stopped) catchUp()
      },
      fault => {
        catching = false
        if (!stopped) onLost(fault)
      },
    )
  }

  return {
    reader,
    key,
    offer(first, last, items) {
      if (catching) again = true
      else if (cursor === first - 1) extend(last, items(reader.view))
      else if (cursor < first) catchUp()
    },
    catchUp,
    stop() {
      stopped = true
    },
  }
}
