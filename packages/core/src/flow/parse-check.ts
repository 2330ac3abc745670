// The check of a question out of unknown JSON.
import type { Check } from './definition.ts'
import { parsePattern } from './pattern.ts'
import { foldedWords } from './phrase.ts'
import type { Reading } from './reading.ts'
import {
  fieldOf,
  given,
  note,
  objectIn,
  onlyKnown,
  optionalFlag,
  optionalNumber,
  optionalOneOf,
  requiredText,
  textsOf,
} from './reading.ts'
import { valueMax } from './remember.ts'

const checkKinds = ['text', 'email', 'phone', 'number', 'one_of', 'pattern'] as const
const anything: Check = { kind: 'text' }

function bounds(reading: Reading, from: number, to: number, fractions: boolean) {
  const min = optionalNumber(reading, 'min', { from, to, fractions })
  const max = optionalNumber(reading, 'max', { from, to, fractions })
  if (min !== undefined && max !== undefined && min > max)
    note(reading, 'min', 'is above max: turn them round')
  return { min, max }
}

function oneOfCheck(reading: Reading): Check {
  const values = textsOf(reading, 'values', 100, 100)
  const blank = values.findIndex(value => value.trim() !== '' && foldedWords(value) === '')
  if (blank >= 0) note(reading, `values[${blank}]`, 'needs a letter or a digit')
  return { kind: 'one_of', values }
}

function patternCheck(reading: Reading): Check {
  const source = requiredText(reading, 'pattern', 100)
  const pattern = source === '' ? [] : parsePattern(source)
  if (typeof pattern === 'string') note(reading, 'pattern', pattern)
  return { kind: 'pattern', pattern: source }
}

/** Reads the field `check` of a question. */
export function parseCheck(question: Reading): Check {
  const reading = objectIn(question, 'check')
  if (reading === null) return anything
  const kind = optionalOneOf(reading, 'kind', checkKinds)
  switch (kind) {
    case 'text':
      onlyKnown(reading, ['kind', 'min', 'max'])
      return given({ kind, ...bounds(reading, 1, valueMax, false) })
    case 'number':
      onlyKnown(reading, ['kind', 'min', 'max', 'whole'])
      return given({ kind, ...bounds(reading, -1e15, 1e15, true), whole: optionalFlag(reading, 'whole') })
    case 'one_of':
      onlyKnown(reading, ['kind', 'values'])
      return oneOfCheck(reading)
    case 'pattern':
      onlyKnown(reading, ['kind', 'pattern'])
      return patternCheck(reading)
    case 'email':
    case 'phone':
      onlyKnown(reading, ['kind'])
      return { kind }
    case undefined:
      if (fieldOf(reading, 'kind') === undefined) {
        note(reading, 'kind', `is missing: one of ${checkKinds.join(', ')}`)
      }
      return anything
  }
}
