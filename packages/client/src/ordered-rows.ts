// Lists that are kept in order, not sorted for each frame.
import type { ConversationRow } from '@baton/protocol'

type Compare = (one: ConversationRow, other: ConversationRow) => number

/** More changes than these at once are merged in one go. */
const fewChanges = 64

/** The first place whose row does not come before `row`. */
function placeOf(list: readonly ConversationRow[], row: ConversationRow, compare: Compare): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    const there = list[middle]
    if (there && compare(there, row) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function merged(
  list: readonly ConversationRow[],
  gone: ReadonlySet<string>,
  come: readonly ConversationRow[],
  compare: Compare,
): readonly ConversationRow[] {
  const next: ConversationRow[] = []
  const sorted = [...come].sort(compare)
  let at = 0
  for (const row of list) {
    if (gone.has(row.id)) continue
    for (let one = sorted[at]; one && compare(one, row) < 0; one = sorted[at]) {
      next.push(one)
      at += 1
    }
    next.push(row)
  }
  return [...next, ...sorted.slice(at)]
}

/** The list without `gone`, which are in it, and with `come`, which are not. `compare` tells any two rows apart. */
export function reordered(
  list: readonly ConversationRow[],
  gone: readonly ConversationRow[],
  come: readonly ConversationRow[],
  compare: Compare,
): readonly ConversationRow[] {
  if (gone.length + come.length === 0) return list
  if (gone.length + come.length > fewChanges)
    return merged(list, new Set(gone.map(row => row.id)), come, compare)
  const next = list.slice()
  for (const row of gone) next.splice(placeOf(next, row, compare), 1)
  for (const row of come) next.splice(placeOf(next, row, compare), 0, row)
  return next
}
