// The side: why a person is needed, who the customer is, and what happened before.
import type { ConversationRow } from '@baton/client'
import { episodesOf } from '@baton/core'
import { Mail, Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useActions } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { useTeams } from '../../app/session.tsx'
import { moment } from '../../app/time.ts'
import { useCommands } from '../../app/use-commands.ts'
import { useLogAsRead } from '../../app/use-desk.tsx'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { briefOf } from './brief.ts'
import { BriefSection } from './brief-section.tsx'
import { EpisodeList } from './episode-list.tsx'
import { Notes, notesOf } from './notes.tsx'
import { Section } from './section.tsx'

interface DetailsProps {
  readonly row: ConversationRow
  readonly onJump: (seq: number) => void
  readonly onClose: () => void
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 py-1">
      <dt className="w-20 shrink-0 text-ink-3">{label}</dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  )
}

function Facts({ row }: { row: ConversationRow }) {
  const { t, language } = useWords()
  const now = useNow(60_000)
  const teams = useTeams()
  const team = teams.find(each => each.id === row.teamId)
  return (
    <Section title={t('side.conversation')}>
      <dl>
        <Fact label={t('side.channel')}>{row.channel.name}</Fact>
        <Fact label={t('side.bot')}>{row.bot?.name ?? t('side.noBot')}</Fact>
        <Fact label={t('side.owner')}>
          {row.owner ? (
            <span className="flex items-center gap-2.5 pl-0.5">
              <Avatar name={row.owner.name} face="agent" size={20} ring="person" />
              {row.owner.name}
            </span>
          ) : (
            <span className="text-ink-3">{t('side.nobody')}</span>
          )}
        </Fact>
        {team ? <Fact label={t('side.team')}>{team.name}</Fact> : null}
        {row.priority !== 'normal' ? (
          <Fact label={t('side.priority')}>{t(`priority.${row.priority}`)}</Fact>
        ) : null}
        {row.status ? <Fact label={t('side.status')}>{row.status}</Fact> : null}
        <Fact label={t('side.began')}>{moment(row.createdAt, now, language)}</Fact>
      </dl>
    </Section>
  )
}

function TagSection({ row }: { row: ConversationRow }) {
  const { t } = useWords()
  const actions = useActions()
  const commands = useCommands(row.id)
  return (
    <Section
      title={t('side.tags')}
      action={
        <Button
          look="quiet"
          size="s"
          className="-mr-2"
          aria-label={t('side.addTag')}
          aria-keyshortcuts="t"
          tip={t('side.addTag')}
          onClick={() => actions.run('tags')}
          icon={<Plus size={14} />}
        />
      }
    >
      {row.tags.length === 0 ? <p className="text-ink-3">{t('side.noTags')}</p> : null}
      <div className="flex flex-wrap gap-1.5">
        {row.tags.map(tag => (
          <Chip
            key={tag}
            onRemove={() => void commands.tags([], [tag])}
            removeLabel={t('done.removeTag', { tag })}
          >
            {tag}
          </Chip>
        ))}
      </div>
    </Section>
  )
}

export function Details({ row, onJump, onClose }: DetailsProps) {
  const { t } = useWords()
  const { items } = useLogAsRead(row.id)
  const brief = useMemo(() => {
    const fromLog = briefOf(items)
    if (fromLog.lines.length > 0 || !row.request) return fromLog
    const { summary, reasons } = row.request
    return { summary, lines: reasons.map(reason => ({ ...reason, seq: null })) }
  }, [items, row.request])
  const episodes = useMemo(() => episodesOf(items), [items])
  const notes = useMemo(() => notesOf(items), [items])
  return (
    <aside aria-label={t('side.label')} className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="flex items-start gap-3 border-b border-line px-5 py-4">
        <Avatar name={row.contact.name} size={48} />
        <div className="min-w-0 flex-1 pt-0.5">
          <h2 className="truncate text-16 font-semibold">{row.contact.name}</h2>
          {row.contact.email ? (
            <a
              href={`mailto:${row.contact.email}`}
              className="flex items-center gap-1.5 text-ink-2 hover:text-ink"
            >
              <Mail size={14} className="shrink-0" />
              <span className="truncate">{row.contact.email}</span>
            </a>
          ) : (
            <p className="text-ink-3">{t('side.noEmail')}</p>
          )}
        </div>
        <Button
          look="quiet"
          size="s"
          className="-mr-2 wide:hidden"
          aria-label={t('side.closed')}
          onClick={onClose}
          icon={<X size={16} />}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <BriefSection row={row} brief={brief} onJump={onJump} />
        <TagSection row={row} />
        <Facts row={row} />
        <Section title={t('side.episodes')}>
          <EpisodeList episodes={episodes} onJump={onJump} />
        </Section>
        <Notes notes={notes} onJump={onJump} />
      </div>
    </aside>
  )
}
