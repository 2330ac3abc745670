// Why a person is, or was, needed: each line leads to its moment.
import type { ConversationRow } from '@baton/client'
import { ArrowUpRight } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import type { Brief, BriefLine } from './brief.ts'
import { Section } from './section.tsx'

interface BriefSectionProps {
  readonly row: ConversationRow
  readonly onJump: (seq: number) => void
  readonly brief: Brief
}

export function BriefSection({ row, brief, onJump }: BriefSectionProps) {
  const { t, language } = useWords()
  const now = useNow(60_000)
  if (brief.lines.length === 0 || row.state === 'active') return null
  const who = ({ by }: BriefLine) =>
    by.kind === 'contact' ? row.contact.name : (by.name ?? t('list.system'))
  return (
    <Section title={row.state === 'requesting' ? t('side.brief') : t('side.briefHeld')}>
      {brief.summary ? <p className="mb-3 text-14">{brief.summary}</p> : null}
      <ol className="-mx-2 flex flex-col">
        {brief.lines.map(line => (
          <li key={line.seq ?? line.at}>
            <button
              type="button"
              disabled={line.seq === null}
              title={t('side.jump')}
              onClick={() => (line.seq === null ? undefined : onJump(line.seq))}
              className="group flex w-full items-start gap-2.5 rounded-s px-2 py-1.5 text-left enabled:hover:bg-hover touch:min-h-10"
            >
              <span className="mt-1.5 size-1.5 shrink-0 rounded-full bg-waiting" />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(`cause.${line.cause}`)}</span>
                {line.text ? <span className="block break-words text-ink-2">{line.text}</span> : null}
                <span className="block text-ink-3">
                  {who(line)} · {moment(line.at, now, language)}
                </span>
              </span>
              <ArrowUpRight
                size={14}
                className="mt-0.5 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
              />
            </button>
          </li>
        ))}
      </ol>
    </Section>
  )
}
