// Text and JSON that any store takes: no longer than allowed, no half characters, no NUL.
import type { Json } from '../ids.ts'

/** At most `max` UTF-16 units, never half of a pair. */
export function clipped(text: string, max: number): string {
  const sound = text.replace(/\p{Surrogate}|\0/gu, '\ufffd')
  if (sound.length <= max) return sound
  const cut = sound.slice(0, max)
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

const depthMax = 20

/** JSON of somebody else's, its texts and names clipped; what is nested too deep is left out. */
export function clippedJson(value: Json, max: number, depth = 0): Json {
  if (typeof value === 'string') return clipped(value, max)
  if (value === null || typeof value !== 'object') return value
  if (depth >= depthMax) return null
  if (Array.isArray(value)) {
    const list: readonly Json[] = value
    return list.map(item => clippedJson(item, max, depth + 1))
  }
  const fields = Object.entries(value as { readonly [name: string]: Json })
  return Object.fromEntries(
    fields.map(([name, item]) => [clipped(name, max), clippedJson(item, max, depth + 1)]),
  )
}
