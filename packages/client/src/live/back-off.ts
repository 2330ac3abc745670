// How long to wait before another try: growing, so that a server that comes back is not trampled, and
// scattered, so that readers who were cut off together do not return together.

const firstMs = 500
export const shortestMs = 250
export const longestMs = 10_000

/** Milliseconds before try number `tries` (0 is the first). `chance`: from 0 up to 1. */
export function backOffMs(tries: number, chance: number): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 16))
  return shortestMs + (bound - shortestMs) * chance
}
