// Colleagues at the same conversation: who looks at it, and who writes a reply.
import { Eye } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { useViewing, useWriters } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Tip } from '../../ui/tooltip.tsx'

const shownMost = 3

function joined(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language).format(names)
}

/** Small faces in the head; their names for the pointer, the keyboard and a screen reader. */
export function Viewers({ id }: { readonly id: string }): ReactNode {
  const { t, language } = useWords()
  const viewing = useViewing(id)
  const writing = new Set(useWriters(id).map(writer => writer.id))
  if (viewing.length === 0) return null
  const names = joined(
    viewing.map(({ name }) => name),
    language,
  )
  const label = t(viewing.length === 1 ? 'write.looks.one' : 'write.looks.other', { name: names })
  return (
    <Tip label={label} side="bottom">
      <span role="img" aria-label={label} className="flex items-center rounded-full pl-1 -space-x-1.5">
        <Eye size={14} className="mr-2.5 text-ink-3 max-pane:hidden" aria-hidden="true" />
        {viewing.slice(0, shownMost).map(({ id: each, name }) => (
          <span
            key={each}
            className={`rounded-full border-2 border-surface ${writing.has(each) ? 'animate-breathe' : ''}`}
          >
            <Avatar name={name} face="agent" size={20} />
          </span>
        ))}
        {viewing.length > shownMost ? (
          <span className="pl-2.5 text-ink-3 tabular-nums">+{viewing.length - shownMost}</span>
        ) : null}
      </span>
    </Tip>
  )
}

/** In the foot, where it keeps two people from answering at once. */
export function WritersLine({ id }: { readonly id: string }): ReactNode {
  const { t, language } = useWords()
  const writers = useWriters(id)
  const names = joined(
    writers.map(({ name }) => name),
    language,
  )
  return (
    <div aria-live="polite">
      {writers.length > 0 ? (
        <p className="flex animate-fade items-center gap-2 border-t border-line px-3.5 py-1.5 text-person-ink">
          {writers.slice(0, shownMost).map(({ id: each, name }) => (
            <Avatar key={each} name={name} face="agent" size={20} />
          ))}
          {t(writers.length === 1 ? 'write.writes.one' : 'write.writes.other', { name: names })}
          <span className="flex gap-1" aria-hidden="true">
            <span className="size-1 animate-breathe rounded-full bg-current" />
            <span className="size-1 animate-breathe rounded-full bg-current [animation-delay:160ms]" />
            <span className="size-1 animate-breathe rounded-full bg-current [animation-delay:320ms]" />
          </span>
        </p>
      ) : null}
    </div>
  )
}
