// A new batch. Before anything goes, it says how many will be written to, and how many will not.
import { useId, useState } from 'react'
import { TemplateForm } from '../../../app/templates/template-form.tsx'
import { useBotOptions } from '../../../app/templates/write-first.tsx'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Ask } from '../ask.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { RecipientFields } from './recipient-fields.tsx'
import type { BatchForm } from './use-batch-form.ts'
import { useBatchForm } from './use-batch-form.ts'

function When({ form }: { readonly form: BatchForm }) {
  const { t } = useSettingsWords()
  const id = useId()
  const { draft, change } = form
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-pane:grid-cols-1">
      <Field label={t('outreach.startsAt')} htmlFor={`${id}-at`} hint={t('outreach.startsAtHint')}>
        <TextInput
          id={`${id}-at`}
          type="datetime-local"
          value={draft.startsAt}
          onChange={event => change({ startsAt: event.target.value })}
        />
      </Field>
      <Field label={t('outreach.rate')} htmlFor={`${id}-rate`} hint={t('outreach.rateHint')}>
        <TextInput
          id={`${id}-rate`}
          inputMode="numeric"
          maxLength={4}
          value={draft.perMinute}
          onChange={event => change({ perMinute: event.target.value.replace(/\D/g, '') })}
        />
      </Field>
    </div>
  )
}

function What({ form }: { readonly form: BatchForm }) {
  const { t } = useSettingsWords()
  const words = useChannelWords()
  const id = useId()
  const { draft, channel, startable, change } = form
  const bots = useBotOptions(words.t('first.channelBot'))
  return (
    <>
      <div className="grid grid-cols-3 items-start gap-4 max-pane:grid-cols-1">
        <Field label={t('outreach.name')} htmlFor={`${id}-name`}>
          <TextInput
            id={`${id}-name`}
            maxLength={120}
            placeholder={t('outreach.namePlace')}
            value={draft.name}
            onChange={event => change({ name: event.target.value })}
          />
        </Field>
        <Field label={words.t('first.channel')} htmlFor={`${id}-channel`}>
          <Select
            id={`${id}-channel`}
            value={channel?.id ?? ''}
            options={startable.map(each => ({ value: each.id, label: each.name }))}
            onChange={channelId => change({ channelId, chosen: null })}
          />
        </Field>
        <Field label={words.t('first.bot')} htmlFor={`${id}-bot`}>
          <Select id={`${id}-bot`} value={draft.botId} options={bots} onChange={botId => change({ botId })} />
        </Field>
      </div>
      <h3 className="pt-2 text-14 font-semibold">{words.t('template.choose')}</h3>
      {channel ? (
        <TemplateForm
          key={channel.id}
          channelId={channel.id}
          name={t('outreach.eachOne')}
          chosen={draft.chosen}
          onChange={chosen => change({ chosen })}
          asksVariables={false}
        />
      ) : null}
    </>
  )
}

interface BatchDialogProps {
  readonly onClose: () => void
  readonly onDone: () => void
}

export function BatchDialog({ onClose, onDone }: BatchDialogProps) {
  const { t, plural } = useSettingsWords()
  const words = useChannelWords()
  const [asking, setAsking] = useState(false)
  const form = useBatchForm(onDone)
  const { channel, ready, read, willGo, unsound, busy, fault, begin } = form
  const none = ready && !channel
  const skipped = read.recipients.length - willGo
  const left = [
    skipped > 0 ? plural('outreach.skipped', skipped) : '',
    read.faults.length > 0 ? plural('outreach.faults', read.faults.length) : '',
  ].filter(Boolean)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('outreach.new')}
      description={t('outreach.newText')}
      closeLabel={t('app.close')}
      width="wide"
      foot={
        <>
          <p role="status" className="min-w-0 flex-1 text-ink-2">
            {fault ? <span className="text-failure-ink">{fault}</span> : plural('outreach.willGo', willGo)}
          </p>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            look="filled"
            denied={none ? words.t('first.none') : unsound}
            busy={busy}
            onClick={() => setAsking(true)}
          >
            {t('outreach.begin')}
          </Button>
        </>
      }
    >
      {none ? <p className="py-4 text-14 text-ink-2">{words.t('first.none')}</p> : null}
      {channel ? (
        <div className="flex flex-col gap-4 pb-2">
          <What form={form} />
          <RecipientFields form={form} />
          <When form={form} />
        </div>
      ) : null}
      <Ask
        open={asking}
        title={plural('outreach.sure', willGo)}
        text={[t('outreach.sureText'), ...left.map(each => `${each}.`)].join(' ')}
        no={t('outreach.look')}
        yes={t('outreach.begin')}
        onNo={() => setAsking(false)}
        onYes={() => {
          setAsking(false)
          void begin()
        }}
      />
    </Dialog>
  )
}
