// Words marked where they stand on the page, without touching what renders them: the browser's own highlights. One
// that has none still scrolls to the line.
import type { Term } from '@baton/core'
import { marksIn } from '@baton/core'

const name = 'found-words'

/** Ranges of a line's words; its text may be in several nodes. */
function rangesIn(line: Element, terms: readonly Term[]): Range[] {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const term of terms) {
      for (const { from, to } of marksIn(node.nodeValue ?? '', [term])) {
        const range = new Range()
        range.setStart(node, from)
        range.setEnd(node, to)
        ranges.push(range)
      }
    }
  }
  return ranges
}

export function markWords(terms: readonly Term[]): void {
  if (!('highlights' in CSS)) return
  const lines = terms.length === 0 ? [] : [...document.querySelectorAll('[role="log"] [id^="seq-"]')]
  CSS.highlights.set(name, new Highlight(...lines.flatMap(line => rangesIn(line, terms))))
}

export function unmarkWords(): void {
  if ('highlights' in CSS) CSS.highlights.delete(name)
}
