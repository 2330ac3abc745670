// Which channels a bot answers. A channel has one bot: taking it here takes it from another.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { notify } from '../../../ui/toast.tsx'
import { botsKey, useBots } from '../list/use-bots.ts'
import { useBotWords } from '../use-bot-words.ts'
import type { BotDetail } from './use-bot.ts'

interface ChannelsDialogProps {
  readonly bot: BotDetail
  readonly onClose: () => void
}

const channelsKey = ['channels'] as const

export function ChannelsDialog({ bot, onClose }: ChannelsDialogProps) {
  const { t } = useBotWords()
  const queries = useQueryClient()
  const { data: bots } = useBots()
  const { data } = useQuery({
    queryKey: channelsKey,
    queryFn: () => api.call('GET /channels'),
    refetchOnMount: 'always',
  })
  const [busy, setBusy] = useState(false)
  async function choose(id: string, on: boolean) {
    if (busy) return
    setBusy(true)
    try {
      await api.call('PUT /channels/{id}', { params: { id }, body: { botId: on ? bot.id : null } })
      await queries.invalidateQueries({ queryKey: channelsKey })
      void queries.invalidateQueries({ queryKey: botsKey })
    } catch (fault) {
      notify(sayFailure(fault, t))
    } finally {
      setBusy(false)
    }
  }
  const nameOf = (id: string | null) => bots?.find(each => each.id === id)?.name ?? null
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('channels.title')}
      description={t('channels.text')}
      closeLabel={t('app.close')}
    >
      {data ? null : <Skeleton className={`h-9 w-full ${skeletonDelay}`} />}
      {data?.items.length === 0 ? <p className="py-4 text-ink-2">{t('channels.none')}</p> : null}
      <div className="flex flex-col gap-3.5 pb-2">
        {data?.items.map(channel => {
          const other = channel.botId !== bot.id ? nameOf(channel.botId) : null
          return (
            <SwitchRow
              key={channel.id}
              label={channel.name}
              hint={other ? t('channels.other', { name: other }) : undefined}
              on={channel.botId === bot.id}
              onChange={on => void choose(channel.id, on)}
            />
          )
        })}
      </div>
    </Dialog>
  )
}
