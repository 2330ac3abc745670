// Slack's own markup, both ways: what an agent wrote as mrkdwn, what a customer wrote as text. Nothing that somebody
// wrote becomes a mention.
import type { MarkdownBlock, MarkdownInline } from '@baton/core'
import { parseMarkdown } from '@baton/core'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function pieceMrkdwn(piece: MarkdownInline): string {
  switch (piece.kind) {
    case 'text':
      return escaped(piece.text)
    case 'code':
      return `\`${escaped(piece.text)}\``
    case 'bold':
      return `*${inlineMrkdwn(piece.inner)}*`
    case 'italic':
      return `_${inlineMrkdwn(piece.inner)}_`
    case 'link': {
      const label = inlineMrkdwn(piece.inner)
      return label === escaped(piece.href) ? `<${escaped(piece.href)}>` : `<${escaped(piece.href)}|${label}>`
    }
  }
}

const inlineMrkdwn = (pieces: readonly MarkdownInline[]): string => pieces.map(pieceMrkdwn).join('')

function blockMrkdwn(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'lines':
      return inlineMrkdwn(block.inner)
    case 'quote':
      return inlineMrkdwn(block.inner).replace(/^/gm, '> ')
    case 'code':
      return `\`\`\`\n${escaped(block.text)}\n\`\`\``
    case 'list':
      return block.items
        .map((item, n) => `${block.first === null ? '•' : `${block.first + n}.`} ${inlineMrkdwn(item)}`)
        .join('\n')
  }
}

export function mrkdwnOf(markdown: string): string {
  return parseMarkdown(markdown).map(blockMrkdwn).join('\n')
}

/** `<https://a.example|a>` and the like as they are read; mentions keep what can be shown of them. */
export function textOfMrkdwn(mrkdwn: string): string {
  return mrkdwn
    .replace(/<(?:([@#!])([^>|]*)|([^>|]+))(?:\|([^>]*))?>/g, (_all, sign, name, address, label) => {
      if (sign) return `${sign === '!' ? '@' : sign}${label || name}`
      const plain = String(address).replace(/^(mailto|tel):/, '')
      return label && label !== plain ? `${label} (${plain})` : plain
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
