// The rules of a condition. A variable that nobody set equals nothing and is in no order with anything.
import type { Json } from '../ids.ts'
import type { ConditionRule } from './definition.ts'
import { foldedWords, holdsPhrase } from './phrase.ts'
import type { Lookup } from './template.ts'
import { shown } from './template.ts'

function isSet(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && value !== ''
}

function numeric(value: Json | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function same(left: Json, right: Json): boolean {
  if (numeric(left) === numeric(right)) return true
  const [a, b] = [shown(left), shown(right)]
  // Symbols alone fold to nothing: "+" and "-" are not the same.
  return foldedWords(a) === '' || foldedWords(b) === '' ? a === b : foldedWords(a) === foldedWords(b)
}

export function holds(rule: ConditionRule, lookup: Lookup): boolean {
  const value = lookup(rule.variable)
  const wanted = rule.value ?? ''
  switch (rule.is) {
    case 'set':
      return isSet(value)
    case 'not_set':
      return !isSet(value)
    case 'equals':
      return isSet(value) && same(value, wanted)
    case 'not_equals':
      return !isSet(value) || !same(value, wanted)
    case 'contains':
      return holdsPhrase(foldedWords(shown(value)), foldedWords(shown(wanted)))
    case 'greater':
      return numeric(value) > numeric(wanted)
    case 'less':
      return numeric(value) < numeric(wanted)
  }
}
