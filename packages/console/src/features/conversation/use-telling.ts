// By which names a log is told to me.
import type { ConversationRow } from '@baton/client'
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { useSession, useTeams } from '../../app/session.tsx'
import type { Telling } from './control-line.ts'

export function useTelling(row: ConversationRow): Telling {
  const { t } = useWords()
  const { agent } = useSession()
  const teams = useTeams()
  const contactName = row.contact.name
  const botName = row.bot?.name ?? t('talk.bot')
  return useMemo(
    () => ({
      t,
      meId: agent.id,
      contactName,
      botName,
      teamName: id => teams.find(team => team.id === id)?.name ?? null,
    }),
    [t, agent.id, contactName, botName, teams],
  )
}
