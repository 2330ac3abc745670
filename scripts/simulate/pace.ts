// How fast customers write: as people type, or all together at a rate.
import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves when the next message of this text may be sent; rejects when the run ends. */
export type Pace = (text: string, signal: AbortSignal) => Promise<void>

const readingMs = 1_000
const keyMs = 150
const longestMs = 12_000

/** Reading, thinking and typing, `speed` times as fast as people. */
export function asPeopleType(speed: number): Pace {
  return async (text, signal) => {
    const ms = Math.min(longestMs, readingMs + text.length * keyMs) * (0.7 + Math.random() * 0.6)
    await sleep(ms / speed, undefined, { signal })
  }
}

/** `rate` messages a second of all customers together, evenly. */
export function atRate(rate: number): Pace {
  let dueAt = performance.now()
  return async (_text, signal) => {
    dueAt = Math.max(dueAt + 1_000 / rate, performance.now() - 100)
    const restMs = dueAt - performance.now()
    if (restMs > 1) await sleep(restMs, undefined, { signal })
    else signal.throwIfAborted()
  }
}
