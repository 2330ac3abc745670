// Why a person is needed, at a glance: each line leads to its message. By rules from the log; below, the same in a
// model's words where one is set up, marked as such.
import type { ConversationRow } from '@baton/client'
import type { BriefLine, ConversationEvent, RequestReason } from '@baton/core'
import { briefOf } from '@baton/core'
import {
  CircleHelp,
  Hand,
  type LucideIcon,
  MessageSquareText,
  Repeat2,
  Tag,
  TriangleAlert,
  Wrench,
} from 'lucide-react'
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.tsx'
import { moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { LineButton } from './brief-line.tsx'
import { Section } from './section.tsx'
import { WrittenBrief } from './written-brief.tsx'

interface BriefSectionProps {
  readonly row: ConversationRow
  readonly items: readonly ConversationEvent[]
  readonly onJump: (seq: number) => void
}

const icons: Record<BriefLine['kind'], LucideIcon> = {
  reason: Hand,
  wish: MessageSquareText,
  latest: MessageSquareText,
  answered: Repeat2,
  did: Wrench,
  failed: TriangleAlert,
  asked: CircleHelp,
  fact: Tag,
}

const tones: Partial<Record<BriefLine['kind'], string>> = {
  reason: 'text-waiting-ink',
  failed: 'text-failure-ink',
  answered: 'text-bot-ink',
  did: 'text-bot-ink',
  asked: 'text-bot-ink',
}

function ReasonLine({
  reason,
  row,
  onJump,
}: {
  readonly reason: RequestReason
  readonly row: ConversationRow
  readonly onJump: (() => void) | null
}) {
  const { t, language } = useWords()
  const now = useNow(60_000)
  const { by, text, at, cause } = reason
  const who = by.kind === 'contact' ? row.contact.name : (by.name ?? t('list.system'))
  return (
    <LineButton
      icon={<Hand size={14} className={tones.reason} />}
      title={`${who} · ${moment(at, now, language)}`}
      onJump={onJump}
    >
      <span className="font-medium">{t(`cause.${cause}`)}</span>
      {text ? <span className="block text-ink-2">{text}</span> : null}
    </LineButton>
  )
}

function BriefLineView({
  line,
  row,
  onJump,
}: Omit<BriefSectionProps, 'items'> & { readonly line: BriefLine }) {
  const { t, plural } = useWords()
  const jump = () => onJump(line.seq)
  if (line.kind === 'reason') return <ReasonLine reason={line.reason} row={row} onJump={jump} />
  const Icon = line.kind === 'answered' && line.times === 1 ? MessageSquareText : icons[line.kind]
  const title =
    line.kind === 'fact'
      ? line.name.replaceAll('_', ' ')
      : line.kind === 'answered' && line.times > 1
        ? plural('brief.repeated', line.times)
        : t(`brief.${line.kind}`, { name: row.contact.name })
  return (
    <LineButton
      icon={<Icon size={14} className={tones[line.kind] ?? 'text-ink-3'} />}
      title={title}
      onJump={jump}
    >
      {line.text}
    </LineButton>
  )
}

export function BriefSection({ row, items, onJump }: BriefSectionProps) {
  const { t } = useWords()
  const { briefs } = useSession()
  const fromLog = useMemo(() => briefOf(items), [items])
  const reasons = row.request?.reasons ?? []
  // While the log is on its way, the row knows why.
  const unread = fromLog.lines.length === 0 && reasons.length > 0
  const summary = fromLog.summary ?? row.request?.summary ?? null
  if (row.state === 'active' || (fromLog.lines.length === 0 && !unread)) return null
  return (
    <Section title={row.state === 'requesting' ? t('side.brief') : t('side.briefHeld')}>
      {summary ? <p className="mb-3 text-14">{summary}</p> : null}
      <ol className="-mx-2 flex flex-col">
        {unread
          ? reasons.map(reason => (
              <ReasonLine key={reason.at} reason={reason as RequestReason} row={row} onJump={null} />
            ))
          : fromLog.lines.map(line => (
              <BriefLineView
                key={`${line.kind} ${line.seq} ${line.kind === 'fact' ? line.name : ''}`}
                line={line}
                row={row}
                onJump={onJump}
              />
            ))}
      </ol>
      {briefs && !unread ? <WrittenBrief row={row} onJump={onJump} /> : null}
    </Section>
  )
}
