// An alert channel: added or changed. What Baton signs with is shown once, when it was made.
import type { AgentRow } from '@baton/client'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Discard } from '../unsaved.tsx'
import { useForm } from '../use-form.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import { bodyOf, draftOf, kinds } from './channel-draft.ts'
import { ChannelFields } from './channel-fields.tsx'
import type { AlertChannel } from './use-alerts.ts'
import { useRenewAlerts } from './use-alerts.ts'

interface ChannelDialogProps {
  /** Null: a new one. */
  readonly channel: AlertChannel | null
  readonly agents: readonly AgentRow[]
  readonly onClose: () => void
}

function MadeSecret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { t } = useSettingsWords()
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('alerts.madeTitle')}
      description={t('alerts.madeText')}
      closeLabel={t('app.close')}
      foot={
        <Button
          look="filled"
          className="ml-auto"
          onClick={() => void navigator.clipboard.writeText(secret).then(onClose)}
        >
          {t('alerts.madeCopy')}
        </Button>
      }
    >
      <code className="block rounded-s bg-sunken px-3 py-2 text-13 break-all">{secret}</code>
    </Dialog>
  )
}

export function ChannelDialog({ channel, agents, onClose }: ChannelDialogProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const renew = useRenewAlerts()
  const [saved] = useState(() => draftOf(channel))
  const form = useForm(saved)
  const { draft } = form
  const [asks, setAsks] = useState(false)
  const [made, setMade] = useState<string | null>(null)

  async function save() {
    let secret: string | null = null
    const done = await form.save(async given => {
      const body = bodyOf(given, channel)
      if (!channel) secret = (await api.call('POST /alert-channels', { body })).secret
      else {
        const { name, settings } = body
        await api.call('PUT /alert-channels/{id}', {
          params: { id: channel.id },
          body: { name, settings: { ...settings } },
        })
      }
    })
    if (!done) return
    renew()
    notify({ title: t('form.saved') })
    if (secret === null) onClose()
    else setMade(secret)
  }
  if (made !== null) return <MadeSecret secret={made} onClose={onClose} />
  return (
    <>
      <Dialog
        open
        submits
        onClose={() => (form.dirty ? setAsks(true) : onClose())}
        title={channel ? channel.name : t('alerts.addTitle')}
        closeLabel={t('app.close')}
        foot={
          <>
            {form.fault ? (
              <p role="alert" className="min-w-0 flex-1 text-failure-ink">
                {form.fault}
              </p>
            ) : null}
            <Button
              look="filled"
              className="ml-auto"
              busy={form.busy}
              idle={!form.dirty}
              denied={form.dirty && draft.name.trim() === '' ? t('alerts.nameMissing') : null}
              onClick={() => (form.dirty ? void save() : undefined)}
            >
              {channel ? t('form.save') : t('alerts.add')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4 pb-2">
          {channel ? null : (
            <Field label={t('alerts.kind')} htmlFor={`${id}-kind`}>
              <Select
                id={`${id}-kind`}
                value={draft.kind}
                options={kinds.map(value => ({ value, label: t(`alerts.kind.${value}`) }))}
                onChange={kind => form.change({ kind })}
              />
            </Field>
          )}
          <Field label={t('alerts.name')} htmlFor={`${id}-name`}>
            <TextInput
              id={`${id}-name`}
              value={draft.name}
              maxLength={120}
              placeholder={t(`alerts.namePlace.${draft.kind}`)}
              onChange={event => form.change({ name: event.target.value })}
            />
          </Field>
          <ChannelFields draft={draft} channel={channel} agents={agents} change={form.change} />
        </div>
      </Dialog>
      <Discard open={asks} onKeep={() => setAsks(false)} onDiscard={onClose} />
    </>
  )
}
