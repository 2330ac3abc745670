// A webhook: where it goes, what it is told. A new one answers with its secret.
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Discard } from '../unsaved.tsx'
import { useForm } from '../use-form.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import { EventPicker } from './event-picker.tsx'
import type { EventTypes, WebhookRow } from './use-webhooks.ts'
import { useRenewWebhooks } from './use-webhooks.ts'

interface WebhookDialogProps {
  /** Null: a new one. */
  readonly webhook: WebhookRow | null
  readonly types: EventTypes
  readonly onClose: () => void
  /** Of a new one. */
  readonly onSecret: (secret: string) => void
}

interface Draft {
  readonly url: string
  readonly description: string
  readonly events: readonly string[] | null
}

const isAddress = (text: string) => /^https?:\/\/[^\s/]+/i.test(text.trim())

export function WebhookDialog({ webhook, types, onClose, onSecret }: WebhookDialogProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const renew = useRenewWebhooks()
  const [saved] = useState<Draft>(() => ({
    url: webhook?.url ?? '',
    description: webhook?.description ?? '',
    events: webhook?.events ?? null,
  }))
  const form = useForm(saved)
  const { url, description, events } = form.draft
  const [asks, setAsks] = useState(false)
  const lacks = isAddress(url) ? (events?.length === 0 ? 'hook.whichMissing' : null) : 'hook.urlMissing'

  async function store(draft: Draft) {
    const body = { ...draft, url: draft.url.trim(), events: draft.events && [...draft.events] }
    if (webhook) await api.call('PUT /webhooks/{id}', { params: { id: webhook.id }, body })
    else onSecret((await api.call('POST /webhooks', { body })).secret)
  }
  async function save() {
    if (!(await form.save(store))) return
    await renew()
    if (webhook) notify({ title: t('hook.saved') })
    onClose()
  }
  return (
    <>
      <Dialog
        open
        submits
        width="wide"
        onClose={() => (form.dirty ? setAsks(true) : onClose())}
        title={t(webhook ? 'hook.editTitle' : 'hook.addTitle')}
        closeLabel={t('app.close')}
        foot={
          <Button
            look="filled"
            className="ml-auto"
            busy={form.busy}
            idle={!form.dirty}
            denied={form.dirty && lacks ? t(lacks) : null}
            onClick={() => (form.dirty ? void save() : undefined)}
          >
            {t(webhook ? 'hook.save' : 'hook.addDo')}
          </Button>
        }
      >
        <div className="flex flex-col gap-4 pb-2">
          <Field label={t('hook.url')} htmlFor={`${id}-url`} hint={t('hook.urlHint')} error={form.fault}>
            <TextInput
              id={`${id}-url`}
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={url}
              maxLength={2_000}
              placeholder="https://example.com/baton"
              aria-invalid={form.fault ? true : undefined}
              onChange={event => form.change({ url: event.target.value })}
            />
          </Field>
          <Field label={t('hook.description')} htmlFor={`${id}-text`} required={t('hook.optional')}>
            <TextInput
              id={`${id}-text`}
              value={description}
              maxLength={200}
              placeholder={t('hook.descriptionPlace')}
              onChange={event => form.change({ description: event.target.value })}
            />
          </Field>
          <EventPicker types={types} chosen={events} onChange={next => form.change({ events: next })} />
        </div>
      </Dialog>
      <Discard open={asks} onKeep={() => setAsks(false)} onDiscard={onClose} />
    </>
  )
}
