// The order of a list that does not move under the pointer: while it is held, new order waits.
export interface HeldOrder {
  readonly ids: readonly string[]
  /** How many rows came or moved up since the list is held. */
  readonly fresh: number
}

/**
 * The order to show. Not held: the live one. Held: what is shown stays, row by row, and what would have come
 * or jumped ahead is counted.
 */
export function heldOrder(shown: readonly string[], live: readonly string[], held: boolean): HeldOrder {
  if (!held || shown.length === 0) return { ids: live, fresh: 0 }
  // Most of a long list stands where it stood: only what is before that can be new.
  let end = live.length
  for (let at = shown.length; end > 0 && at > 0 && live[end - 1] === shown[at - 1]; at--) end -= 1
  const tail = shown.length - (live.length - end)
  const place = new Map(shown.slice(0, tail).map((id, index) => [id, index]))
  let fresh = 0
  let lowest = tail < shown.length ? tail : Number.POSITIVE_INFINITY
  for (const id of live.slice(0, end).toReversed()) {
    const at = place.get(id)
    if (at === undefined || at > lowest) fresh += 1
    else lowest = at
  }
  return { ids: shown, fresh }
}
