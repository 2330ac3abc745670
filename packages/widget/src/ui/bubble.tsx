// One message. Text is text: the only markup made of it is the links in it.
import type { Part } from '@baton/client'
import { linkPieces } from '../look/link-pieces.ts'
import type { Message } from '../look/transcript.ts'
import type { Words } from '../words.ts'
import type { Speech } from './speech.ts'

interface Props {
  readonly message: Message
  readonly author: string
  readonly speech: Speech
}

export function Bubble({ message, author, speech: { words, visit } }: Props) {
  const { unsent, interrupted, parts } = message
  const failed = unsent?.state === 'failed'
  return (
    <div class={`said ${failed ? 'failed' : ''}`}>
      <div class="bubble">
        <span class="unseen">{`${author}: `}</span>
        {parts.map((part, index) => (
          <PartView key={`${message.key}-${index}`} part={part} words={words} />
        ))}
        {interrupted && <span class="interrupted">{words.interrupted}</span>}
      </div>
      {failed && (
        <p class="failure" role="alert">
          <span>{unsent.reason ?? words.notSent}</span>
          <button type="button" class="link" onClick={() => visit.retrySend(unsent.clientId)}>
            {words.retry}
          </button>
          <button type="button" class="link" onClick={() => visit.discard(unsent.clientId)}>
            {words.discard}
          </button>
        </p>
      )}
    </div>
  )
}

function PartView({ part, words }: { part: Part; words: Words }) {
  switch (part.kind) {
    case 'text':
    case 'template':
    case 'choices':
      return part.text === '' ? null : <Text text={part.text} />
    case 'media':
      return <Text text={[words.attachment(part.name), part.caption].filter(Boolean).join('\n')} />
    case 'location':
      return <Text text={part.name ?? `${part.latitude}, ${part.longitude}`} />
    case 'unknown':
      return <Text text={part.label} />
  }
}

function Text({ text }: { text: string }) {
  return (
    <p>
      {linkPieces(text).map((piece, index) =>
        piece.href === null ? (
          piece.text
        ) : (
          <a
            key={`${index}-${piece.href}`}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {piece.text}
          </a>
        ),
      )}
    </p>
  )
}
