// What Telegram says, as items. Customers write to the bot in private; what happens in groups is none of its business.
import { z } from 'zod'
import type { InboundItem, InboundMedia, InboundPart, Sender } from '../../app/channel-port.ts'
import { storableText } from '../storable-text.ts'

const file = z.looseObject({
  file_id: z.string(),
  file_size: z.number().nullish(),
  file_name: z.string().nullish(),
  mime_type: z.string().nullish(),
})
type File = z.output<typeof file>
const user = z.looseObject({
  id: z.number(),
  is_bot: z.boolean().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  username: z.string().nullish(),
  language_code: z.string().nullish(),
})
const chat = z.looseObject({ id: z.number(), type: z.string() })
const place = z.looseObject({ latitude: z.number(), longitude: z.number() })
const message = z.looseObject({
  message_id: z.number(),
  chat,
  from: user.nullish(),
  text: z.string().nullish(),
  caption: z.string().nullish(),
  photo: z.array(file).nullish(),
  document: file.nullish(),
  animation: file.nullish(),
  audio: file.nullish(),
  voice: file.nullish(),
  video: file.nullish(),
  video_note: file.nullish(),
  sticker: file
    .extend({
      is_animated: z.boolean().nullish(),
      is_video: z.boolean().nullish(),
      emoji: z.string().nullish(),
    })
    .nullish(),
  location: place.nullish(),
  venue: z.looseObject({ location: place, title: z.string(), address: z.string() }).nullish(),
  contact: z
    .looseObject({ phone_number: z.string(), first_name: z.string(), last_name: z.string().nullish() })
    .nullish(),
  dice: z.looseObject({ emoji: z.string(), value: z.number() }).nullish(),
  reply_to_message: z.looseObject({ message_id: z.number() }).nullish(),
})
type Message = z.output<typeof message>
const reaction = z.looseObject({
  chat,
  message_id: z.number(),
  user: user.nullish(),
  new_reaction: z.array(z.looseObject({ type: z.string(), emoji: z.string().nullish() })),
})
const query = z.looseObject({
  id: z.string(),
  from: user,
  data: z.string().nullish(),
  message: z
    .looseObject({
      message_id: z.number(),
      chat,
      reply_markup: z
        .looseObject({
          inline_keyboard: z.array(
            z.array(z.looseObject({ text: z.string(), callback_data: z.string().nullish() })),
          ),
        })
        .nullish(),
    })
    .nullish(),
})
const member = z.looseObject({ chat, from: user, new_chat_member: z.looseObject({ status: z.string() }) })
const update = z.looseObject({
  update_id: z.number(),
  message: message.nullish(),
  edited_message: message.nullish(),
  message_reaction: reaction.nullish(),
  callback_query: query.nullish(),
  my_chat_member: member.nullish(),
})

/** What setWebhook is asked for: reactions come only when they are named. */
export const updateKinds = [
  'message',
  'edited_message',
  'message_reaction',
  'callback_query',
  'my_chat_member',
]

export const idOf = (chatId: number | string, messageId: number) => `${chatId}:${messageId}`

/** Of a button: the option's id where it fits, else which of them it is. */
export function callbackDataOf(optionId: string, n: number): string {
  const data = `i:${optionId}`
  return Buffer.byteLength(data) <= 64 ? data : `n:${n}`
}

function senderOf(chatId: number, from: z.output<typeof user> | null | undefined): Sender {
  const name = [from?.first_name, from?.last_name].filter(Boolean).join(' ').trim()
  return {
    address: String(chatId),
    name: name || from?.username || null,
    language: from?.language_code ?? null,
    ...(from?.username ? { attributes: { telegram: `@${from.username}` } } : {}),
  }
}

type Named = { readonly name: string; readonly mimeType: string; readonly shape?: 'voice' | 'sticker' }

function filePart(given: File, usual: Named, caption: string): InboundMedia {
  return {
    kind: 'media',
    ref: given.file_id,
    name: given.file_name ?? usual.name,
    mimeType: given.mime_type ?? usual.mimeType,
    sizeBytes: given.file_size ?? 0,
    ...(caption ? { caption } : {}),
    ...(usual.shape ? { shape: usual.shape } : {}),
  }
}

function stickerOf({ is_animated: animated, is_video: video }: NonNullable<Message['sticker']>): Named {
  if (animated) return { name: 'sticker.tgs', mimeType: 'application/x-tgsticker', shape: 'sticker' }
  if (video) return { name: 'sticker.webm', mimeType: 'video/webm', shape: 'sticker' }
  return { name: 'sticker.webp', mimeType: 'image/webp', shape: 'sticker' }
}

function filesOf(given: Message): readonly InboundMedia[] {
  const caption = storableText(given.caption ?? '', 4_096)
  // Sizes of one picture; the last is the largest.
  const photo = given.photo?.at(-1)
  // An animation is said to be a document, too.
  const document = given.animation ? null : given.document
  const found: readonly (readonly [File | null | undefined, Named])[] = [
    [photo, { name: 'photo.jpg', mimeType: 'image/jpeg' }],
    [given.animation, { name: 'animation.mp4', mimeType: 'video/mp4' }],
    [document, { name: 'document', mimeType: 'application/octet-stream' }],
    [given.audio, { name: 'audio.mp3', mimeType: 'audio/mpeg' }],
    [given.voice, { name: 'voice.ogg', mimeType: 'audio/ogg', shape: 'voice' }],
    [given.video, { name: 'video.mp4', mimeType: 'video/mp4' }],
    [given.video_note, { name: 'video.mp4', mimeType: 'video/mp4' }],
    [given.sticker, given.sticker ? stickerOf(given.sticker) : { name: '', mimeType: '' }],
  ]
  return found.flatMap(([one, usual]) => (one ? [filePart(one, usual, caption)] : []))
}

function placesOf({ venue, location }: Message): readonly InboundPart[] {
  if (venue) {
    const { latitude, longitude } = venue.location
    return [{ kind: 'location', latitude, longitude, name: venue.title, address: venue.address }]
  }
  if (!location) return []
  return [{ kind: 'location', latitude: location.latitude, longitude: location.longitude }]
}

function partsOf(given: Message): readonly InboundPart[] {
  const { text, contact, dice } = given
  const parts: InboundPart[] = [...filesOf(given), ...placesOf(given)]
  if (text) parts.push({ kind: 'text', text: storableText(text, 4_096) })
  if (contact) {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ')
    parts.push({ kind: 'cards', cards: [{ name, phones: [contact.phone_number], emails: [] }] })
  }
  if (dice) parts.push({ kind: 'text', text: `${dice.emoji} ${dice.value}` })
  return parts
}

function unknownLabel(given: Message): string {
  const usual = ['message_id', 'chat', 'from', 'date', 'reply_to_message', 'edit_date']
  const [told = 'message'] = Object.keys(given).filter(
    field => !usual.includes(field) && given[field] != null,
  )
  return told.replaceAll('_', ' ')
}

function readMessage(given: Message): InboundItem {
  const known = partsOf(given)
  const isKnown = known.length > 0
  const reply = given.reply_to_message
  return {
    type: 'message',
    externalId: idOf(given.chat.id, given.message_id),
    sender: senderOf(given.chat.id, given.from),
    parts: isKnown ? known : [{ kind: 'unknown', label: unknownLabel(given) }],
    replyTo: reply ? idOf(given.chat.id, reply.message_id) : null,
    ...(isKnown ? {} : { raw: given }),
  }
}

function readTap({ id, from, data, message: on }: z.output<typeof query>): readonly InboundItem[] {
  if (on?.chat.type !== 'private') return []
  const buttons = on.reply_markup?.inline_keyboard.flat() ?? []
  const label = buttons.find(button => button.callback_data === data)?.text
  const choiceId = data?.startsWith('i:') ? data.slice(2) : null
  const text = storableText(label ?? choiceId ?? data ?? '', 400)
  return [
    {
      type: 'message',
      externalId: `q:${id}`,
      sender: senderOf(on.chat.id, from),
      parts: [{ kind: 'text', text, ...(choiceId ? { choiceId } : {}) }],
      replyTo: idOf(on.chat.id, on.message_id),
    },
  ]
}

function readReaction(given: z.output<typeof reaction>, updateId: number): InboundItem {
  const last = given.new_reaction.at(-1)
  return {
    type: 'reaction',
    eventId: `u:${updateId}`,
    externalId: idOf(given.chat.id, given.message_id),
    sender: senderOf(given.chat.id, given.user),
    // Emoji of one's own have no sign elsewhere.
    emoji: last ? (last.emoji ?? '⭐') : null,
  }
}

/** `tap`: a button was tapped, which wants an answer. */
export function readUpdate(body: unknown): {
  readonly items: readonly InboundItem[]
  readonly tap: string | null
} {
  const parsed = update.safeParse(body)
  if (!parsed.success) return { items: [{ type: 'notice', code: 'update_unreadable', raw: body }], tap: null }
  const given = parsed.data
  const items: InboundItem[] = []
  if (given.message?.chat.type === 'private') items.push(readMessage(given.message))
  if (given.edited_message?.chat.type === 'private') {
    const { externalId, sender, parts } = readMessage(given.edited_message) as Extract<
      InboundItem,
      { type: 'message' }
    >
    items.push({ type: 'edit', eventId: `u:${given.update_id}`, externalId, sender, parts })
  }
  if (given.message_reaction?.chat.type === 'private')
    items.push(readReaction(given.message_reaction, given.update_id))
  if (given.callback_query) items.push(...readTap(given.callback_query))
  if (given.my_chat_member?.chat.type === 'private') {
    const isGone = given.my_chat_member.new_chat_member.status === 'kicked'
    items.push({
      type: 'notice',
      code: isGone ? 'opted_out' : 'opted_in',
      raw: { chat: given.my_chat_member.chat.id },
    })
  }
  return { items, tap: given.callback_query?.id ?? null }
}
