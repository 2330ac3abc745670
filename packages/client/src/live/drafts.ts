// What bots are writing, put together from its pieces. It stands until its message takes its place, so that a
// reader sees one text that grows; half a text, with its beginning missing, is never shown.
import type { ServerMessage } from '@baton/protocol'

type Message<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>

/** What a bot is writing in a conversation; empty: nothing, or no more. */
export interface BotDraft {
  readonly conversationId: string
  readonly text: string
}

/** A draft that is over stands for this long: what became of it is still being written down. */
const standsMs = 1_000

export class Drafts {
  readonly #standing = new Map<string, { readonly turnId: string; readonly text: string }>()
  readonly #tell: (draft: BotDraft) => void

  constructor(tell: (draft: BotDraft) => void) {
    this.#tell = tell
  }

  hear(message: Message<'draft' | 'draft_over'>): void {
    const { conversationId, turnId } = message
    const before = this.#standing.get(conversationId)
    const known = before?.turnId === turnId ? before.text : ''
    if (message.type === 'draft') {
      if (message.at > known.length) return
      const text = known.slice(0, message.at) + message.text
      this.#standing.set(conversationId, { turnId, text })
      this.#tell({ conversationId, text })
    } else if (known) {
      setTimeout(() => {
        if (this.#standing.get(conversationId) === before) this.drop(conversationId)
      }, standsMs)
    }
  }

  /** What a bot said, or was kept from saying, takes the place of its draft. */
  settle({ conversationId, items }: Message<'events' | 'visitor_events'>): void {
    const said = items.some(
      ({ type, data }) =>
        type === 'MessageInterrupted' || (type === 'MessageSent' && 'from' in data && data.from === 'bot'),
    )
    if (said) this.drop(conversationId)
  }

  drop(conversationId: string): void {
    if (this.#standing.delete(conversationId)) this.#tell({ conversationId, text: '' })
  }

  dropAll(): void {
    for (const id of [...this.#standing.keys()]) this.drop(id)
  }
}
