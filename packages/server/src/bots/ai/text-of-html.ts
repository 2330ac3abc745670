// A page as text: headings marked, what leads elsewhere or only decorates left out.
import { convert } from 'html-to-text'

const skipped = ['nav', 'footer', 'header', 'aside', 'form', 'script', 'style', 'noscript', 'img', 'svg']

export function textOfHtml(html: string): string {
  const marked = [1, 2, 3, 4, 5, 6].map(depth => ({
    selector: `h${depth}`,
    format: 'heading',
    options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
  }))
  // Headings are told from paragraphs by a mark of our own, put there before the tags are gone.
  const withMarks = html.replace(
    /<h([1-6])\b([^>]*)>/gi,
    (_all, depth: string, rest: string) => `<h${depth}${rest}>${'#'.repeat(Number(depth))} `,
  )
  return convert(withMarks, {
    wordwrap: false,
    selectors: [
      ...marked,
      ...skipped.map(selector => ({ selector, format: 'skip' })),
      { selector: 'a', options: { ignoreHref: true } },
    ],
  })
}
