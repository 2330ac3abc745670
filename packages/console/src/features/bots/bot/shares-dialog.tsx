// Which teams may use, edit or publish a bot. Leads and admins may always.
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { useTeams } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { notify } from '../../../ui/toast.tsx'
import type { BotRight } from '../list/use-bots.ts'
import { botsKey } from '../list/use-bots.ts'
import { useBotWords } from '../use-bot-words.ts'
import type { BotDetail } from './use-bot.ts'
import { botKey } from './use-bot.ts'

const rights = ['none', 'use', 'edit', 'publish'] as const
type Given = (typeof rights)[number]

interface SharesDialogProps {
  readonly bot: BotDetail
  readonly onClose: () => void
}

export function SharesDialog({ bot, onClose }: SharesDialogProps) {
  const { t, plural } = useBotWords()
  const id = useId()
  const teams = useTeams()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [given, setGiven] = useState<ReadonlyMap<string, BotRight>>(
    new Map(bot.shares.map(({ teamId, right }) => [teamId, right])),
  )
  function give(teamId: string, right: Given) {
    const next = new Map(given)
    if (right === 'none') next.delete(teamId)
    else next.set(teamId, right)
    setGiven(next)
  }
  async function save() {
    setBusy(true)
    try {
      const shares = [...given].map(([teamId, right]) => ({ teamId, right }))
      await api.call('PUT /bots/{id}/shares', { params: { id: bot.id }, body: { shares } })
      void queries.invalidateQueries({ queryKey: botsKey })
      void queries.invalidateQueries({ queryKey: botKey(bot.id) })
      onClose()
    } catch (fault) {
      notify(sayFailure(fault, t))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('shares.title')}
      description={given.size === 0 ? t('shares.everybody') : t('shares.text')}
      closeLabel={t('app.close')}
      foot={
        <>
          <span className="flex-1" />
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" busy={busy} onClick={() => void save()}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      {teams.length === 0 ? <p className="py-4 text-ink-2">{t('shares.noTeams')}</p> : null}
      <ul className="flex flex-col gap-2">
        {teams.map(team => (
          <li key={team.id} className="flex items-center gap-3">
            <label htmlFor={`${id}-${team.id}`} className="min-w-0 flex-1">
              <span className="block truncate font-medium">{team.name}</span>
              <span className="block text-ink-3">{plural('shares.members', team.members.length)}</span>
            </label>
            <Select<Given>
              id={`${id}-${team.id}`}
              className="w-44"
              value={given.get(team.id) ?? 'none'}
              onChange={right => give(team.id, right)}
              options={rights.map(value => ({ value, label: t(`share.${value}`) }))}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
