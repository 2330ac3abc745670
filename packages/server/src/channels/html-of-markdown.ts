// What an agent wrote, as HTML: all of it for mail, or the few tags that a messenger takes. Text is text: nothing that
// somebody wrote becomes a tag.
import type { MarkdownBlock, MarkdownInline } from '@baton/core'
import { parseMarkdown } from '@baton/core'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, sign => entities[sign] ?? sign)
}

function pieceHtml(piece: MarkdownInline): string {
  switch (piece.kind) {
    case 'text':
      return escapeHtml(piece.text)
    case 'code':
      return `<code>${escapeHtml(piece.text)}</code>`
    case 'bold':
      return `<b>${inlineHtml(piece.inner)}</b>`
    case 'italic':
      return `<i>${inlineHtml(piece.inner)}</i>`
    case 'link':
      return `<a href="${escapeHtml(piece.href)}">${inlineHtml(piece.inner)}</a>`
  }
}

const inlineHtml = (pieces: readonly MarkdownInline[]): string => pieces.map(pieceHtml).join('')

function mailBlock(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'lines':
      return `<p>${inlineHtml(block.inner).replaceAll('\n\n', '</p><p>').replaceAll('\n', '<br>')}</p>`
    case 'quote':
      return `<blockquote>${inlineHtml(block.inner).replaceAll('\n', '<br>')}</blockquote>`
    case 'code':
      return `<pre>${escapeHtml(block.text)}</pre>`
    case 'list': {
      const items = block.items.map(item => `<li>${inlineHtml(item)}</li>`).join('')
      return block.first === null ? `<ul>${items}</ul>` : `<ol start="${block.first}">${items}</ol>`
    }
  }
}

function messengerBlock(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'lines':
      return inlineHtml(block.inner)
    case 'quote':
      return `<blockquote>${inlineHtml(block.inner)}</blockquote>`
    case 'code':
      return `<pre>${escapeHtml(block.text)}</pre>`
    case 'list':
      return block.items
        .map((item, n) => `${block.first === null ? '•' : `${block.first + n}.`} ${inlineHtml(item)}`)
        .join('\n')
  }
}

/** With paragraphs and lists, for a mail's body. */
export function mailHtml(markdown: string): string {
  return parseMarkdown(markdown).map(mailBlock).join('\n')
}

/** Without paragraphs and lists, for a messenger that takes a few tags only. */
export function messengerHtml(markdown: string): string {
  return parseMarkdown(markdown).map(messengerBlock).join('\n')
}
