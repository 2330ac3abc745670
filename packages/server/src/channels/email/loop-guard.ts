// A machine that does not say that it is one answers within seconds, again and again. After so many mails from one
// address within the window they are kept and no bot answers; a person still can.
const windowMs = 10 * 60_000
const most = 15
const addressesKept = 5_000

export interface LoopGuard {
  /** Counts a mail from here, and tells whether it is one too many. */
  isLoop(address: string): boolean
}

/** In memory: a server that starts afresh counts afresh, which only lets a few more through. */
export function createLoopGuard(now: () => number): LoopGuard {
  const seen = new Map<string, readonly number[]>()
  return {
    isLoop(address) {
      const times = [...(seen.get(address) ?? []).filter(at => now() - at < windowMs), now()].slice(-most - 1)
      seen.delete(address)
      seen.set(address, times)
      const [oldest] = seen.keys()
      if (seen.size > addressesKept && oldest !== undefined) seen.delete(oldest)
      return times.length > most
    },
  }
}
