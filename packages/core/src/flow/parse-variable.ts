// Variables as a flow names and fills them, out of unknown JSON.
import type { FlowValue } from './definition.ts'
import { saidVariable } from './definition.ts'
import type { Reading } from './reading.ts'
import { fieldOf, note, optionalText } from './reading.ts'
import { valueMax } from './remember.ts'

/** Of names: of flows, blocks, options, variables. */
export const nameMax = 80

/** What is wrong with the name of a variable that a flow writes; null when nothing is. */
export function variableFault(name: string): string | null {
  if (name === saidVariable)
    return `"${saidVariable}" always holds the customer’s last words: take another name`
  return /^\p{L}[\p{L}\p{N}_]{0,59}$/u.test(name)
    ? null
    : 'must begin with a letter and go on with letters, digits and _ (60 characters at most)'
}

export function flowValue(reading: Reading, key: string): FlowValue | undefined {
  const value = fieldOf(reading, key)
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  if (typeof value === 'string' && value.length <= valueMax && !/\p{Surrogate}|\0/u.test(value)) return value
  note(reading, key, `must be text of at most ${valueMax} characters, a number, true or false`)
  return undefined
}

/** The name of a variable that a block writes. */
export function writtenVariable(reading: Reading, key: string): string | undefined {
  const name = optionalText(reading, key, nameMax)
  const wrong = name === undefined ? null : variableFault(name)
  if (wrong !== null) note(reading, key, wrong)
  return name
}

/** The fields of an object of variables. */
export function valuesOf(reading: Reading, most: number): { readonly [name: string]: FlowValue } {
  const names = Object.keys(reading.fields)
  if (names.length > most) note(reading, '', `holds ${names.length} variables: keep ${most} at most`)
  const values = names.slice(0, most).flatMap((name): [string, FlowValue][] => {
    const wrong = variableFault(name)
    if (wrong !== null) note(reading, name.slice(0, nameMax), wrong)
    const value = flowValue(reading, name)
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(values)
}
