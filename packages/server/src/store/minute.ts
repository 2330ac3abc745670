import type { Instant } from '@baton/core'

/** Whole minutes since 1970: what the lists' indexes order by. */
export function minuteOf(at: Instant): number {
  return Math.floor(Date.parse(at) / 60_000)
}
