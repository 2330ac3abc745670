// The alert channels: whether they work, a test of each, and what can be changed.
import type { AgentRow } from '@baton/client'
import { BellPlus, Pencil, Plus, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { moment } from '../../../app/time.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Ask } from '../ask.tsx'
import { Part } from '../part.tsx'
import { useMayEdit } from '../read-only.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { ChannelDialog } from './channel-dialog.tsx'
import { KindIcon } from './kind-icon.tsx'
import type { AlertChannel } from './use-alerts.ts'
import { useRenewAlerts } from './use-alerts.ts'

interface RowProps {
  readonly channel: AlertChannel
  readonly onEdit: () => void
  readonly onRemove: () => void
}

function StateChip({ channel }: { readonly channel: AlertChannel }) {
  const { t } = useSettingsWords()
  if (!channel.active) return <Chip>{t('alerts.off')}</Chip>
  if (channel.trouble) return <Chip tone="failure">{t('alerts.failing')}</Chip>
  if (channel.deliveredAt === null) return <Chip>{t('alerts.unused')}</Chip>
  return <Chip tone="person">{t('alerts.works')}</Chip>
}

function useTest({ id, name }: AlertChannel) {
  const { t } = useSettingsWords()
  const renew = useRenewAlerts()
  const [busy, setBusy] = useState(false)
  async function test() {
    setBusy(true)
    try {
      const { told } = await api.call('POST /alert-channels/{id}/test', { params: { id } })
      const failed = told.find(({ state }) => state !== 'sent')
      if (failed)
        notify({ title: t('alerts.testFailed', { name }), text: failed.attempts.at(-1)?.problem ?? '' })
      else notify({ title: t('alerts.tested', { name }) })
    } catch (fault) {
      notify(sayFailure(fault, t))
    } finally {
      setBusy(false)
      renew()
    }
  }
  return { busy, test }
}

function ChannelRow({ channel, onEdit, onRemove }: RowProps) {
  const { t, language } = useSettingsWords()
  const now = useNow(30_000)
  const mayEdit = useMayEdit()
  const renew = useRenewAlerts()
  const { busy, test } = useTest(channel)
  const { id, name, active, trouble } = channel
  async function turn() {
    await api
      .call('PUT /alert-channels/{id}', { params: { id }, body: { active: !active } })
      .catch(fault => notify(sayFailure(fault, t)))
    renew()
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-2.5 first:border-t-0">
      <KindIcon kind={channel.kind} />
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          <StateChip channel={channel} />
        </p>
        <p className={trouble ? 'text-failure-ink' : 'text-ink-3'}>
          {trouble
            ? t('alerts.since', { problem: trouble.problem, time: moment(trouble.since, now, language) })
            : channel.deliveredAt
              ? t('alerts.last', {
                  kind: t(`alerts.kind.${channel.kind}`),
                  time: moment(channel.deliveredAt, now, language),
                })
              : t(`alerts.kind.${channel.kind}`)}
        </p>
      </div>
      {mayEdit ? (
        <span className="flex items-center gap-1">
          <Button
            size="s"
            busy={busy}
            icon={<Send size={14} />}
            onClick={() => void test()}
            aria-label={t('alerts.testName', { name })}
          >
            {t('alerts.test')}
          </Button>
          <Button
            size="s"
            look="quiet"
            onClick={() => void turn()}
            aria-label={t(active ? 'alerts.turnOffName' : 'alerts.turnOnName', { name })}
          >
            {t(active ? 'alerts.turnOff' : 'alerts.turnOn')}
          </Button>
          <Button
            size="s"
            look="quiet"
            aria-label={t('alerts.edit', { name })}
            tip={t('alerts.edit', { name })}
            icon={<Pencil size={14} />}
            onClick={onEdit}
          />
          <Button
            size="s"
            look="quiet"
            aria-label={t('set.remove', { name })}
            tip={t('set.remove', { name })}
            icon={<Trash2 size={14} />}
            onClick={onRemove}
          />
        </span>
      ) : null}
    </li>
  )
}

interface ChannelListProps {
  readonly channels: readonly AlertChannel[]
  readonly agents: readonly AgentRow[]
}

export function ChannelList({ channels, agents }: ChannelListProps) {
  const { t } = useSettingsWords()
  const mayEdit = useMayEdit()
  const renew = useRenewAlerts()
  const [open, setOpen] = useState<AlertChannel | 'new' | null>(null)
  const [removes, setRemoves] = useState<AlertChannel | null>(null)
  async function remove() {
    if (!removes) return
    await api
      .call('DELETE /alert-channels/{id}', { params: { id: removes.id } })
      .catch(fault => notify(sayFailure(fault, t)))
    setRemoves(null)
    renew()
  }
  return (
    <Part
      title={t('alerts.channels')}
      text={t('alerts.channelsText')}
      action={
        mayEdit ? (
          <Button icon={<Plus size={14} />} onClick={() => setOpen('new')}>
            {t('alerts.add')}
          </Button>
        ) : null
      }
    >
      {channels.length === 0 ? (
        <p className="flex items-center justify-center gap-2 rounded-m border border-dashed border-line-strong px-4 py-6 text-center text-ink-3">
          <BellPlus size={16} aria-hidden="true" />
          {t('alerts.empty')}
        </p>
      ) : (
        <ul>
          {channels.map(channel => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              onEdit={() => setOpen(channel)}
              onRemove={() => setRemoves(channel)}
            />
          ))}
        </ul>
      )}
      {open ? (
        <ChannelDialog channel={open === 'new' ? null : open} agents={agents} onClose={() => setOpen(null)} />
      ) : null}
      <Ask
        open={removes !== null}
        title={t('alerts.removeTitle', { name: removes?.name ?? '' })}
        text={t('alerts.removeText')}
        no={t('set.stay')}
        yes={t('alerts.removeDo')}
        onNo={() => setRemoves(null)}
        onYes={() => void remove()}
      />
    </Part>
  )
}
