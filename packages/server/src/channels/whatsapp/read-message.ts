// One message of a customer, or of the business's own phone, as parts. Every kind becomes something that can be shown;
// what is not known yet is shown as such, and kept as it came.
import type { CardsPart, OrderPart, TextPart } from '@baton/core'
import type { InboundMedia, InboundPart } from '../../app/channel-port.ts'
import type { Raw } from './reading.ts'
import { number, record, records, text } from './reading.ts'

export interface ReadParts {
  readonly parts: readonly InboundPart[]
  /** Worth keeping beside what is shown. */
  readonly raw?: unknown
}

const mediaNames: Readonly<Record<string, string>> = {
  image: 'photo',
  video: 'video',
  audio: 'audio',
  voice: 'voice message',
  document: 'document',
  sticker: 'sticker',
}

/** The id, and the checksum by which the bytes are known to be those. */
export function mediaRef(id: string, sha256: string | null): string {
  return sha256 === null ? id : `${id} ${sha256}`
}

function mediaOf(type: string, media: Raw): InboundMedia | null {
  const id = text(media.id)
  if (id === null) return null
  const isVoice = type === 'voice' || media.voice === true
  const caption = text(media.caption)
  const shape = isVoice ? ('voice' as const) : type === 'sticker' ? ('sticker' as const) : null
  return {
    kind: 'media',
    ref: mediaRef(id, text(media.sha256)),
    name: text(media.filename) ?? mediaNames[isVoice ? 'voice' : type] ?? 'file',
    mimeType: text(media.mime_type)?.split(';')[0]?.trim() ?? 'application/octet-stream',
    sizeBytes: number(media.file_size) ?? 0,
    ...(caption === null ? {} : { caption }),
    ...(shape === null ? {} : { shape }),
  }
}

function cardsOf(contacts: unknown): CardsPart {
  const cards = records(contacts).map(card => {
    const name = record(card.name)
    const phones = records(card.phones).flatMap(phone => text(phone.phone) ?? text(phone.wa_id) ?? [])
    const emails = records(card.emails).flatMap(email => text(email.email) ?? [])
    const joined = [text(name.first_name), text(name.last_name)].filter(part => part !== null).join(' ')
    return { name: text(name.formatted_name) ?? (joined || (phones[0] ?? '')), phones, emails }
  })
  return { kind: 'cards', cards }
}

function orderOf(order: Raw): OrderPart {
  const items = records(order.product_items).map(item => ({
    product: text(item.product_retailer_id) ?? '',
    quantity: number(item.quantity) ?? 1,
    price: number(item.item_price) ?? 0,
    currency: text(item.currency) ?? '',
  }))
  return { kind: 'order', text: text(order.text) ?? '', items }
}

function locationOf(location: Raw): InboundPart | null {
  const [latitude, longitude] = [number(location.latitude), number(location.longitude)]
  if (latitude === null || longitude === null) return null
  const [name, address] = [text(location.name), text(location.address)]
  return {
    kind: 'location',
    latitude,
    longitude,
    ...(name === null ? {} : { name }),
    ...(address === null ? {} : { address }),
  }
}

/** Of a button, a list's row, or a form; null: the inner object is missing. */
function choiceOf(interactive: Raw): TextPart | null {
  const form = record(interactive.nfm_reply)
  const formText = text(form.body) ?? text(form.name)
  if (formText !== null) return { kind: 'text', text: formText }
  const reply = record(interactive.button_reply ?? interactive.list_reply)
  const [title, id] = [text(reply.title), text(reply.id)]
  const said = title ?? id
  return said === null ? null : { kind: 'text', text: said, ...(id === null ? {} : { choiceId: id }) }
}

function partOf(type: string, message: Raw): InboundPart | null {
  switch (type) {
    case 'text': {
      const said = text(record(message.text).body)
      return said === null ? null : { kind: 'text', text: said }
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return mediaOf(type, record(message[type]))
    case 'location':
      return locationOf(record(message.location))
    case 'contacts': {
      const cards = cardsOf(message.contacts)
      return cards.cards.length > 0 ? cards : null
    }
    case 'interactive':
      return choiceOf(record(message.interactive))
    case 'button': {
      const button = record(message.button)
      const [said, id] = [text(button.text) ?? text(button.payload), text(button.payload)]
      return said === null ? null : { kind: 'text', text: said, ...(id === null ? {} : { choiceId: id }) }
    }
    case 'order':
      return orderOf(record(message.order))
    default:
      return null
  }
}

/** What Meta calls it, in words: `request_welcome` → `request welcome`. */
function unknownLabel(type: string, message: Raw): string {
  const inner = type === 'unsupported' ? text(record(message.unsupported).type) : type
  return (inner ?? 'unsupported').replaceAll('_', ' ').slice(0, 80)
}

export function readParts(message: Raw): ReadParts {
  const type = text(message.type) ?? 'unknown'
  const part = partOf(type, message)
  if (part === null) return { parts: [{ kind: 'unknown', label: unknownLabel(type, message) }], raw: message }
  const form = record(record(message.interactive).nfm_reply).response_json
  const raw = {
    ...(message.referral === undefined ? {} : { referral: message.referral }),
    ...(form === undefined ? {} : { form }),
  }
  return { parts: [part], ...(Object.keys(raw).length > 0 ? { raw } : {}) }
}
