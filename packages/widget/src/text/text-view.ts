// A text with what is marked in it, drawn with the app's own elements: links in everybody's, and the little markdown
// of a person of the team. Words stay words: nothing here makes markup of the page out of a text.
import type { MarkdownBlock, MarkdownInline } from '@baton/core'
import { parseMarkdown } from '@baton/core'
import type { ComponentChildren, h } from 'preact'
import { linkPieces } from './link-pieces.ts'

/** Preact's `h`, as the app has it: a second copy would not draw into the first one's tree. */
export type Make = typeof h
export type TextView = (make: Make, text: string, marked: boolean) => ComponentChildren

const codeLook = {
  font: '0.92em ui-monospace, monospace',
  background: '#8883',
  borderRadius: '4px',
  padding: '0 4px',
}
const blockLook = {
  ...codeLook,
  padding: '8px 10px',
  margin: '4px 0',
  overflowX: 'auto',
  borderRadius: '6px',
}
const listLook = { margin: '2px 0', paddingInlineStart: '20px' }
const quoteLook = { margin: '4px 0', paddingInlineStart: '10px', borderInlineStart: '2px solid #8888' }

function link(make: Make, href: string, inner: ComponentChildren) {
  return make('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, inner)
}

function pieces(make: Make, all: readonly MarkdownInline[]): ComponentChildren[] {
  return all.map(piece => {
    switch (piece.kind) {
      case 'text':
        return piece.text
      case 'code':
        return make('code', { style: codeLook }, piece.text)
      case 'link':
        return link(make, piece.href, pieces(make, piece.inner))
      default:
        return make(piece.kind === 'bold' ? 'b' : 'i', null, pieces(make, piece.inner))
    }
  })
}

function block(make: Make, each: MarkdownBlock): ComponentChildren {
  switch (each.kind) {
    case 'lines':
      return make('p', null, pieces(make, each.inner))
    case 'quote':
      return make('blockquote', { style: quoteLook }, make('p', null, pieces(make, each.inner)))
    case 'code':
      return make('pre', { style: blockLook, tabIndex: 0 }, each.text)
    case 'list':
      return make(
        each.first === null ? 'ul' : 'ol',
        { style: listLook, ...(each.first === null ? {} : { start: each.first }) },
        each.items.map(item => make('li', null, pieces(make, item))),
      )
  }
}

export const textView: TextView = (make, text, marked) =>
  marked
    ? parseMarkdown(text).map(each => block(make, each))
    : make(
        'p',
        null,
        linkPieces(text).map(piece =>
          piece.href === null ? piece.text : link(make, piece.href, piece.text),
        ),
      )
