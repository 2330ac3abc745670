// Where the conversation stands: status and priority, which are chosen here, and what is so by itself.
import type { ConversationRow } from '@baton/client'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useActions } from '../../app/actions.tsx'
import { AgentFace } from '../../app/agent-face.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { useTeams } from '../../app/session.tsx'
import { moment } from '../../app/time.ts'
import { useCommands } from '../../app/use-commands.ts'
import { useNow } from '../../app/use-now.ts'
import { useStatuses } from '../../app/use-statuses.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Line } from './line.tsx'
import { Section } from './section.tsx'

interface ChoiceProps {
  readonly action: 'status' | 'priority'
  readonly label: string
  readonly children: ReactNode
}

/** A value that a dialog changes; its key does the same. */
function Choice({ action, label, children }: ChoiceProps) {
  const actions = useActions()
  return (
    <Button
      look="quiet"
      size="s"
      className="-mx-2 -my-0.5 max-w-full !text-ink"
      aria-label={label}
      aria-keyshortcuts={keyMap[action].keys}
      tip={label}
      tipSide="left"
      onClick={() => actions.run(action)}
    >
      {children}
    </Button>
  )
}

const urgency = {
  low: 'text-ink-3',
  normal: 'text-ink',
  high: 'text-waiting-ink',
  urgent: 'text-failure-ink',
}

export function Facts({ row }: { readonly row: ConversationRow }) {
  const { t, language } = useWords()
  const now = useNow(60_000)
  const teams = useTeams()
  const { statuses } = useStatuses()
  const team = teams.find(each => each.id === row.teamId)
  const status = statuses.find(each => each.name === row.status)
  return (
    <Section title={t('side.conversation')}>
      <dl>
        <Line label={t('side.status')}>
          <Choice action="status" label={t('mark.status', { status: row.status ?? t('mark.none') })}>
            {row.status ? (
              <Chip tone={status?.tone ?? 'neutral'}>{row.status}</Chip>
            ) : (
              <span className="text-ink-3">{t('mark.none')}</span>
            )}
          </Choice>
          {row.status && statuses.length > 0 && !status ? (
            <p className="text-ink-3">{t('mark.gone')}</p>
          ) : null}
        </Line>
        <Line label={t('side.priority')}>
          <Choice action="priority" label={t('mark.priority', { priority: t(`priority.${row.priority}`) })}>
            <span className={urgency[row.priority]}>{t(`priority.${row.priority}`)}</span>
          </Choice>
        </Line>
        <Line label={t('side.owner')}>
          {row.owner ? (
            <span className="flex items-center gap-2.5 py-0.5 pl-0.5">
              <AgentFace agent={row.owner} size={20} ring="person" />
              {row.owner.name}
            </span>
          ) : (
            <span className="block py-0.5 text-ink-3">{t('side.nobody')}</span>
          )}
        </Line>
        {team ? (
          <Line label={t('side.team')}>
            <span className="block py-0.5">{team.name}</span>
          </Line>
        ) : null}
        <Line label={t('side.bot')}>
          <span className="block py-0.5">{row.bot?.name ?? t('side.noBot')}</span>
        </Line>
        <Line label={t('side.began')}>
          <span className="block py-0.5">{moment(row.createdAt, now, language)}</span>
        </Line>
      </dl>
    </Section>
  )
}

export function TagSection({ row }: { row: ConversationRow }) {
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
