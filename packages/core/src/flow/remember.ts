// What a flow keeps between steps, in a form that always fits: bounded variables, and a position that is read
// back as a stranger's, because the flow may have been edited meanwhile.
import type { Json } from '../ids.ts'
import { clipped } from './clip.ts'

/** Where a flow stands: at a block that waits for the customer or the clock. */
export interface Position {
  readonly block: string
  /** Answers that the open question refused. */
  readonly misses: number
  /** What was said during a wait, oldest first: for the next question. */
  readonly early: readonly string[]
  /** Of an open feedback block that was rated and now asks for a comment. */
  readonly rating?: number
  /** The customer’s last words before a call: its texts may hold them. */
  readonly said?: string
}

export type Variables = { readonly [name: string]: Json }

export const valueMax = 1_000
const variablesMaxBytes = 16_000
const earlyKept = 20

export function positionOf(json: Json): Position | null {
  if (json === null || typeof json !== 'object' || !('block' in json)) return null
  const { block, misses, early, rating, said: words } = json
  if (typeof block !== 'string') return null
  const before: readonly Json[] = Array.isArray(early) ? early : []
  const position: Position = {
    block,
    misses: typeof misses === 'number' && misses > 0 ? misses : 0,
    early: before.filter(text => typeof text === 'string'),
  }
  if (typeof words === 'string') return { ...position, said: words }
  const rated = rating === 1 || rating === 2 || rating === 3 || rating === 4 || rating === 5
  return rated ? { ...position, rating } : position
}

export function positionJson(position: Position | null, version: number | undefined): Json {
  if (position === null) return null
  const { block, misses, rating, said } = position
  const early = position.early.slice(-earlyKept).map(text => clipped(text, valueMax))
  const kept = version === undefined ? { block, misses, early } : { block, misses, early, version }
  if (said !== undefined) return { ...kept, said: clipped(said, valueMax) }
  return rating === undefined ? kept : { ...kept, rating }
}

/** The version of the flow that left this position; null when it does not say. */
export function versionIn(json: Json): number | null {
  if (json === null || typeof json !== 'object' || !('version' in json)) return null
  return typeof json.version === 'number' ? json.version : null
}

/** The variables with one more; the newest stand last. */
export function withVariable(variables: Variables, name: string, value: Json): Variables {
  const rest = Object.entries(variables).filter(([other]) => other !== name)
  return Object.fromEntries([...rest, [name, typeof value === 'string' ? clipped(value, valueMax) : value]])
}

/** The variables without one: its default counts again. */
export function withoutVariable(variables: Variables, name: string): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name))
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4
  }
  return bytes
}

/** The variables cut to their limits: what does not fit is dropped, the oldest first. */
export function bounded(variables: Variables): Variables {
  const kept: [string, Json][] = []
  let bytes = 2
  for (const [name, value] of Object.entries(variables).reverse()) {
    const short = typeof value === 'string' ? clipped(value, valueMax) : value
    const written = JSON.stringify(short)
    if (typeof short !== 'string' && written.length > valueMax) continue
    bytes += utf8Bytes(JSON.stringify(name)) + utf8Bytes(written) + 2
    if (bytes > variablesMaxBytes) break
    kept.push([name, short])
  }
  return Object.fromEntries(kept.reverse())
}
