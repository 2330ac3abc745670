// A frame extends one reader of one conversation from `after` to `cursor`, and holds every item in between
// that this reader may see. Here is the one rule by which readers neither lose nor double anything [DL2].

export interface Frame<Item> {
  readonly after: number
  readonly cursor: number
  /** By `seq`, rising; each above `after` and at most `cursor`. */
  readonly items: readonly Item[]
}

/** `known`: nothing new for this reader. `gap`: something is missing before the frame. */
export type Outcome = 'extended' | 'known' | 'gap'

/** What a frame has for a reader who stands at `cursor`; an overlap gives its tail. */
export function cutFrame<Item extends { readonly seq: number }>(
  cursor: number,
  frame: Frame<Item>,
): { readonly outcome: Outcome; readonly items: readonly Item[] } {
  if (frame.after > cursor) return { outcome: 'gap', items: [] }
  if (frame.cursor <= cursor) return { outcome: 'known', items: [] }
  return { outcome: 'extended', items: frame.items.filter(item => item.seq > cursor) }
}
