// What is known about a person who works here, as a form. Pure of calls: it only changes its draft.
import type { AgentRow } from '@baton/client'
import { useId } from 'react'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TagField } from '../../../ui/tag-field.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

export const roles = ['agent', 'lead', 'admin'] as const

export interface AgentDraft {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly role: AgentRow['role']
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  readonly capacity: number
}

export const newAgent: AgentDraft = {
  name: '',
  email: '',
  password: '',
  role: 'agent',
  languages: [],
  skills: [],
  capacity: 5,
}

export const draftOf = (agent: AgentRow): AgentDraft => ({ ...newAgent, ...agent, password: '' })

interface AgentFormProps {
  readonly draft: AgentDraft
  readonly isNew: boolean
  readonly isMe: boolean
  readonly known: { readonly languages: readonly string[]; readonly skills: readonly string[] }
  readonly onChange: (change: Partial<AgentDraft>) => void
}

export function AgentForm({ draft, isNew, isMe, known, onChange }: AgentFormProps) {
  const { t } = useSettingsWords()
  const id = useId()
  return (
    <div className="flex flex-col gap-4 pb-2">
      <Field label={t('person.name')} htmlFor={`${id}-name`}>
        <TextInput
          id={`${id}-name`}
          value={draft.name}
          maxLength={120}
          autoComplete="off"
          onChange={event => onChange({ name: event.target.value })}
        />
      </Field>
      {isNew ? (
        <>
          <Field label={t('person.email')} htmlFor={`${id}-email`}>
            <TextInput
              id={`${id}-email`}
              type="email"
              value={draft.email}
              autoComplete="off"
              onChange={event => onChange({ email: event.target.value })}
            />
          </Field>
          <Field label={t('person.password')} htmlFor={`${id}-password`} hint={t('person.passwordHint')}>
            <TextInput
              id={`${id}-password`}
              type="password"
              value={draft.password}
              maxLength={128}
              autoComplete="new-password"
              onChange={event => onChange({ password: event.target.value })}
            />
          </Field>
        </>
      ) : null}
      <Field
        label={t('person.role')}
        htmlFor={`${id}-role`}
        hint={isMe ? t('person.ownRole') : t(`role.${draft.role}Hint`)}
      >
        <Select
          id={`${id}-role`}
          value={draft.role}
          disabled={isMe}
          options={roles.map(value => ({ value, label: t(`role.${value}`) }))}
          onChange={role => onChange({ role })}
        />
      </Field>
      <Field label={t('person.languages')} htmlFor={`${id}-languages`} hint={t('person.languagesHint')}>
        <TagField
          id={`${id}-languages`}
          known={known.languages}
          value={draft.languages}
          onChange={languages => onChange({ languages })}
          placeholder={t('person.languagesPlace')}
          createLabel={tag => t('person.add', { tag })}
          removeLabel={tag => t('person.remove', { tag })}
        />
      </Field>
      <Field label={t('person.skills')} htmlFor={`${id}-skills`} hint={t('person.skillsHint')}>
        <TagField
          id={`${id}-skills`}
          known={known.skills}
          value={draft.skills}
          onChange={skills => onChange({ skills })}
          placeholder={t('person.skillsPlace')}
          createLabel={tag => t('person.add', { tag })}
          removeLabel={tag => t('person.remove', { tag })}
        />
      </Field>
      <Field label={t('person.capacity')} htmlFor={`${id}-capacity`} hint={t('person.capacityHint')}>
        <TextInput
          id={`${id}-capacity`}
          type="number"
          inputMode="numeric"
          min={0}
          max={100}
          className="!w-24"
          value={draft.capacity}
          onChange={event =>
            onChange({ capacity: Math.max(0, Math.min(100, Math.round(Number(event.target.value) || 0))) })
          }
        />
      </Field>
    </div>
  )
}
