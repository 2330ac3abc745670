// What a message becomes on WhatsApp: which calls it takes, and what each says. Every length here is Meta's.
import type { ChoicesPart, FeedbackPart, MarkdownBlock, MarkdownInline, MediaPart, Part } from '@baton/core'
import { parseMarkdown, plainText } from '@baton/core'
import { SendFault } from '../../app/channel-port.ts'
import { splitText } from '../split-text.ts'

export const textMax = 4_096
const captionMax = 1_024
const bodyMax = 1_024
const buttonMax = 20
const rowMax = 24
const rowMoreMax = 72
const idMax = 200

export type MediaType = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export function mediaTypeOf(mimeType: string, shape?: MediaPart['shape']): MediaType {
  if (mimeType === 'image/webp' && shape === 'sticker') return 'sticker'
  if (mimeType === 'image/jpeg' || mimeType === 'image/png') return 'image'
  if (mimeType === 'video/mp4' || mimeType === 'video/3gpp') return 'video'
  if (/^audio\/(?:aac|amr|mpeg|mp4|ogg|opus)$/.test(mimeType)) return 'audio'
  return 'document'
}

// ── the little markdown that agents write, as WhatsApp marks it

function mark(piece: MarkdownInline): string {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'code':
      return `\`${piece.text}\``
    case 'bold':
      return `*${inline(piece.inner)}*`
    case 'italic':
      return `_${inline(piece.inner)}_`
    case 'link': {
      const label = inline(piece.inner)
      return label === piece.href ? label : `${label} (${piece.href})`
    }
  }
}

function inline(pieces: readonly MarkdownInline[]): string {
  return pieces.map(mark).join('')
}

function block(one: MarkdownBlock): string {
  switch (one.kind) {
    case 'lines':
      return inline(one.inner)
    case 'quote':
      return inline(one.inner)
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n')
    case 'list': {
      const first = one.first
      const sign = (n: number) => (first === null ? '-' : `${first + n}.`)
      return one.items.map((item, n) => `${sign(n)} ${inline(item)}`).join('\n')
    }
    case 'code':
      return `\`\`\`${one.text}\`\`\``
  }
}

export function marked(text: string): string {
  return parseMarkdown(text).map(block).join('\n')
}

// ── choices

type Option = ChoicesPart['options'][number]

interface Reply {
  readonly type: 'reply'
  readonly reply: { readonly id: string; readonly title: string }
}

const clip = (text: string, max: number) => (text.length <= max ? text : `${text.slice(0, max - 1)}…`)

/** Meta refuses two of one name, and ids that are too long. */
function areDistinct(options: readonly Option[], titleMax: number): boolean {
  const titles = new Set(options.map(({ label }) => clip(label, titleMax)))
  const ids = new Set(options.map(({ id }) => id))
  return (
    titles.size === options.length &&
    ids.size === options.length &&
    options.every(({ id }) => id.length <= idMax)
  )
}

const fitsButtons = (options: readonly Option[]) =>
  options.length <= 3 &&
  options.every(({ label }) => label.length <= buttonMax) &&
  areDistinct(options, buttonMax)

const fitsList = (options: readonly Option[]) =>
  options.length <= 10 &&
  options.every(({ label }) => label.length <= rowMoreMax) &&
  areDistinct(options, rowMax)

const asNumbered = ({ text, options }: ChoicesPart) =>
  [text, ...options.map(({ label }, n) => `${n + 1}. ${label}`)].filter(Boolean).join('\n')

type Row = { id: string; title: string; description?: string }

/** WhatsApp wants words above buttons, and on the one that opens a list; dots say the same in every language. */
const noWords = '…'

function listOf(text: string, rows: Row[]) {
  const action = { button: noWords, sections: [{ title: noWords, rows }] }
  return { type: 'list' as const, body: { text: text || noWords }, action }
}

export function interactiveOf(part: ChoicesPart | FeedbackPart) {
  if (part.kind === 'feedback') {
    const rows = [5, 4, 3, 2, 1].map(n => ({ id: String(n), title: String(n), description: '★'.repeat(n) }))
    return listOf(part.text, rows)
  }
  const text = part.text === '' ? '' : marked(part.text)
  if (fitsButtons(part.options)) {
    const buttons = part.options.map(
      ({ id, label }): Reply => ({ type: 'reply', reply: { id, title: label } }),
    )
    return { type: 'button' as const, body: { text: text || noWords }, action: { buttons } }
  }
  const rows = part.options.map(({ id, label }): Row => {
    const title = clip(label, rowMax)
    return title === label ? { id, title } : { id, title, description: label }
  })
  return listOf(text, rows)
}

// ── which calls a message takes

const texts = (text: string): readonly (readonly Part[])[] =>
  splitText(text, textMax).map(piece => [{ kind: 'text', text: piece }])

function choiceSteps(part: ChoicesPart): readonly (readonly Part[])[] {
  if (part.options.length === 0) return texts(part.text)
  if (!fitsButtons(part.options) && !fitsList(part.options)) return texts(asNumbered(part))
  const pieces = splitText(part.text, bodyMax)
  const last = pieces.at(-1) ?? ''
  return [...pieces.slice(0, -1).flatMap(texts), [{ ...part, text: last }]]
}

function mediaSteps(part: MediaPart): readonly (readonly Part[])[] {
  const { caption = '' } = part
  const type = mediaTypeOf(part.mimeType, part.shape)
  const isCarried = type !== 'audio' && type !== 'sticker' && caption.length <= captionMax
  if (caption === '' || isCarried) return [[part]]
  const { caption: _said, ...bare } = part
  return [[bare], ...texts(caption)]
}

function stepsOfPart(part: Part): readonly (readonly Part[])[] {
  switch (part.kind) {
    case 'text':
      return part.text.trim() === '' ? [] : texts(part.text)
    case 'choices':
      return choiceSteps(part)
    case 'media':
      return mediaSteps(part)
    case 'order':
      return texts(plainText([part]))
    case 'unknown':
      throw new SendFault('refused', 'rejected_content', { reason: 'WhatsApp has nothing like this' })
    default:
      return [[part]]
  }
}

/** A text beside one picture becomes its caption: one message for the customer, not two. */
function captioned(parts: readonly Part[]): readonly Part[] {
  const [text, media] = parts
  if (parts.length !== 2 || text?.kind !== 'text' || media?.kind !== 'media') return parts
  const type = mediaTypeOf(media.mimeType, media.shape)
  const carries = type !== 'audio' && type !== 'sticker' && media.caption === undefined
  return carries && text.text.length <= captionMax ? [{ ...media, caption: text.text }] : parts
}

export function stepsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const steps = captioned(parts).flatMap(stepsOfPart)
  if (steps.length === 0)
    throw new SendFault('refused', 'rejected_content', { reason: 'the message is empty' })
  return steps
}
