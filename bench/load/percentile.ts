/** The value below which the share `p` (0 to 1) of the values lies; NaN of none. */
export function percentile(values: Iterable<number>, p: number): number {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

/** The middle one; of an even number the lower of the two. */
export function median(values: Iterable<number>): number {
  return percentile(values, 0.5)
}
