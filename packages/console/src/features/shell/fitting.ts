// How many of a row of equal things stand whole in a width.
interface Sizes {
  /** Pixels. */
  readonly each: number
  readonly gap: number
  /** What says how many more there are; it stands there only when not all fit. */
  readonly more: number
}

/** At least one where there is one. */
export function fitting(count: number, width: number, { each, gap, more }: Sizes): number {
  const roomFor = (space: number) => Math.floor((space + gap) / (each + gap))
  if (count <= roomFor(width)) return count
  return Math.max(Math.min(count, 1), roomFor(width - more - gap))
}
