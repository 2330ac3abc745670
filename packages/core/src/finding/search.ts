// What somebody searches for, and where a text has it. Every input is a search; one without a word finds nothing.
import { folded, joinedIn, wordsIn } from './words.ts'

/** Words that stand side by side. */
export interface Term {
  readonly words: readonly string[]
  /** The same without the signs between, for numbers and codes; null for a plain word and a quoted phrase. */
  readonly joined: string | null
  /** The last word may go on: it is still being typed. */
  readonly prefix: boolean
}

/** A stretch of a text, in UTF-16 units; `to` is exclusive. */
export interface Mark {
  readonly from: number
  readonly to: number
}

const termsMost = 12
const wordsMost = 24

/**
 * All terms must be there, in any order. `"quoted words"` stand side by side, and end where they end. The last word may
 * be the beginning of one, from `prefixLeast` letters on: too much begins with fewer. Until it has them it is passed
 * over, so that typing on does not lose what was found; alone, it is a word.
 */
export function searchTerms(query: string, prefixLeast = 3): readonly Term[] {
  const parts = [...query.matchAll(/"([^"]*)"|([^\s"]+)/g)]
  const typing = /[^\s"]$/.test(query)
  let left = wordsMost
  const terms = parts.map(([whole, quoted, plain], index) => {
    const words = wordsIn(quoted ?? plain ?? whole)
      .map(({ word }) => word)
      .slice(0, Math.max(0, left))
    left -= words.length
    const isTyped = quoted === undefined && typing && index === parts.length - 1
    const isCode = quoted === undefined && words.length > 1 && /\d/.test(whole)
    const isLong = folded(whole).length >= prefixLeast
    const term: Term = { words, joined: isCode ? folded(whole) : null, prefix: isTyped && isLong }
    return { term, passedOver: words.length === 0 || (isTyped && !isLong && index > 0) }
  })
  return terms.flatMap(({ term, passedOver }) => (passedOver ? [] : [term])).slice(0, termsMost)
}

function fits(word: string, wanted: string, prefix: boolean): boolean {
  return prefix ? word.startsWith(wanted) : word === wanted
}

function marksOfTerm(text: string, { words, joined, prefix }: Term): Mark[] {
  const there = wordsIn(text)
  const last = words.length - 1
  const side = there.flatMap((first, at): Mark[] => {
    const all = words.every((word, n) => {
      const other = there[at + n]
      return other !== undefined && fits(other.word, word, prefix && n === last)
    })
    const end = there[at + last]
    return all && end ? [{ from: first.from, to: end.to }] : []
  })
  const [only] = words
  const code = joined ?? (words.length === 1 ? only : undefined)
  if (code === undefined) return side
  const whole = [...joinedIn(text), ...(joined === null ? [] : there)].filter(({ word }) =>
    fits(word, code, prefix),
  )
  return [...side, ...whole.map(({ from, to }) => ({ from, to }))]
}

/** Where the text has the terms, in order and without overlap; none unless it has every one of them. */
export function marksIn(text: string, terms: readonly Term[]): readonly Mark[] {
  const each = terms.map(term => marksOfTerm(text, term))
  if (each.some(marks => marks.length === 0)) return []
  const sorted = each.flat().sort((one, other) => one.from - other.from || other.to - one.to)
  const merged: Mark[] = []
  for (const mark of sorted) {
    const before = merged.at(-1)
    if (before && mark.from <= before.to)
      merged[merged.length - 1] = { from: before.from, to: Math.max(before.to, mark.to) }
    else merged.push(mark)
  }
  return merged
}

/** A stretch of a text around its first mark. */
export interface Snippet {
  readonly text: string
  /** In `text`. */
  readonly marks: readonly Mark[]
}

const before = 48

/** At most `length` units of the text, and an ellipsis at each end that is cut. */
export function snippetOf(text: string, marks: readonly Mark[], length = 180): Snippet {
  const first = marks[0]?.from ?? 0
  let start = text.length <= length ? 0 : Math.max(0, Math.min(first - before, text.length - length))
  if (start > 0) {
    const space = text.slice(start, first).search(/\s/)
    start = space >= 0 ? start + space + 1 : wholeSign(text, start)
  }
  const end = start + length >= text.length ? text.length : wholeSign(text, start + length)
  const head = start > 0 ? '…' : ''
  const shift = head.length - start
  return {
    text: `${head}${text.slice(start, end)}${end < text.length ? '…' : ''}`,
    marks: marks
      .filter(mark => mark.from >= start && mark.from < end)
      .map(mark => ({ from: mark.from + shift, to: Math.min(mark.to, end) + shift })),
  }
}

/** Never between the halves of a surrogate pair. */
function wholeSign(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at
}
