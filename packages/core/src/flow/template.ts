// `{{name}}` in a builder's text stands for what the conversation knows. What is put in is never read again:
// a customer's "{{order}}" stays as typed.
import type { Json } from '../ids.ts'
import { clipped } from './clip.ts'

export const textMax = 4_096

export type Lookup = (name: string) => Json | undefined

export function shown(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** The text with its variables filled in; an unknown one is nothing. At most `max` characters. */
export function filled(text: string, lookup: Lookup, max: number = textMax): string {
  const whole = text.replace(/\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}/gu, (_, name: string) =>
    shown(lookup(name)),
  )
  return clipped(whole, max)
}
