// The little markdown that agents write. What is stored is the plain text; this makes of it what may be shown:
// words, never markup of a page, and links that lead nowhere but http, https, mailto and tel.

export type MarkdownInline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic'; readonly inner: readonly MarkdownInline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inner: readonly MarkdownInline[] }

export type MarkdownBlock =
  /** Its lines stand as they were written, blank ones too. */
  | { readonly kind: 'lines'; readonly inner: readonly MarkdownInline[] }
  | { readonly kind: 'quote'; readonly inner: readonly MarkdownInline[] }
  | {
      readonly kind: 'list'
      readonly first: number | null
      readonly items: readonly (readonly MarkdownInline[])[]
    }
  | { readonly kind: 'code'; readonly text: string }

const safe = /^(?:https?:\/\/[^\s/<>"']|mailto:[^\s<>"']|tel:\+?\d)[^\s<>"']*$/i
/** In the order of their alternatives: code, link, bold, italic (`*` or `_`), a bare address. */
const mark =
  /`([^`\n]+)`|\[([^\][\n]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)|\*\*(?=\S)([^\n]*?\S)\*\*(?!\*)|\*(?=[^\s*])([^*\n]*?[^\s*])\*(?!\*)|(?<![\p{L}\p{N}_])_(?=[^\s_])([^\n]*?[^\s_])_(?![\p{L}\p{N}_])|(https?:\/\/[^\s/<>"'][^\s<>"']*)/gu
/** What ends a sentence belongs to it and not to the address. */
const trailing = /(?:[.,;:!?)\]}]|\*+|_+)+$/
const deepest = 4

export function parseInline(text: string, depth = 0): readonly MarkdownInline[] {
  const pieces: MarkdownInline[] = []
  let done = 0
  const plain = (to: number) => {
    if (to > done) pieces.push({ kind: 'text', text: text.slice(done, to) })
  }
  for (const match of depth < deepest ? text.matchAll(mark) : []) {
    const [whole, code, label, href, bold, star, line, address] = match
    const found = address?.replace(trailing, '')
    const piece: MarkdownInline | null =
      code !== undefined
        ? { kind: 'code', text: code }
        : label !== undefined && href !== undefined
          ? safe.test(href)
            ? { kind: 'link', href, inner: parseLabel(label, depth) }
            : null
          : bold !== undefined
            ? { kind: 'bold', inner: parseInline(bold, depth + 1) }
            : star !== undefined || line !== undefined
              ? { kind: 'italic', inner: parseInline(star ?? line ?? '', depth + 1) }
              : found && safe.test(found)
                ? { kind: 'link', href: found, inner: [{ kind: 'text', text: found }] }
                : null
    if (!piece) continue
    plain(match.index)
    pieces.push(piece)
    done = match.index + (found?.length ?? whole.length)
  }
  plain(text.length)
  return pieces
}

/** A link in a link is none. */
function parseLabel(label: string, depth: number): readonly MarkdownInline[] {
  const flat = (pieces: readonly MarkdownInline[]): readonly MarkdownInline[] =>
    pieces.flatMap((piece): readonly MarkdownInline[] =>
      piece.kind === 'link'
        ? flat(piece.inner)
        : 'inner' in piece
          ? [{ ...piece, inner: flat(piece.inner) }]
          : [piece],
    )
  return flat(parseInline(label, depth + 1))
}

const bullet = /^ {0,3}[-*•] +(?=\S)/
const numbered = /^ {0,3}(\d{1,4})[.)] +(?=\S)/
const quoted = /^ {0,3}> ?/
const fence = /^```[^`]*$/

/** What of the lines from `from` on is of one kind, and where it ends. */
function blockAt(lines: readonly string[], from: number): readonly [MarkdownBlock | null, to: number] {
  const line = lines[from] ?? ''
  const while_ = (form: RegExp) => {
    let to = from
    while (to < lines.length && form.test(lines[to] ?? '')) to += 1
    return to
  }
  if (fence.test(line)) {
    const end = lines.findIndex((each, at) => at > from && each.trim() === '```')
    if (end > from) return [{ kind: 'code', text: lines.slice(from + 1, end).join('\n') }, end + 1]
  }
  for (const form of [bullet, numbered]) {
    if (!form.test(line)) continue
    const to = while_(form)
    const items = lines.slice(from, to).map(each => parseInline(each.replace(form, '')))
    const first = form === numbered ? Number(numbered.exec(line)?.[1]) : null
    return [{ kind: 'list', first, items }, to]
  }
  if (quoted.test(line)) {
    const to = while_(quoted)
    const text = lines.slice(from, to).map(each => each.replace(quoted, ''))
    return [{ kind: 'quote', inner: parseInline(text.join('\n')) }, to]
  }
  return [null, from + 1]
}

export function parseMarkdown(text: string): readonly MarkdownBlock[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const blocks: MarkdownBlock[] = []
  let begun: string[] = []
  const end = () => {
    const words = begun.join('\n').replace(/^\n+|\n+$/g, '')
    if (words !== '') blocks.push({ kind: 'lines', inner: parseInline(words) })
    begun = []
  }
  for (let at = 0; at < lines.length; ) {
    const [block, to] = blockAt(lines, at)
    if (block) {
      end()
      blocks.push(block)
    } else begun.push(lines[at] ?? '')
    at = to
  }
  end()
  return blocks
}

function plainInline(pieces: readonly MarkdownInline[]): string {
  return pieces
    .map(piece => {
      if (!('inner' in piece)) return piece.text
      const words = plainInline(piece.inner)
      if (piece.kind !== 'link') return words
      const bare = piece.href.replace(/^(?:mailto|tel):/i, '')
      return words === piece.href || words === bare ? words : `${words} (${bare})`
    })
    .join('')
}

function plainBlock(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'lines':
      return plainInline(block.inner)
    case 'quote':
      return plainInline(block.inner).replace(/^/gm, '> ')
    case 'code':
      return block.text
    case 'list':
      return block.items
        .map((item, at) => `${block.first === null ? '•' : `${block.first + at}.`} ${plainInline(item)}`)
        .join('\n')
  }
}

/** For a channel that shows text as it is: the same words without the marks, each address beside its label. */
export function plainOfMarkdown(text: string): string {
  return parseMarkdown(text).map(plainBlock).join('\n')
}
