// One message. Text is text: no markup of the page is made of it.
import type { Part } from '@baton/client'
import type { Message } from '../look/transcript.ts'
import type { Speech } from './speech.ts'

interface Props {
  readonly message: Message
  readonly author: string
  /** Written by a person of the team. */
  readonly marked: boolean
  readonly speech: Speech
}

export function Bubble({ message, author, marked, speech: { words, visit } }: Props) {
  const { unsent, interrupted, unfinished, parts } = message
  const failed = unsent?.state === 'failed'
  return (
    <div class="said" aria-hidden={unfinished}>
      <div class="bubble">
        <span class="unseen">{`${author}: `}</span>
        {parts.map(part => {
          const text = textOf(part)
          return visit.kit?.part(part, unsent) ?? (text && (visit.kit?.text(text, marked) ?? <p>{text}</p>))
        })}
        {interrupted && <span class="interrupted">{words.interrupted}</span>}
      </div>
      {failed && (
        <p class="failure" role="alert">
          <span>{unsent.reason ?? words.notSent}</span>
          <button type="button" class="link" onClick={() => visit.retrySend(unsent.clientId)}>
            {words.retry}
          </button>
          <button type="button" class="link" onClick={() => visit.edit(unsent.clientId)}>
            {words.edit}
          </button>
        </p>
      )}
    </div>
  )
}

/** A part in plain text; what cannot be shown is named. */
function textOf(part: Part): string {
  switch (part.kind) {
    case 'media':
      return part.name
    case 'location':
      return part.name ?? `${part.latitude}, ${part.longitude}`
    case 'unknown':
      return part.label
    case 'cards':
      return part.cards.map(card => card.name).join(', ')
    default:
      return part.text
  }
}
