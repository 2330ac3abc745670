// The line above the composer: who may speak now, wearing the ring, and for how long.
import type { ConversationRow } from '@baton/client'
import type { ReactNode } from 'react'
import { AgentFace } from '../../app/agent-face.tsx'
import { useWords } from '../../app/i18n.tsx'
import { timeOfDay } from '../../app/time.ts'
import { Avatar } from '../../ui/avatar.tsx'

interface FootStatusProps {
  readonly row: ConversationRow
  readonly meId: string
  readonly children: ReactNode
}

export function FootStatus({ row, meId, children }: FootStatusProps) {
  const { t, language } = useWords()
  const held = row.state === 'intervened' && row.owner
  const mine = held && row.owner?.id === meId
  const botName = row.bot?.name ?? t('talk.bot')
  const may = row.request?.botMay ?? 'answers'
  const botSays =
    may === 'holds' ? 'foot.botHolds' : may === 'silent' ? 'foot.botSilent' : ('foot.botAnswers' as const)
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 pr-2 pl-3.5">
      {held && row.owner ? (
        <AgentFace agent={row.owner} ring={mine ? 'mine' : 'person'} />
      ) : (
        <Avatar name={botName} face="bot" size={24} ring={row.bot ? 'bot' : null} />
      )}
      <p className="flex min-w-40 flex-1 flex-wrap items-baseline gap-x-2">
        <span className="font-medium">
          {held
            ? mine
              ? t('foot.youHold')
              : t('foot.otherHolds', { name: row.owner?.name ?? '' })
            : row.bot
              ? t(botSays, { name: botName })
              : t('foot.noBot')}
        </span>
        {held && row.heldSince ? (
          <span className="text-ink-3 tabular-nums">
            {t('foot.since', { time: timeOfDay(row.heldSince, language) })}
          </span>
        ) : null}
        {row.state === 'requesting' ? (
          <span className="text-waiting-ink">{t('state.requesting')}</span>
        ) : null}
      </p>
      {children}
    </div>
  )
}
