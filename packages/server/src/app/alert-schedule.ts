// When an alert that did not get there is tried again, and when no more: often at first, as somebody waits.
import type { AlertFault } from './alert-port.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const pausesMs = [2 * secondMs, 10 * secondMs, minuteMs, 5 * minuteMs, 15 * minuteMs]
const thenEveryMs = 30 * minuteMs
const longestAskedMs = 60 * minuteMs
/** Who would still wait for it. */
const keptMs = 24 * 60 * minuteMs
const jitter = 0.2

export interface Again {
  readonly state: 'waiting' | 'failed'
  readonly afterMs: number
}

/** `tries`: attempts before this one; `ageMs`: since it was owed; `chance`: from 0 to 1. */
export function againAfter(fault: AlertFault, tries: number, ageMs: number, chance: number): Again {
  if (fault.outcome !== 'later' || ageMs > keptMs) return { state: 'failed', afterMs: 0 }
  const asked = fault.retryAfterMs === null ? null : Math.min(fault.retryAfterMs, longestAskedMs)
  const pause = pausesMs[tries] ?? thenEveryMs
  const spread = pause * (1 + jitter * chance)
  return { state: 'waiting', afterMs: Math.round(asked === null ? spread : Math.max(asked, secondMs)) }
}
