// A message of ours in Telegram: text with its marks and buttons, a file as what it is, a place.
import type { MediaPart, Part } from '@baton/core'
import { plainOfMarkdown, plainText } from '@baton/core'
import { z } from 'zod'
import type { Letter, Line, OutboundMedia } from '../../app/channel-port.ts'
import { MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { messengerHtml } from '../html-of-markdown.ts'
import { splitText } from '../split-text.ts'
import { callbackDataOf, idOf } from './read-update.ts'
import { askTelegram } from './telegram-api.ts'

export const textChars = 4_096
export const fileMaxBytes = 50 * 1_024 * 1_024
const captionChars = 1_024
const photoMaxBytes = 10 * 1_024 * 1_024
const optionsMost = 100

type Fields = Readonly<Record<string, unknown>>
type ChoicesPart = Extract<Part, { kind: 'choices' }>

const texts = (text: string) =>
  splitText(text, textChars).map((piece): readonly Part[] => [{ kind: 'text', text: piece }])

export function stepsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  return parts.flatMap((part): (readonly Part[])[] => {
    if (part.kind === 'location') return [[part]]
    if (part.kind === 'media') {
      const caption = part.caption ?? ''
      if (caption.length <= captionChars) return [[part]]
      const { caption: _, ...bare } = part
      return [[bare], ...texts(caption)]
    }
    if (part.kind !== 'choices') return texts(part.kind === 'text' ? part.text : plainText([part]))
    if (part.options.length > optionsMost) return texts(plainText([part]))
    const pieces = splitText(part.text, textChars)
    return [
      ...pieces.slice(0, -1).map((text): readonly Part[] => [{ kind: 'text', text }]),
      [{ ...part, text: pieces.at(-1) ?? '' }],
    ]
  })
}

const keyboardOf = ({ options }: ChoicesPart) => ({
  inline_keyboard: options.map(({ id, label }, n) => [{ text: label, callback_data: callbackDataOf(id, n) }]),
})

/** Ours within this chat, or none. */
function quoteOf({ replyTo, to }: Letter): Fields {
  const [chat, id] = (replyTo ?? '').split(':')
  if (chat !== to.address || !id || !/^\d+$/.test(id)) return {}
  return { reply_parameters: { message_id: Number(id), allow_sending_without_reply: true } }
}

/** Marks that Telegram cannot read are left out; the refused call certainly sent nothing. */
async function withMarks<Value>(
  send: (fields: Fields) => Promise<Value>,
  field: 'text' | 'caption',
  markdown: string,
) {
  if (markdown === '') return send({})
  try {
    return await send({ [field]: messengerHtml(markdown), parse_mode: 'HTML' })
  } catch (error) {
    const isMarkup = error instanceof SendFault && /parse entities|entity/i.test(error.reason ?? '')
    if (!isMarkup) throw error
    return send({ [field]: plainOfMarkdown(markdown) })
  }
}

function methodOf(part: MediaPart, { mimeType, sizeBytes }: OutboundMedia): readonly [string, string] {
  const isPicture = /^image\/(jpeg|png|webp)$/.test(mimeType) && sizeBytes <= photoMaxBytes
  if (isPicture) return ['sendPhoto', 'photo']
  if (mimeType === 'image/gif') return ['sendAnimation', 'animation']
  if (mimeType === 'video/mp4') return ['sendVideo', 'video']
  if (mimeType === 'audio/ogg' && part.shape === 'voice') return ['sendVoice', 'voice']
  if (/^audio\/(mpeg|mp4)$/.test(mimeType)) return ['sendAudio', 'audio']
  return ['sendDocument', 'document']
}

async function fileOf(letter: Letter, part: MediaPart) {
  try {
    const media = await letter.media(part.mediaId)
    if (media.sizeBytes > fileMaxBytes) throw new SendFault('refused', 'too_large')
    const chunks: Uint8Array[] = []
    for await (const chunk of await media.open()) chunks.push(chunk)
    return { media, blob: new Blob([Buffer.concat(chunks)], { type: media.mimeType }) }
  } catch (error) {
    if (error instanceof MediaFault) throw new SendFault('refused', 'other', { reason: 'the file is gone' })
    throw error
  }
}

const sent = z.looseObject({ message_id: z.number(), chat: z.looseObject({ id: z.number() }) })

export async function sendToTelegram(egress: Egress, line: Line, letter: Letter, signal: AbortSignal) {
  const [part] = letter.parts
  if (!part) throw new SendFault('refused', 'rejected_content', { reason: 'there is nothing in it' })
  const common: Fields = { chat_id: letter.to.address, ...quoteOf(letter) }
  const ask = (method: string, fields: Fields | FormData) => askTelegram(egress, line, method, fields, signal)
  let result: unknown
  if (part.kind === 'location') {
    const { latitude, longitude, name, address } = part
    const place = { ...common, latitude, longitude }
    const isVenue = name !== undefined && address !== undefined
    result = isVenue
      ? await ask('sendVenue', { ...place, title: name, address })
      : await ask('sendLocation', place)
  } else if (part.kind === 'media') {
    const { media, blob } = await fileOf(letter, part)
    const [method, field] = methodOf(part, media)
    const send = (fields: Fields) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ ...common, ...fields }))
        form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
      form.set(field, blob, media.name)
      return ask(method, form)
    }
    result = await withMarks(send, 'caption', part.caption ?? '')
  } else {
    const isChoice = part.kind === 'choices'
    const markdown = isChoice ? part.text || '…' : part.kind === 'text' ? part.text : plainText([part])
    const more = isChoice ? { reply_markup: keyboardOf(part) } : {}
    result = await withMarks(
      fields => ask('sendMessage', { ...common, ...more, ...fields }),
      'text',
      markdown,
    )
  }
  const told = sent.safeParse(result)
  return { externalId: told.success ? idOf(told.data.chat.id, told.data.message_id) : null }
}
