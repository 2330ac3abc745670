// Any adapter of the Chat SDK as a channel, in a few lines: the adapter verifies, reads and sends. What an adapter does
// not tell (statuses, whether a lost send came through) is not known here either, and is shown as such.

import type { Part } from '@baton/core'
import { plainText } from '@baton/core'
import {
  AdapterRateLimitError,
  AuthenticationError,
  NetworkError,
  PermissionError,
  ResourceNotFoundError,
  ValidationError,
} from '@chat-adapter/shared'
import type { Adapter, AdapterPostableMessage, Attachment } from 'chat'
import { Actions, Button, Card, CardText } from 'chat'
import type {
  ChannelKind,
  ChannelLimits,
  InboundItem,
  InboundPart,
  Letter,
  Line,
} from '../../app/channel-port.ts'
import { MediaFault, SendFault } from '../../app/channel-port.ts'
import { faultOfEgress } from '../send-faults.ts'
import { splitText } from '../split-text.ts'
import type { Bridge, Handed } from './bridge.ts'
import { createBridge } from './bridge.ts'

/** As adapters declare themselves, which is looser than what they implement. */
export type AnyAdapter = Omit<Adapter, 'botUserId'> & { readonly botUserId?: string | undefined }

export interface AdapterChannelOptions {
  /** As in the settings' table of kinds. */
  readonly kind: string
  /** Made once for each line and each change of its settings. */
  adapterOf(line: Line): AnyAdapter
  readonly limits?: Partial<ChannelLimits>
}

const usualLimits: ChannelLimits = {
  textChars: 4_000,
  media: [{ types: '*/*', maxBytes: 20 * 1_024 * 1_024 }],
  replyWindowMs: null,
  perSecond: 10,
  pair: { everyMs: 1_000, burst: 3 },
}

/** What the adapters' errors mean for a message; what says nothing of it counts as unknown (DL3). */
function faultOf(error: unknown): SendFault {
  if (error instanceof SendFault) return error
  const reason = error instanceof Error ? error.name : null
  if (error instanceof AdapterRateLimitError)
    return new SendFault('not_sent', 'throttled', { reason, retryAfterMs: (error.retryAfter ?? 1) * 1_000 })
  if (error instanceof AuthenticationError)
    return new SendFault('not_sent', 'channel_account', { reason, stopsLine: true })
  if (error instanceof PermissionError || error instanceof ResourceNotFoundError)
    return new SendFault('refused', 'not_reachable', { reason })
  if (error instanceof ValidationError) return new SendFault('refused', 'rejected_content', { reason })
  return faultOfEgress(error instanceof NetworkError ? (error.originalError ?? error) : error)
}

async function filePart(attachment: Attachment, n: number): Promise<InboundPart> {
  const name = attachment.name ?? `${attachment.type}-${n + 1}`
  const given = await (attachment.data ?? attachment.fetchData?.())
  if (given === undefined) return { kind: 'unknown', label: name }
  const bytes = new Uint8Array(given instanceof Blob ? await given.arrayBuffer() : given)
  const mimeType = attachment.mimeType ?? 'application/octet-stream'
  return { kind: 'media', name, mimeType, sizeBytes: bytes.byteLength, ref: '', bytes }
}

const senderOf = (
  address: string,
  author: { readonly fullName: string; readonly userName: string; readonly email?: string },
) => ({
  address,
  name: author.fullName || author.userName || null,
  email: author.email ?? null,
})

async function itemsOf(handed: Handed): Promise<readonly InboundItem[]> {
  if (handed.type === 'message' || handed.type === 'edited') {
    const { threadId, message } = handed
    const { author, text, attachments } = message
    if (author.isMe || author.isBot === true) return []
    const sender = senderOf(threadId, author)
    const parts: InboundPart[] = await Promise.all(attachments.map(filePart))
    if (text.trim() !== '') parts.unshift({ kind: 'text', text })
    if (parts.length === 0) parts.push({ kind: 'unknown', label: 'message' })
    if (handed.type === 'message') return [{ type: 'message', externalId: message.id, sender, parts }]
    const edited = message.metadata.editedAt?.toISOString() ?? text
    return [{ type: 'edit', eventId: `${message.id} ${edited}`, externalId: message.id, sender, parts }]
  }
  if (handed.type === 'reaction') {
    const { threadId, messageId, user, emoji, added } = handed
    const eventId = `${messageId} ${user.userId} ${emoji} ${added}`
    const sender = senderOf(threadId, user)
    return [{ type: 'reaction', eventId, externalId: messageId, sender, emoji: added ? emoji : null }]
  }
  if (handed.type === 'action') {
    const { threadId, messageId, actionId, value, user } = handed
    const choiceId = value ?? actionId
    // Adapters tell no id of the tap: the same button of the same message counts once.
    const externalId = `${messageId} ${actionId} ${user.userId}`
    const parts: InboundPart[] = [{ kind: 'text', text: choiceId, choiceId }]
    return [{ type: 'message', externalId, sender: senderOf(threadId, user), parts, replyTo: messageId }]
  }
  return []
}

function stepsOf(parts: readonly Part[], textChars: number): readonly (readonly Part[])[] {
  return parts.flatMap((part): (readonly Part[])[] => {
    if (part.kind === 'media' || part.kind === 'choices') return [[part]]
    const text = part.kind === 'text' ? part.text : plainText([part])
    return splitText(text, textChars).map(piece => [{ kind: 'text', text: piece }])
  })
}

async function postableOf(letter: Letter): Promise<AdapterPostableMessage> {
  const [part] = letter.parts
  if (part?.kind === 'media') {
    try {
      const media = await letter.media(part.mediaId)
      const chunks: Uint8Array[] = []
      for await (const chunk of await media.open()) chunks.push(chunk)
      const file = { data: Buffer.concat(chunks), filename: media.name, mimeType: media.mimeType }
      return { markdown: part.caption ?? '', files: [file] }
    } catch (error) {
      if (error instanceof MediaFault) throw new SendFault('refused', 'other', { reason: 'the file is gone' })
      throw error
    }
  }
  if (part?.kind !== 'choices')
    return { markdown: part?.kind === 'text' ? part.text : plainText(letter.parts) }
  const buttons = part.options.map(({ id, label }) => Button({ id, value: id, label }))
  const text = part.text === '' ? [] : [CardText(part.text)]
  return { card: Card({ children: [...text, Actions(buttons)] }), fallbackText: plainText([part]) }
}

interface Opened {
  readonly adapter: Adapter
  readonly bridge: Bridge
}

export function createAdapterChannel({ kind, adapterOf, limits = {} }: AdapterChannelOptions): ChannelKind {
  const whole = { ...usualLimits, ...limits }
  // Settings that change are another object.
  const opened = new WeakMap<object, Opened>()
  const open = (line: Line): Opened => {
    const held = opened.get(line.settings)
    if (held) return held
    const adapter = adapterOf(line) as Adapter
    const made = { adapter, bridge: createBridge({ adapter, itemsOf }) }
    opened.set(line.settings, made)
    return made
  }
  return {
    kind,
    limits: whole,
    tellsNothing: true,
    receive: (line, request) => open(line).bridge.receive(request),
    steps: (_line, parts) => stepsOf(parts, whole.textChars),
    async send(line, letter) {
      const { adapter, bridge } = open(line)
      const postable = await postableOf(letter)
      try {
        await bridge.ready()
      } catch (error) {
        const fault = faultOf(error)
        if (fault.outcome !== 'unknown') throw fault
        throw new SendFault('not_sent', 'channel_down', { cause: error })
      }
      try {
        return { externalId: (await adapter.postMessage(letter.to.address, postable)).id }
      } catch (error) {
        throw faultOf(error)
      }
    },
    async typing(line, { to }) {
      const { adapter, bridge } = open(line)
      await bridge.ready()
      await adapter.startTyping(to.address)
    },
  }
}
