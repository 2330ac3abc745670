// The little markdown of agents as elements of the page: words stay words, whatever stands in them.
import type { MarkdownBlock, MarkdownInline } from '@baton/core'
import { parseMarkdown } from '@baton/core'
import type { ReactNode } from 'react'
import { Fragment, memo } from 'react'

type Say = (text: string) => ReactNode

const plain: Say = text => text

function Pieces({ pieces, say }: { readonly pieces: readonly MarkdownInline[]; readonly say: Say }) {
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change order
    <Fragment key={index}>{pieceOf(piece, say)}</Fragment>
  ))
}

function pieceOf(piece: MarkdownInline, say: Say): ReactNode {
  switch (piece.kind) {
    case 'text':
      return say(piece.text)
    case 'code':
      return <code className="rounded-[4px] bg-current/8 px-1 py-px font-mono text-13">{piece.text}</code>
    case 'bold':
      return (
        <strong className="font-semibold">
          <Pieces pieces={piece.inner} say={say} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Pieces pieces={piece.inner} say={say} />
        </em>
      )
    case 'link':
      return (
        <a
          href={piece.href}
          target="_blank"
          rel="noreferrer noopener"
          className="underline decoration-current/40 underline-offset-2 hover:decoration-current"
        >
          <Pieces pieces={piece.inner} say={plain} />
        </a>
      )
  }
}

function BlockView({ block, say }: { readonly block: MarkdownBlock; readonly say: Say }) {
  switch (block.kind) {
    case 'lines':
      return (
        <p className="break-words whitespace-pre-wrap">
          <Pieces pieces={block.inner} say={say} />
        </p>
      )
    case 'quote':
      return (
        <blockquote className="border-l-2 border-current/30 pl-2.5 break-words whitespace-pre-wrap text-ink-2">
          <Pieces pieces={block.inner} say={say} />
        </blockquote>
      )
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre tabIndex={0} className="overflow-x-auto rounded-s bg-current/8 px-2.5 py-2 font-mono text-13">
          {block.text}
        </pre>
      )
    case 'list': {
      const List = block.first === null ? 'ul' : 'ol'
      return (
        <List
          {...(block.first === null ? {} : { start: block.first })}
          className={`flex flex-col gap-0.5 pl-5 break-words ${block.first === null ? 'list-disc' : 'list-decimal'}`}
        >
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items of one text never change order
            <li key={index}>
              <Pieces pieces={item} say={say} />
            </li>
          ))}
        </List>
      )
    }
  }
}

interface MarkdownProps {
  readonly text: string
  /** How words are shown that are not marked, e.g. with the names in them. */
  readonly say?: Say
}

export const Markdown = memo(function Markdown({ text, say = plain }: MarkdownProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {parseMarkdown(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never change order
        <BlockView key={index} block={block} say={say} />
      ))}
    </div>
  )
})
