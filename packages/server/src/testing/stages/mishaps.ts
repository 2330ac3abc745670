// What goes wrong with the next sends to a local server, each so many times.
import type { Mishap } from '../channel-stage.ts'

export interface Mishaps {
  readonly add: (mishap: Mishap, times: number) => void
  /** The mishap of this send, spent by asking; null: all goes well. */
  readonly next: () => Mishap | null
  /** As `next`, for the one that is met before anything is read. */
  readonly isDown: () => boolean
}

export const slowMs = 400

export function createMishaps(): Mishaps {
  const waiting: Mishap[] = []
  return {
    add: (mishap, times) => waiting.push(...Array.from({ length: times }, () => mishap)),
    next: () => waiting.shift() ?? null,
    isDown() {
      if (waiting[0] !== 'down') return false
      waiting.shift()
      return true
    },
  }
}
