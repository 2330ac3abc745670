// What a message holds. A part that this console cannot show is shown by its name, never dropped.
import type { MediaPart, Part, Parts } from '@baton/core'
import { Star } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { later } from '../../app/later.tsx'
import { Markdown } from '../../app/markdown.tsx'
import type { Lost } from './attachments/fetching-box.tsx'
import { MediaShape } from './attachments/media-box.tsx'
import { CardsView, LocationView, OrderView } from './rich-parts.tsx'

const MediaView = later(
  () => import('./attachments/media-view.tsx').then(module => module.MediaView),
  MediaShape,
)

const link = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/g

function Text({ text }: { readonly text: string }) {
  return text.split(link).map((piece, index) =>
    index % 2 === 1 ? (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change order
        key={index}
        href={piece}
        target="_blank"
        rel="noreferrer noopener"
        className="underline decoration-current/40 underline-offset-2 hover:decoration-current"
      >
        {piece}
      </a>
    ) : (
      piece
    ),
  )
}

interface PartViewProps {
  readonly part: Exclude<Part, MediaPart>
  readonly marked: boolean
}

function PartView({ part, marked }: PartViewProps) {
  const { t } = useWords()
  switch (part.kind) {
    case 'text':
    case 'template':
      if (marked && part.kind === 'text') return <Markdown text={part.text} />
      return (
        <p className="break-words whitespace-pre-wrap">
          <Text text={part.text} />
        </p>
      )
    case 'choices':
      return (
        <div>
          {part.text ? (
            <p className="break-words whitespace-pre-wrap">
              <Text text={part.text} />
            </p>
          ) : null}
          <ul aria-label={t('talk.choices')} className="mt-2 flex flex-wrap gap-1.5">
            {part.options.map(option => (
              <li key={option.id} className="rounded-s border border-current/25 px-2 py-0.5 text-13">
                {option.label}
              </li>
            ))}
          </ul>
        </div>
      )
    case 'feedback':
      return (
        <div>
          <p className="break-words whitespace-pre-wrap">{part.text}</p>
          <p className="mt-1.5 flex gap-1 text-ink-3" role="img" aria-label={t('closing.scale')}>
            {[1, 2, 3, 4, 5].map(rating => (
              <Star key={rating} size={16} strokeWidth={1.75} />
            ))}
          </p>
        </div>
      )
    case 'location':
      return <LocationView part={part} />
    case 'cards':
      return <CardsView part={part} />
    case 'order':
      return <OrderView part={part} />
    case 'unknown':
      return <p className="text-ink-2 italic">{part.label}</p>
  }
}

interface PartsViewProps {
  readonly parts: Parts
  /** What a person of the team wrote: with the little markdown that they use. */
  readonly marked?: boolean
  /** Files that never came. */
  readonly lost?: Lost
}

const noneLost: Lost = {}

export function PartsView({ parts, marked = false, lost = noneLost }: PartsViewProps) {
  const files = parts.filter(part => part.kind === 'media')
  return (
    <div className="flex flex-col gap-2">
      {parts.map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change
        part.kind === 'media' ? null : <PartView key={index} part={part} marked={marked} />,
      )}
      {files.length > 0 ? <MediaView parts={files} lost={lost} /> : null}
    </div>
  )
}
