// One way to reach a contact, new or changed. What was written stays until it is kept.
import type { ContactWay, WayKind } from '@baton/client'
import { useId, useState } from 'react'
import { Field, TextInput } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { SmallForm } from './small-form.tsx'
import type { NewWay, Refusal } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'

export const kinds: readonly WayKind[] = ['phone', 'email', 'whatsapp', 'telegram', 'other']

interface WayFormProps {
  /** Null: a new one. */
  readonly way: ContactWay | null
  readonly onSave: (way: NewWay) => Promise<Refusal>
  readonly onClose: () => void
}

export function WayForm({ way, onSave, onClose }: WayFormProps) {
  const { t } = useWhoWords()
  const id = useId()
  const [kind, setKind] = useState<WayKind>(way?.kind ?? 'phone')
  const [value, setValue] = useState(way?.value ?? '')
  const [label, setLabel] = useState(way?.label ?? '')
  const [refused, setRefused] = useState<Refusal>(null)

  async function save() {
    if (value.trim() === '') return setRefused(t('who.wayEmpty'))
    const why = await onSave({ kind, value: value.trim(), label: label.trim() })
    if (why === null) onClose()
    else setRefused(why)
  }
  return (
    <SmallForm label={way ? t('who.wayChange') : t('who.wayAdd')} onSave={save} onClose={onClose}>
      {way ? null : (
        <Select
          aria-label={t('who.wayKind')}
          value={kind}
          options={kinds.map(each => ({ value: each, label: t(`who.kind.${each}`) }))}
          onChange={setKind}
        />
      )}
      <Field label={t(`who.kind.${kind}`)} htmlFor={`${id}-value`} error={refused} bare>
        <TextInput
          id={`${id}-value`}
          autoFocus
          value={value}
          maxLength={254}
          inputMode={kind === 'phone' || kind === 'whatsapp' ? 'tel' : kind === 'email' ? 'email' : 'text'}
          placeholder={t(`who.place.${kind}`)}
          aria-invalid={refused ? true : undefined}
          aria-describedby={refused ? `${id}-value-error` : undefined}
          onChange={event => setValue(event.target.value)}
        />
      </Field>
      <TextInput
        aria-label={t('who.wayLabel')}
        value={label}
        maxLength={60}
        placeholder={t('who.wayLabelPlace')}
        onChange={event => setLabel(event.target.value)}
      />
    </SmallForm>
  )
}
