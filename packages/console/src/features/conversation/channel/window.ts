// DL5: how long free text goes, after the customer's last message. Pure; the server decides by the same rule.
export interface LineWindow {
  /** 0 once it is over. */
  readonly leftMs: number
  readonly wholeMs: number
  readonly level: 'quiet' | 'loud' | 'closed'
  /** The customer has never written. */
  readonly never: boolean
}

/** From here on it is said loudly. */
export const loudMs = 60 * 60_000

export function windowOf(lastContactAt: string | null, wholeMs: number, now: number): LineWindow {
  if (lastContactAt === null) return { leftMs: 0, wholeMs, level: 'closed', never: true }
  const leftMs = Math.max(0, Date.parse(lastContactAt) + wholeMs - now)
  const level = leftMs === 0 ? 'closed' : leftMs <= loudMs ? 'loud' : 'quiet'
  return { leftMs, wholeMs, level, never: false }
}
