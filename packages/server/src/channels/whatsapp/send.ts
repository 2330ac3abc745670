// One step of a message, as one call that Meta takes or refuses.
import type { CardsPart, Part, TemplatePart } from '@baton/core'
import type { Letter, Line } from '../../app/channel-port.ts'
import { MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { interactiveOf, marked, mediaTypeOf } from './compose.ts'
import type { Graph, Recipient } from './graph.ts'
import { askGraph, graphOf, LetterAdapter } from './graph.ts'
import { uploadMedia } from './media.ts'
import { isScopedId } from './read-sender.ts'
import { callbackData } from './read-webhook.ts'
import { componentsOf } from './templates.ts'

function readerOf({ address }: Letter['to']): Recipient {
  return isScopedId(address) ? { recipient: address } : { to: `+${address.replace(/^\+/, '')}` }
}

function contactsOf({ cards }: CardsPart) {
  return cards.map(({ name, phones, emails }) => ({
    name: { formatted_name: name, first_name: name },
    phones: phones.map(phone => ({ phone, type: 'CELL' })),
    emails: emails.map(email => ({ email, type: 'WORK' })),
  }))
}

function templateOf({ name, locale, variables, places }: TemplatePart) {
  const components = componentsOf(variables, places)
  return { name, language: { code: locale }, ...(components.length > 0 ? { components } : {}) }
}

interface Sending {
  readonly egress: Egress
  readonly graph: Graph
  readonly letter: Letter
  readonly adapter: LetterAdapter
  readonly signal: AbortSignal
}

async function sendMedia(sending: Sending, part: Extract<Part, { kind: 'media' }>): Promise<string> {
  const { egress, graph, letter, adapter, signal } = sending
  const media = await letter.media(part.mediaId).catch(cause => {
    if (!(cause instanceof MediaFault)) throw new SendFault('not_sent', 'other', { cause })
    const outcome = cause.retryable ? 'not_sent' : 'refused'
    throw new SendFault(outcome, 'other', { reason: 'the file is gone', cause })
  })
  const type = mediaTypeOf(media.mimeType, part.shape)
  const id = await uploadMedia(egress, graph, type, media, letter.attempt ?? 0, signal)
  if (type === 'sticker') return adapter.other('sticker', { id })
  return adapter.media(type, id, part.caption, part.name)
}

async function sendPart(sending: Sending, part: Part): Promise<string> {
  const { adapter } = sending
  switch (part.kind) {
    case 'text':
      return adapter.text(marked(part.text))
    case 'choices':
    case 'feedback':
      return adapter.interactive(interactiveOf(part))
    case 'media':
      return sendMedia(sending, part)
    case 'location': {
      const { kind: _, ...location } = part
      return adapter.other('location', location)
    }
    case 'cards':
      return adapter.other('contacts', contactsOf(part))
    case 'template':
      return adapter.other('template', templateOf(part))
    case 'order':
    case 'unknown':
      throw new SendFault('refused', 'rejected_content', { reason: 'WhatsApp has nothing like this' })
  }
}

/** @throws SendFault */
export async function sendStep(
  egress: Egress,
  line: Line,
  letter: Letter,
  signal: AbortSignal,
): Promise<string> {
  const graph = graphOf(line)
  const [part] = letter.parts
  if (!part) throw new SendFault('refused', 'rejected_content', { reason: 'the message is empty' })
  const reader = readerOf(letter.to)
  const ours = callbackData(letter.messageId, letter.step, reader.to !== undefined)
  const post = (body: object) => {
    const json = { ...body, biz_opaque_callback_data: ours }
    const path = `/${graph.phoneNumberId}/messages`
    return askGraph(egress, graph, path, { method: 'POST', json, signal }, letter.attempt)
  }
  const quoted = letter.step === 0 ? letter.replyTo : null
  const adapter = new LetterAdapter(graph, reader, quoted, post)
  return sendPart({ egress, graph, letter, adapter, signal }, part)
}
