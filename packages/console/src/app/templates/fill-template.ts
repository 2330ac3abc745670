// A template with its variables in it, as the customer will read it. A channel numbers the placeholders of header
// and body each from one; the variables are given in one row, the header's first.
import type { TemplateRow } from '@baton/client'

const placeholder = /\{\{\s*([\w.]+)\s*\}\}/g

/** Each once: by its number, or in the order of appearance where the channel has names. */
function namesIn(text: string): readonly string[] {
  const names = [...new Set([...text.matchAll(placeholder)].map(match => match[1] ?? ''))]
  return names.every(name => /^\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names
}

export interface Piece {
  readonly text: string
  /** The variable that it stands for; null: the template's own words. */
  readonly variable: number | null
}

export interface TemplatePieces {
  readonly header: readonly Piece[]
  readonly body: readonly Piece[]
}

function piecesOf(text: string, from: number, variables: readonly string[]): readonly Piece[] {
  const names = namesIn(text)
  return text.split(placeholder).flatMap((part, index): readonly Piece[] => {
    if (index % 2 === 0) return part === '' ? [] : [{ text: part, variable: null }]
    const variable = from + names.indexOf(part)
    return [{ text: variables[variable] || `{{${part}}}`, variable }]
  })
}

export function templatePieces(
  { header, body }: Pick<TemplateRow, 'header' | 'body'>,
  variables: readonly string[],
): TemplatePieces {
  const inHeader = header === null ? 0 : namesIn(header).length
  return {
    header: header === null ? [] : piecesOf(header, 0, variables),
    body: piecesOf(body, inHeader, variables),
  }
}

const joined = (pieces: readonly Piece[]) => pieces.map(piece => piece.text).join('')

/** As plain text, with what is still missing as its placeholder. */
export function filledText(
  template: Pick<TemplateRow, 'header' | 'body' | 'footer'>,
  variables: readonly string[],
): string {
  const { header, body } = templatePieces(template, variables)
  return [joined(header), joined(body), template.footer ?? ''].filter(Boolean).join('\n')
}

const before = 24

/** What stands before a variable, so that its field can be told from the next. */
export function leadOf(template: Pick<TemplateRow, 'header' | 'body'>, variable: number): string {
  const { header, body } = templatePieces(template, [])
  for (const pieces of [header, body]) {
    const at = pieces.findIndex(piece => piece.variable === variable)
    if (at < 0) continue
    const said = pieces.slice(0, at).map(piece => (piece.variable === null ? piece.text : '…'))
    const words = said.join('').replace(/\s+/g, ' ').trim()
    return words.length > before
      ? `…${words
          .slice(-before)
          .trimStart()
          .replace(/^\S*\s+/, '')
          .replace(/^[…,.\s]+/, '')}`
      : words
  }
  return ''
}

export const isFilled = ({ variables }: Pick<TemplateRow, 'variables'>, given: readonly string[]): boolean =>
  Array.from({ length: variables }, (_, n) => given[n] ?? '').every(value => value.trim() !== '')
