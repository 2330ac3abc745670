// What a message holds. A part that this console cannot show is shown by its name, never dropped.
import type { Part, Parts } from '@baton/core'
import { File, MapPin } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { Markdown } from '../../app/markdown.tsx'

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

function PartView({ part, marked }: { readonly part: Part; readonly marked: boolean }) {
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
    case 'media':
      return (
        <div>
          <p className="flex items-center gap-2">
            <File size={16} aria-label={t('talk.media')} />
            <span className="truncate font-medium">{part.name}</span>
          </p>
          {part.caption ? <p className="mt-1 break-words whitespace-pre-wrap">{part.caption}</p> : null}
        </div>
      )
    case 'location':
      return (
        <p className="flex items-center gap-2">
          <MapPin size={16} />
          {part.name ?? `${part.latitude}, ${part.longitude}`}
        </p>
      )
    case 'unknown':
      return <p className="text-ink-2 italic">{part.label}</p>
  }
}

interface PartsViewProps {
  readonly parts: Parts
  /** What a person of the team wrote: with the little markdown that they use. */
  readonly marked?: boolean
}

export function PartsView({ parts, marked = false }: PartsViewProps) {
  return (
    <div className="flex flex-col gap-2">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change
        <PartView key={index} part={part} marked={marked} />
      ))}
    </div>
  )
}
