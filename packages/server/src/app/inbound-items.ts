// From what a channel said to a command on the conversation that it is about.
import type { AgentActor, Command, ContactActor, Part, Parts } from '@baton/core'
import { v5 } from 'uuid'
import type { InboundItem, InboundPart } from './channel-port.ts'

export type ItemOf<T extends InboundItem['type']> = Extract<InboundItem, { type: T }>

/** The same file of the same message has the same id, however often it is delivered (DL1). */
export function mediaIdOf(channelId: string, externalId: string, n: number): string {
  return v5(`${externalId} ${n}`, channelId)
}

export function partsFrom(channelId: string, externalId: string, parts: readonly InboundPart[]): Parts {
  return parts.map((part, n): Part => {
    if (part.kind !== 'media') return part
    const { ref, name, mimeType, sizeBytes, caption, shape, kept } = part
    return {
      kind: 'media',
      mediaId: mediaIdOf(channelId, externalId, n),
      mimeType,
      name,
      sizeBytes,
      ...(caption ? { caption } : {}),
      ...(shape ? { shape } : {}),
      ...(kept ?? { pending: ref }),
    }
  })
}

/** Postgres' jsonb refuses these two, and a channel's words are no reason to refuse its call. */
export function storable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for.
  return text.replaceAll(/\u0000/g, '').replaceAll(/\p{Surrogate}/gu, '\ufffd')
}

function storablePart(part: Part): Part {
  return JSON.parse(JSON.stringify(part), (_, value) => (typeof value === 'string' ? storable(value) : value))
}

export const storableParts = (parts: Parts): Parts => parts.map(storablePart)

export function received(
  actor: ContactActor,
  channelId: string,
  item: ItemOf<'message'>,
  replyTo: number | null,
): Command {
  const parts = storableParts(partsFrom(channelId, item.externalId, item.parts))
  const quote = replyTo === null ? {} : { replyTo }
  const automatic = item.automatic ? { automatic: true } : {}
  const ours = !item.standby
  return { type: 'ReceiveMessage', actor, clientId: item.externalId, parts, ours, ...quote, ...automatic }
}

export function echoed(actor: AgentActor, channelId: string, item: ItemOf<'echo'>): Command {
  const parts = storableParts(partsFrom(channelId, item.externalId, item.parts))
  return { type: 'SendMessage', actor, clientId: item.externalId, parts, seenSeq: null, via: 'phone' }
}

/** What the customer did to a message that is there. */
export function about(
  actor: ContactActor,
  channelId: string,
  item: ItemOf<'edit'> | ItemOf<'revoke'> | ItemOf<'reaction'>,
  messageSeq: number,
): Command {
  const clientId = item.eventId
  switch (item.type) {
    case 'edit': {
      const parts = storableParts(partsFrom(channelId, item.eventId, item.parts))
      return { type: 'EditMessage', actor, clientId, messageSeq, parts }
    }
    case 'revoke':
      return { type: 'RevokeMessage', actor, clientId, messageSeq }
    case 'reaction':
      return { type: 'React', actor, clientId, messageSeq, emoji: item.emoji }
  }
}
