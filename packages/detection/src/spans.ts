// From places of words to places in the text.
import type { Reading } from './marks.ts'
import type { Span } from './signal.ts'

interface Place {
  readonly at: number
  readonly end: number
}

/** In order, each once, what overlaps as one. */
export function spansOf({ tokens }: Reading, places: readonly Place[]): readonly Span[] {
  const spans: { from: number; to: number }[] = []
  for (const { at, end } of [...places].sort((a, b) => a.at - b.at)) {
    const from = tokens[at]?.from
    const to = tokens[end - 1]?.to
    if (from === undefined || to === undefined) continue
    const last = spans.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else spans.push({ from, to })
  }
  return spans
}
