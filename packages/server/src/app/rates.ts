// How fast a line may be written to: a bucket for the whole of it, and one for each customer. Each server keeps its
// own; a channel that is asked too fast by several of them says so, and is asked more slowly.
export interface Rates {
  /** 0: go, and one was taken. Otherwise ms to wait; nothing was taken. */
  take(line: string, customer: string, limits: RateLimits, nowMs: number): number
  /** The channel said that it is too much: nothing goes on the line for a while. */
  pause(line: string, untilMs: number): void
  /** Forgets buckets that are full again. */
  tidy(nowMs: number): void
}

export interface RateLimits {
  readonly perSecond: number
  readonly pair: { readonly everyMs: number; readonly burst: number } | null
}

interface Bucket {
  left: number
  atMs: number
  readonly everyMs: number
  readonly burst: number
}

function filled(bucket: Bucket, nowMs: number): Bucket {
  bucket.left = Math.min(bucket.burst, bucket.left + Math.max(0, nowMs - bucket.atMs) / bucket.everyMs)
  bucket.atMs = nowMs
  return bucket
}

const waitOf = (bucket: Bucket) => (bucket.left >= 1 ? 0 : Math.ceil((1 - bucket.left) * bucket.everyMs))

export function createRates(): Rates {
  const buckets = new Map<string, Bucket>()
  const paused = new Map<string, number>()

  function bucketOf(name: string, everyMs: number, burst: number, nowMs: number): Bucket {
    const held = buckets.get(name) ?? { left: burst, atMs: nowMs, everyMs, burst }
    buckets.set(name, held)
    return filled(held, nowMs)
  }

  return {
    take(line, customer, { perSecond, pair }, nowMs) {
      const until = paused.get(line) ?? 0
      if (until > nowMs) return until - nowMs
      const whole = bucketOf(line, 1_000 / perSecond, Math.max(1, perSecond), nowMs)
      const one = pair && bucketOf(`${line} ${customer}`, pair.everyMs, pair.burst, nowMs)
      const waitMs = Math.max(waitOf(whole), one ? waitOf(one) : 0)
      if (waitMs > 0) return waitMs
      whole.left -= 1
      if (one) one.left -= 1
      return 0
    },
    pause(line, untilMs) {
      paused.set(line, Math.max(untilMs, paused.get(line) ?? 0))
    },
    tidy(nowMs) {
      for (const [name, bucket] of buckets)
        if (filled(bucket, nowMs).left >= bucket.burst) buckets.delete(name)
      for (const [name, until] of paused) if (until <= nowMs) paused.delete(name)
    },
  }
}
