// What a completion offers and requires, and how the bot goes on: one form for the workspace.
import type { CompletionSettings } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { useSession } from '../../../app/session.tsx'
import { Field } from '../../../ui/field.tsx'
import { ListEditor } from '../../../ui/list-editor.tsx'
import { Select } from '../../../ui/select.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { notify } from '../../../ui/toast.tsx'
import { SaveBar } from '../save-bar.tsx'
import { useListWords } from '../use-list-words.ts'
import { useSettingsWords } from '../use-settings-words.ts'

const nameMax = 120

const isSound = (names: readonly string[]) =>
  names.length > 0 && names.every(name => name.trim() !== '') && new Set(names).size === names.length

export function CompletionLists({ fixed }: { readonly fixed: boolean }) {
  const { t } = useSettingsWords()
  const { completion } = useSession()
  const queries = useQueryClient()
  const [form, setForm] = useState<CompletionSettings>(completion)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const topicWords = useListWords(t('complete.newTopic'))
  const outcomeWords = useListWords(t('complete.newOutcome'))
  const change = (part: Partial<CompletionSettings>) => {
    setFault(null)
    setForm(before => ({ ...before, ...part }))
  }
  const dirty = JSON.stringify(form) !== JSON.stringify(completion)

  async function save() {
    if (!isSound(form.topics) || !isSound(form.outcomes)) return setFault(t('complete.unsound'))
    setBusy(true)
    try {
      const trimmed = (names: readonly string[]) => names.map(name => name.trim())
      const body = { ...form, topics: trimmed(form.topics), outcomes: trimmed(form.outcomes) }
      const stored = await api.call('PUT /completion', { body })
      setForm(stored)
      await queries.invalidateQueries({ queryKey: ['me'] })
      notify({ title: t('set.saved') })
    } catch (failure) {
      const { title, text } = sayFailure(failure, t)
      setFault(text ?? title)
    } finally {
      setBusy(false)
    }
  }
  const required = [
    ['topicRequired', t('complete.topicRequired')],
    ['outcomeRequired', t('complete.outcomeRequired')],
    ['tagRequired', t('complete.tagRequired')],
    ['noteRequired', t('complete.noteRequired')],
  ] as const
  return (
    <div className="flex flex-col gap-7">
      <div className="grid gap-x-8 gap-y-7 pane:grid-cols-2">
        <section>
          <h3 className="pb-2 text-14 font-semibold">{t('complete.topics')}</h3>
          <ListEditor
            label={t('complete.topics')}
            items={form.topics}
            onChange={topics => change({ topics: [...topics] })}
            words={topicWords}
            maxLength={nameMax}
            fixed={fixed}
          />
        </section>
        <section>
          <h3 className="pb-2 text-14 font-semibold">{t('complete.outcomes')}</h3>
          <ListEditor
            label={t('complete.outcomes')}
            items={form.outcomes}
            onChange={outcomes => change({ outcomes: [...outcomes] })}
            words={outcomeWords}
            maxLength={nameMax}
            fixed={fixed}
          />
        </section>
      </div>
      <p className="-mt-4 text-ink-3">{t('complete.listsHint')}</p>
      <fieldset disabled={fixed} className="flex flex-col gap-3">
        <legend className="pb-2 text-14 font-semibold">{t('complete.required')}</legend>
        {required.map(([field, label]) => (
          <SwitchRow key={field} label={label} on={form[field]} onChange={on => change({ [field]: on })} />
        ))}
      </fieldset>
      <div className="max-w-80">
        <Field label={t('complete.next')} htmlFor="complete-next" hint={t('complete.nextHint')}>
          <Select
            id="complete-next"
            disabled={fixed}
            value={form.botResume}
            onChange={botResume => change({ botResume })}
            options={[
              { value: 'continue', label: t('done.continue') },
              { value: 'restart', label: t('done.restart') },
              { value: 'silent', label: t('done.silent') },
            ]}
          />
        </Field>
      </div>
      <SaveBar
        dirty={dirty}
        busy={busy}
        fault={fault}
        onSave={() => void save()}
        onDiscard={() => {
          setForm(completion)
          setFault(null)
        }}
      />
    </div>
  )
}
