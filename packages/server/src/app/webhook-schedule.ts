// When what was not heard is told again, and when no more: as Standard Webhooks says, with jitter, so that an endpoint
// that comes back is not met by everybody at once.
import type { Called, Verdict } from './webhook-store.ts'

const seconds = 1_000
const minutes = 60 * seconds
const hours = 60 * minutes

/** After the first failure, after the second, … */
const pausesMs = [
  5 * seconds,
  5 * minutes,
  30 * minutes,
  2 * hours,
  5 * hours,
  10 * hours,
  14 * hours,
  20 * hours,
  24 * hours,
]
/** What an endpoint may ask for at the most. */
const retryAfterMaxMs = 24 * hours
/** Of the pause, on top of it. */
const jitter = 0.2

/** Failing for so long without one success, an endpoint is switched off. */
export const failingMaxDays = 5

/** Whole milliseconds of `Retry-After`, in seconds or as a date; null when there is none that makes sense. */
export function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  const text = header.trim()
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * seconds : Date.parse(text) - nowMs
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, retryAfterMaxMs) : null
}

/** `tries`: attempts before this one; `chance`: from 0 to 1. */
export function verdictOn({ status, problem, retryAfterMs }: Called, tries: number, chance: number): Verdict {
  if (problem === null) return { state: 'delivered', afterMs: 0, isGone: false }
  if (status === 410) return { state: 'failed', afterMs: 0, isGone: true }
  const pauseMs = pausesMs[tries]
  if (pauseMs === undefined) return { state: 'failed', afterMs: 0, isGone: false }
  const jittered = pauseMs * (1 + jitter * chance)
  return { state: 'waiting', afterMs: Math.round(Math.max(jittered, retryAfterMs ?? 0)), isGone: false }
}
