// What counts as an answer to a question. People answer in sentences: "it's 48213, thanks" holds an order number.

import { clipped } from './clip.ts'
import type { Check, FlowValue } from './definition.ts'
import { matchesPattern, parsePattern } from './pattern.ts'
import { foldedWords, holdsPhrase } from './phrase.ts'

/** Longer answers are read up to here, in characters. */
const readMax = 1_000

/** Checks that a chance remark does not pass: an answer to them may be found in words said before. */
export function isTelling(check: Check): boolean {
  return check.kind === 'email' || check.kind === 'phone' || check.kind === 'pattern'
}

/** The words of a sentence without the punctuation around them. */
function candidates(text: string): readonly string[] {
  const words = text.split(/\s+/u).map(word => word.replace(/^[^\p{L}\p{N}+-]+|[^\p{L}\p{N}]+$/gu, ''))
  return [...new Set([text, ...words.filter(word => word !== '')])]
}

/** The first candidate that passes, whole text before single words. */
function firstThat(text: string, passes: (candidate: string) => boolean): string | null {
  return candidates(text).find(passes) ?? null
}

function isEmail(text: string): boolean {
  const [name, domain, ...more] = text.split('@')
  if (more.length > 0 || !name || !domain || text.length > 254 || name.length > 64) return false
  const labels = domain.split('.')
  const sound = labels.every(label => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(label))
  return sound && labels.length > 1 && /^[^\s"(),:;<>[\]\\]+$/u.test(name)
}

/** The number in international or local form without its decoration; null unless it has 7 to 15 digits. */
function phoneIn(text: string): string | null {
  const run = /\+?\d[\d\s().\-/]{5,30}/.exec(text)
  if (run === null) return null
  const digits = run[0].replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return null
  return run[0].startsWith('+') ? `+${digits}` : digits
}

function numberOf(text: string): number | null {
  const plain = /^[+-]?\d{1,15}(?:[.,]\d{1,9})?$/.test(text)
  return plain ? Number(text.replace(',', '.')) : null
}

function numberIn(text: string, check: Extract<Check, { kind: 'number' }>): number | null {
  const numbers = candidates(text).flatMap(word => numberOf(word) ?? [])
  const [only] = numbers
  // Two numbers in one answer: asking again is better than picking one.
  if (only === undefined || new Set(numbers).size > 1) return null
  if (check.whole && !Number.isInteger(only)) return null
  return only >= (check.min ?? -Infinity) && only <= (check.max ?? Infinity) ? only : null
}

function oneOf(text: string, values: readonly string[]): string | null {
  const said = foldedWords(text)
  const same = values.find(value => foldedWords(value) === said)
  if (same !== undefined) return same
  const [only, second] = values.filter(value => holdsPhrase(said, foldedWords(value)))
  return second === undefined ? (only ?? null) : null
}

/** The answer in what was said, as the variable keeps it; null when there is none. */
export function answerIn(check: Check, said: string): FlowValue | null {
  const text = clipped(said.trim(), readMax)
  switch (check.kind) {
    case 'text': {
      const length = [...text].length
      return length >= (check.min ?? 1) && length <= (check.max ?? readMax) ? text : null
    }
    case 'email':
      return firstThat(text, isEmail)
    case 'phone':
      return phoneIn(text)
    case 'number':
      return numberIn(text, check)
    case 'one_of':
      return oneOf(text, check.values)
    case 'pattern': {
      const pattern = parsePattern(check.pattern)
      return typeof pattern === 'string' ? null : firstThat(text, word => matchesPattern(pattern, word))
    }
  }
}
