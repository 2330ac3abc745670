// A part of a JSON value by its path: `order.items[0].name`.
import type { Json } from '../ids.ts'

const step = String.raw`[\p{L}\p{N}_$-]+`
const whole = new RegExp(String.raw`^(?:${step}|\[\d{1,4}\])(?:\.${step}|\[\d{1,4}\])*$`, 'u')

export function isPath(path: string): boolean {
  return whole.test(path)
}

function child(value: Json, key: string): Json | undefined {
  if (Array.isArray(value)) {
    const list: readonly Json[] = value
    return /^\d+$/.test(key) ? list[Number(key)] : undefined
  }
  if (value === null || typeof value !== 'object') return undefined
  const fields = value as { readonly [name: string]: Json }
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}

/** Undefined when there is nothing. */
export function partAt(value: Json, path: string): Json | undefined {
  let part: Json | undefined = value
  for (const key of path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    if (key === '') continue
    if (part === undefined) return undefined
    part = child(part, key)
  }
  return part
}
