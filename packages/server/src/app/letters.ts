// From a row of the outbox to what its channel is handed: the message, whom it is for, what it quotes.
import type { ConversationEvent, Part } from '@baton/core'
import type { Letter, OutboundMedia } from './channel-port.ts'
import { MediaFault } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Lines, OpenLine } from './lines.ts'
import type { Media } from './media.ts'
import type { ConversationKey, ConversationStore, Outbox, OutboxRow } from './ports.ts'

export interface Letters {
  /** `nothing`: there is no such message. `no_line`: nobody to hand it to. */
  of(
    key: ConversationKey,
    messageSeq: number,
  ): Promise<{ readonly line: OpenLine; readonly letter: Letter } | 'nothing' | 'no_line'>
  drop(row: OutboxRow): Promise<void>
}

export interface LettersOptions {
  readonly store: Pick<ConversationStore, 'read' | 'events'>
  readonly outbox: Pick<Outbox, 'drop'>
  readonly channels: ChannelStore
  readonly lines: Lines
  readonly media: Media
  readonly publicUrl: () => string
}

type Sent = Extract<ConversationEvent, { type: 'MessageSent' }>

export function createLetters(options: LettersOptions): Letters {
  const { store, outbox, channels, lines, media, publicUrl } = options

  async function eventAt(key: ConversationKey, seq: number): Promise<ConversationEvent | null> {
    const [found] = await store.events(key, seq - 1, 1)
    return found?.event.seq === seq ? found.event : null
  }

  async function quoteOf(key: ConversationKey, line: OpenLine, replyTo: number | undefined) {
    if (replyTo === undefined) return null
    const quoted = await eventAt(key, replyTo)
    if (quoted?.type === 'MessageReceived') return quoted.data.clientId
    const { workspaceId, id: channelId } = line.line
    return channels.externalIdOf(key, { workspaceId, channelId }, replyTo)
  }

  const fileOf =
    (key: ConversationKey) =>
    async (mediaId: string): Promise<OutboundMedia> => {
      const row = await media.find(mediaId)
      if (!row || row.workspaceId !== key.workspaceId || row.conversationId !== key.conversationId)
        throw new MediaFault('expired', { retryable: false })
      return {
        mimeType: row.mimeType,
        name: row.name,
        sizeBytes: row.sizeBytes,
        async open() {
          const body = await media.open(row)
          if (!body) throw new MediaFault('expired', { retryable: false })
          return body
        },
        link: async () => `${publicUrl()}${media.links.sign(row.id).url}`,
      }
    }

  function partsOf(event: Sent): readonly Part[] {
    return event.data.parts
  }

  return {
    async of(key, messageSeq) {
      const event = await eventAt(key, messageSeq)
      if (event?.type !== 'MessageSent') return 'nothing'
      const loaded = await store.read(key)
      if (!loaded) return 'nothing'
      const line = await lines.open(key.workspaceId, loaded.channelId)
      const to = await channels.addressOf(key)
      if (!line || !to) return 'no_line'
      const { messageId, from, replyTo } = event.data
      const letter: Letter = {
        key,
        messageId,
        messageSeq,
        step: 0,
        to: { address: to.address, aliases: to.aliases },
        thread: to.thread,
        contactName: loaded.contact.name,
        parts: partsOf(event),
        replyTo: await quoteOf(key, line, replyTo),
        from,
        author: event.actor.kind === 'agent' ? event.actor.name : null,
        lastInbound: await channels.lastInbound(key),
        media: fileOf(key),
      }
      return { line, letter }
    },
    drop: row => outbox.drop(row),
  }
}
