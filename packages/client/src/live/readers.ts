// Readers of conversations over one line. Each keeps its own cursor; a conversation is followed once on the
// line, from the cursor of its hindmost reader, and again from there after every break or gap [DL2].
import type { VisitorItem } from '@baton/core'
import type { ClientMessage, ServerMessage } from '@baton/protocol'
import { cutFrame, type Frame } from '../frame.ts'

type EventsMessage = Extract<ServerMessage, { type: 'events' }>
type VisitorEventsMessage = Extract<ServerMessage, { type: 'visitor_events' }>

/** One line of a conversation's log, as an agent sees it. */
export type EventRow = EventsMessage['items'][number]

interface Reader<Id, Item> {
  /** Null: the visitor's own. */
  readonly conversationId: Id
  /** The `seq` up to which the caller has read; 0 for all. */
  readonly after: number
  /** Gap-free and never twice. Empty items: everything up to `cursor` is nothing for this reader. */
  readonly onItems: (frame: Frame<Item>) => void
  /** Forget what was read: everything comes again from 0. */
  readonly onReload?: (reason: string) => void
}
export type AgentReader = Reader<string, EventRow>
export type VisitorReader = Reader<null, VisitorItem>

interface Place {
  cursor: number
  /** Asked to follow from `cursor`, and not yet answered. */
  asked: boolean
  /** A frame came that reaches this far, and could not be taken: something was missing before it. */
  ahead: number
  readonly conversationId: string | null
  readonly take: (frame: EventsMessage | VisitorEventsMessage, cursor: number) => void
  readonly onReload: (reason: string) => void
}

export class Readers {
  readonly #places = new Set<Place>()
  readonly #send: (message: ClientMessage) => boolean

  constructor(send: (message: ClientMessage) => boolean) {
    this.#send = send
  }

  follow(reader: AgentReader | VisitorReader): () => void {
    const place: Place = {
      cursor: reader.after,
      asked: false,
      ahead: 0,
      conversationId: reader.conversationId,
      take: takerOf(reader),
      onReload: reader.onReload ?? (() => {}),
    }
    this.#places.add(place)
    this.#ask(place.conversationId)
    return () => this.#leave(place)
  }

  /** The line is new: nothing is followed on it yet. */
  followAll(): void {
    for (const place of this.#places) place.asked = false
    for (const id of new Set([...this.#places].map(place => place.conversationId))) this.#ask(id)
  }

  /** A question may have crossed with a break at the server: ask again. */
  followUnanswered(): void {
    const ids = [...this.#places].filter(place => place.asked).map(place => place.conversationId)
    for (const id of new Set(ids)) this.#ask(id)
  }

  /** Whether it was news to a reader, and not the answer to a question of ours. */
  hear(message: EventsMessage | VisitorEventsMessage): boolean {
    let isNews = false
    for (const place of [...this.#places]) {
      if (place.conversationId !== null && place.conversationId !== message.conversationId) continue
      const { outcome } = cutFrame<{ seq: number }>(place.cursor, message)
      if (outcome === 'gap') {
        place.ahead = Math.max(place.ahead, message.cursor)
        if (!place.asked) this.#ask(place.conversationId)
        continue
      }
      // An answer without news still says that the reader has all there is.
      if (outcome === 'known' && !(place.asked && message.cursor === place.cursor)) continue
      const from = place.cursor
      isNews ||= !place.asked
      place.cursor = message.cursor
      place.asked = false
      place.take(message, from)
      // The answer was on its way before what came too early.
      if (place.cursor < place.ahead) this.#ask(place.conversationId)
    }
    return isNews
  }

  reload(conversationId: string | null, reason: string): void {
    const touched = [...this.#places].filter(
      place =>
        conversationId === null || place.conversationId === null || place.conversationId === conversationId,
    )
    for (const place of touched) {
      place.cursor = 0
      place.ahead = 0
      place.onReload(reason)
    }
    for (const id of new Set(touched.map(place => place.conversationId))) this.#ask(id)
  }

  #ask(conversationId: string | null): void {
    const places = this.#of(conversationId)
    if (places.length === 0) return
    const after = Math.min(...places.map(place => place.cursor))
    const sent = this.#send({
      type: 'follow',
      after,
      ...(conversationId === null ? {} : { conversationId: wireId(conversationId) }),
    })
    if (sent) for (const place of places) place.asked = true
  }

  #leave(place: Place): void {
    if (!this.#places.delete(place)) return
    const { conversationId } = place
    if (conversationId === null || this.#of(conversationId).length > 0) return
    this.#send({ type: 'unfollow', conversationId: wireId(conversationId) })
  }

  #of(conversationId: string | null): Place[] {
    return [...this.#places].filter(place => place.conversationId === conversationId)
  }
}

type WireId = Extract<ClientMessage, { type: 'unfollow' }>['conversationId']

/** Branded ids are born where input is parsed, which is the server's edge: out here an id is text. */
export function wireId(id: string): WireId {
  return id as WireId
}

function takerOf(reader: AgentReader | VisitorReader): Place['take'] {
  return (message, cursor) => {
    const cut = { after: cursor, cursor: message.cursor }
    const isNew = (item: { readonly seq: number }) => item.seq > cursor
    if (reader.conversationId === null) {
      const items = message.items.filter(isNew) as readonly object[] as readonly VisitorItem[]
      reader.onItems({ ...cut, items })
    } else if (message.type === 'events') {
      reader.onItems({ ...cut, items: message.items.filter(isNew) })
    }
  }
}
