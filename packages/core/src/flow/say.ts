// What each kind of block sends. Nothing blank is ever sent.
import type { Parts } from '../message/content.ts'
import { textParts } from '../message/content.ts'
import type { ChoicesBlock, FeedbackBlock, FlowPart, MessageBlock } from './definition.ts'
import type { Lookup } from './template.ts'
import { filled } from './template.ts'

export function textSaid(text: string | undefined, lookup: Lookup): Parts | null {
  const whole = filled(text ?? '', lookup)
  return whole.trim() === '' ? null : textParts(whole)
}

function partSaid(part: FlowPart, lookup: Lookup): FlowPart | null {
  switch (part.kind) {
    case 'text': {
      const text = filled(part.text, lookup)
      return text.trim() === '' ? null : { kind: 'text', text }
    }
    case 'media':
      return part.caption === undefined ? part : { ...part, caption: filled(part.caption, lookup) }
    case 'location':
      return part
  }
}

export function messageSaid(block: MessageBlock, lookup: Lookup): Parts | null {
  const parts = block.parts.flatMap(part => partSaid(part, lookup) ?? [])
  return parts.length === 0 ? null : parts
}

export function choicesSaid(block: ChoicesBlock, text: string, lookup: Lookup): Parts {
  const options = block.options.map(({ id, label }) => ({ id, label }))
  return [{ kind: 'choices', text: filled(text, lookup), options }]
}

/** The five ratings as options; the id of each is its digit. */
export function ratingsOf(block: FeedbackBlock) {
  return [1, 2, 3, 4, 5].map((rating, at) => ({ id: `${rating}`, label: block.labels?.[at] ?? `${rating}` }))
}

export function feedbackSaid(block: FeedbackBlock, text: string, lookup: Lookup): Parts {
  return [{ kind: 'choices', text: filled(text, lookup), options: ratingsOf(block) }]
}
