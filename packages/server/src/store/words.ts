// Words of messages as the database keeps them (decision 0013): the ones that core finds, and two of our own kinds, by
// which a search stays within a workspace and within some time.
import type { ConversationEvent, Instant, Term } from '@baton/core'
import { joinedIn, wordsIn } from '@baton/core'

const hourMs = 60 * 60 * 1_000
/** Postgres keeps no position beyond, and no more of one word. */
const lastPosition = 16_000
const positionsMost = 200

function near(workspaceId: string): string {
  return workspaceId.slice(-12)
}

/** Whole hours or days since 1970. */
export function spanOf(unit: 'h' | 'd', at: Instant): number {
  return Math.floor(Date.parse(at) / (unit === 'h' ? hourMs : 24 * hourMs))
}

function within(unit: 'h' | 'd', number: number, workspaceId: string): string {
  return `'${unit}.${number}.${near(workspaceId)}'`
}

/** The words of a message or a note, as a `tsvector`; null for what nobody wrote. */
export function vectorOf(workspaceId: string, event: ConversationEvent): string | null {
  if (event.type !== 'MessageReceived' && event.type !== 'MessageSent' && event.type !== 'NoteAdded')
    return null
  const positions = new Map<string, number[]>()
  for (const [at, { word }] of wordsIn(event.data.text).entries()) {
    const known = positions.get(word)
    if (!known) positions.set(word, at < lastPosition ? [at + 1] : [])
    else if (known.length < positionsMost && at < lastPosition) known.push(at + 1)
  }
  if (positions.size === 0) return null
  for (const { word } of joinedIn(event.data.text)) if (!positions.has(word)) positions.set(word, [])
  const words = [...positions].map(([word, at]) =>
    at.length > 0 ? `'${word}':${at.join(',')}` : `'${word}'`,
  )
  const spans = (['h', 'd'] as const).map(unit => within(unit, spanOf(unit, event.at), workspaceId))
  return [...words, `'w.${near(workspaceId)}'`, ...spans].join(' ')
}

function termQuery({ words, joined, prefix }: Term): string {
  const end = prefix ? ':*' : ''
  const side = words.map((word, at) => `'${word}'${at === words.length - 1 ? end : ''}`).join('<->')
  return joined === null ? `(${side})` : `(${side}|'${joined}'${end})`
}

/** All of the terms, as a `tsquery`. They hold letters and digits only. */
export function queryOf(terms: readonly Term[]): string {
  return terms.map(termQuery).join('&')
}

/** Hours or days, both ends included. */
export interface Span {
  readonly unit: 'h' | 'd'
  readonly from: number
  readonly to: number
}

/** The same within a workspace, and within some time. */
export function queryWithin(workspaceId: string, terms: readonly Term[], span: Span | null): string {
  if (!span) return `${queryOf(terms)}&'w.${near(workspaceId)}'`
  const { unit, from, to } = span
  const each = Array.from({ length: to - from + 1 }, (_, n) => within(unit, from + n, workspaceId))
  return `${queryOf(terms)}&(${each.join('|')})`
}
