// Labelled rows and dialogues as they come in files: parsed by hand, so that the package stays without a schema library.
import { type Label, labels } from '../labels.ts'

export interface Utterance {
  readonly text: string
  readonly lang: string
  readonly label: Label
  /** Other labels that would be right, too. */
  readonly also: readonly Label[]
  readonly source: string
}

export interface Dialogue {
  readonly id: string
  readonly source: string
  readonly turns: readonly { readonly role: 'customer' | 'bot' | 'agent'; readonly text: string }[]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLabel(value: unknown): value is Label {
  return labels.some(one => one === value)
}

function textOf(row: Record<string, unknown>, field: string, fallback?: string): string {
  const value = row[field] ?? fallback
  if (typeof value !== 'string') throw new Error(`"${field}" has to be a text`)
  return value
}

/** @throws Error that says which field is wrong. */
export function parseUtterance(row: unknown): Utterance {
  if (!isRecord(row)) throw new Error('not an object')
  const { label } = row
  if (!isLabel(label)) throw new Error(`"label" has to be one of ${labels.join(', ')}`)
  const also = row.also ?? []
  if (!Array.isArray(also) || !also.every(isLabel)) throw new Error('"also" has to be a list of labels')
  return {
    text: textOf(row, 'text'),
    lang: textOf(row, 'lang', 'und'),
    label,
    also,
    source: textOf(row, 'source', '-'),
  }
}

function turnOf(turn: unknown): Dialogue['turns'][number] {
  if (!isRecord(turn)) throw new Error('a turn is not an object')
  const { role } = turn
  if (role !== 'customer' && role !== 'bot' && role !== 'agent')
    throw new Error('the "role" of a turn has to be customer, bot or agent')
  return { role, text: textOf(turn, 'text') }
}

/** @throws Error that says which field is wrong. */
export function parseDialogue(row: unknown): Dialogue {
  if (!isRecord(row)) throw new Error('not an object')
  const { turns } = row
  if (!Array.isArray(turns)) throw new Error('"turns" has to be a list')
  return { id: textOf(row, 'id', '-'), source: textOf(row, 'source', '-'), turns: turns.map(turnOf) }
}
