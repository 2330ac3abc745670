// What customers of one channel get at the end: the feedback question, and texts that a completion can send.
import type { ChannelRow } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, TextArea, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { notify } from '../../../ui/toast.tsx'
import { SaveBar } from '../save-bar.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { ClosingForm } from './closing-form.ts'
import { closingFormOf, settingsWith, unsoundIn } from './closing-form.ts'

interface ChannelClosingProps {
  readonly channel: ChannelRow
  readonly fixed: boolean
}

interface PartProps {
  readonly id: string
  readonly form: ClosingForm
  readonly fixed: boolean
  readonly change: (part: Partial<ClosingForm>) => void
}

function FeedbackPart({ id, form, fixed, change }: PartProps) {
  const { t } = useSettingsWords()
  return (
    <fieldset disabled={fixed} className="flex flex-col gap-3">
      <legend className="pb-2 font-medium">{t('complete.feedback')}</legend>
      <Select
        aria-label={t('complete.feedback')}
        className="max-w-80"
        value={form.ask}
        onChange={ask => change({ ask })}
        options={[
          { value: 'never', label: t('complete.askNever') },
          { value: 'always', label: t('complete.askAlways') },
          { value: 'agent_decides', label: t('complete.askAgent') },
        ]}
      />
      {form.ask === 'never' ? null : (
        <>
          <Field label={t('complete.question')} htmlFor={`${id}-question`} hint={t('complete.questionHint')}>
            <TextInput
              id={`${id}-question`}
              maxLength={500}
              value={form.question}
              onChange={event => change({ question: event.target.value })}
            />
          </Field>
          <SwitchRow
            label={t('complete.comment')}
            on={form.comment}
            onChange={comment => change({ comment })}
          />
        </>
      )}
    </fieldset>
  )
}

function ClosingTexts({ id, form, fixed, change }: PartProps) {
  const { t } = useSettingsWords()
  const edit = (index: number, part: Partial<ClosingForm['texts'][number]>) =>
    change({ texts: form.texts.map((text, at) => (at === index ? { ...text, ...part } : text)) })
  return (
    <fieldset disabled={fixed} className="flex flex-col gap-3">
      <legend className="pb-2 font-medium">{t('complete.texts')}</legend>
      {form.texts.length === 0 ? <p className="text-ink-3">{t('complete.noTexts')}</p> : null}
      {form.texts.map((text, index) => (
        <div key={text.block} className="flex flex-col gap-2 rounded-m border border-line p-3">
          <div className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <Field label={t('complete.textName')} htmlFor={`${id}-${text.block}-name`}>
                <TextInput
                  id={`${id}-${text.block}-name`}
                  maxLength={120}
                  value={text.label}
                  onChange={event => edit(index, { label: event.target.value })}
                />
              </Field>
            </div>
            {fixed ? null : (
              <Button
                look="quiet"
                aria-label={t('set.remove', { name: text.label })}
                tip={t('set.remove', { name: text.label })}
                onClick={() => change({ texts: form.texts.filter((_, at) => at !== index) })}
                icon={<X size={16} />}
              />
            )}
          </div>
          <Field label={t('complete.text')} htmlFor={`${id}-${text.block}-text`}>
            <TextArea
              id={`${id}-${text.block}-text`}
              maxLength={4_096}
              value={text.text}
              onChange={event => edit(index, { text: event.target.value })}
            />
          </Field>
        </div>
      ))}
      {fixed ? null : (
        <div>
          <Button
            icon={<Plus size={16} />}
            onClick={() =>
              change({
                texts: [...form.texts, { block: `text-${Date.now().toString(36)}`, label: '', text: '' }],
              })
            }
          >
            {t('complete.addText')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

export function ChannelClosing({ channel, fixed }: ChannelClosingProps) {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const stored = closingFormOf(channel.settings, t('complete.questionDefault'))
  const [form, setForm] = useState(stored)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const dirty = JSON.stringify(form) !== JSON.stringify(stored)
  const parts: PartProps = {
    id: `closing-${channel.id}`,
    form,
    fixed,
    change(part) {
      setFault(null)
      setForm(before => ({ ...before, ...part }))
    },
  }
  async function save() {
    const unsound = unsoundIn(form)
    if (unsound) return setFault(t(unsound))
    setBusy(true)
    try {
      const body = { settings: settingsWith(channel.settings, form) }
      await api.call('PUT /channels/{id}', { params: { id: channel.id }, body })
      await queries.invalidateQueries({ queryKey: ['channels'] })
      void queries.invalidateQueries({ queryKey: ['closing-blocks'] })
      notify({ title: t('set.saved') })
    } catch (failure) {
      const { title, text } = sayFailure(failure, t)
      setFault(text ?? title)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-label={channel.name} className="flex flex-col gap-5">
      <h3 className="text-14 font-semibold">{channel.name}</h3>
      <FeedbackPart {...parts} />
      <ClosingTexts {...parts} />
      <SaveBar
        dirty={dirty}
        busy={busy}
        fault={fault}
        onSave={() => void save()}
        onDiscard={() => {
          setForm(stored)
          setFault(null)
        }}
      />
    </section>
  )
}
