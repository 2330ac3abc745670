// The notes of a conversation, collected from its log: those left on their own and those of completions.
import type { ConversationEvent } from '@baton/core'
import { plainOfMarkdown } from '@baton/core'
import { useWords } from '../../app/i18n.tsx'
import { moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { Section } from './section.tsx'

export interface Kept {
  readonly seq: number
  readonly at: string
  readonly by: string
  readonly text: string
}

/** Newest first. */
export function notesOf(events: readonly ConversationEvent[]): readonly Kept[] {
  return events
    .flatMap(event => {
      const text =
        event.type === 'NoteAdded' ? event.data.text : event.type === 'Resolved' ? event.data.note : null
      const by = 'name' in event.actor ? (event.actor.name ?? '') : ''
      return text ? [{ seq: event.seq, at: event.at, by, text }] : []
    })
    .reverse()
}

export function Notes({ notes, onJump }: { notes: readonly Kept[]; onJump: (seq: number) => void }) {
  const { t, language } = useWords()
  const now = useNow(60_000)
  return (
    <Section title={t('side.notes')}>
      {notes.length === 0 ? <p className="text-ink-3">{t('side.noNotes')}</p> : null}
      <ul className="flex flex-col gap-2">
        {notes.map(note => (
          <li key={note.seq}>
            <button
              type="button"
              onClick={() => onJump(note.seq)}
              title={t('side.jump')}
              className="w-full rounded-s bg-note px-3 py-2 text-left"
            >
              <span className="line-clamp-4 break-words whitespace-pre-wrap">
                {plainOfMarkdown(note.text)}
              </span>
              <span className="mt-1 block text-note-ink">
                {note.by} · {moment(note.at, now, language)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
