// The fields of one kind of channel, each with where it is found. Secrets that are stored stay unless replaced.
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { enSettingsChannels } from '../../../app/messages/en-settings-channels.ts'
import { useAgents } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Field, TextArea, TextInput } from '../../../ui/field.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { Settings } from './draft.ts'
import { at, isKept, isShown, put } from './draft.ts'
import type { FieldSpec, KindName } from './fields.ts'
import { fieldsOf } from './fields.ts'

interface InputProps {
  readonly id: string
  readonly spec: FieldSpec
  readonly value: unknown
  readonly invalid: boolean
  readonly onChange: (value: unknown) => void
}

function SecretInput({ id, value, invalid, onChange }: InputProps) {
  const { t } = useSettingsWords()
  return (
    <SecretField
      id={id}
      kept={t('channels.kept')}
      replace={t('channels.replace')}
      invalid={invalid}
      value={isKept(value) ? null : typeof value === 'string' ? value : ''}
      onChange={typed => onChange(typed === null ? { set: true } : typed === '' ? undefined : typed)}
    />
  )
}

function AgentInput({ id, value, onChange }: InputProps) {
  const { t } = useSettingsWords()
  const agents = useAgents()
  return (
    <Select
      id={id}
      value={typeof value === 'string' ? value : ''}
      options={[
        { value: '', label: t('channels.firstAdmin') },
        ...agents.map(agent => ({ value: agent.id, label: agent.name })),
      ]}
      onChange={chosen => onChange(chosen === '' ? undefined : chosen)}
    />
  )
}

const securities = ['tls', 'starttls', 'none'] as const
const inbounds = ['imap', 'webhook'] as const

function Input(props: InputProps) {
  const { id, spec, value, invalid, onChange } = props
  const { t } = useSettingsWords()
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const plain = { id, value: text, 'aria-invalid': invalid || undefined, placeholder: spec.placeholder }
  const set = (next: string) => onChange(next === '' ? undefined : next)
  switch (spec.as) {
    case 'secret':
      return <SecretInput {...props} />
    case 'agent':
      return <AgentInput {...props} />
    case 'number':
      return (
        <TextInput
          {...plain}
          inputMode="numeric"
          maxLength={5}
          onChange={event => {
            const digits = event.target.value.replace(/\D/g, '')
            onChange(digits === '' ? undefined : Number(digits))
          }}
        />
      )
    case 'security':
      return (
        <Select
          id={id}
          value={securities.find(each => each === value) ?? 'tls'}
          options={securities.map(each => ({ value: each, label: t(`channels.security.${each}`) }))}
          onChange={onChange}
        />
      )
    case 'inbound':
      return (
        <Select
          id={id}
          value={inbounds.find(each => each === value) ?? 'imap'}
          options={inbounds.map(each => ({ value: each, label: t(`channels.by.${each}`) }))}
          onChange={onChange}
        />
      )
    case 'colour':
      return (
        <div className="flex items-center gap-2">
          <input
            type="color"
            id={id}
            value={/^#[0-9a-f]{6}$/i.test(text) ? text : '#3b5bdb'}
            onChange={event => set(event.target.value)}
            className="h-9 w-14 rounded-s border border-line-strong bg-surface p-1"
          />
          <span className="text-ink-2 tabular-nums">{text === '' ? t('channels.noColour') : text}</span>
          {text === '' ? null : (
            <Button size="s" look="quiet" onClick={() => onChange(undefined)}>
              {t('channels.clear')}
            </Button>
          )}
        </div>
      )
    case 'long':
      return <TextArea {...plain} maxLength={500} onChange={event => set(event.target.value)} />
    case 'origins':
      return (
        <TextArea
          id={id}
          placeholder="https://shop.example"
          defaultValue={Array.isArray(value) ? value.join('\n') : ''}
          onChange={event => {
            const lines = event.target.value.split(/\s+/).filter(Boolean)
            onChange(lines.length === 0 ? undefined : lines)
          }}
        />
      )
    case 'text':
      return <TextInput {...plain} maxLength={500} onChange={event => set(event.target.value.trim())} />
  }
}

type WhereKey = Extract<keyof typeof enSettingsChannels, `channels.where.${string}`>

/** Not every field needs to be told where it is found. */
const isWhere = (key: string): key is WhereKey => Object.hasOwn(enSettingsChannels, key)

interface KindFieldsProps {
  readonly kind: KindName
  readonly settings: Settings
  /** By path, in words. */
  readonly wrong: ReadonlyMap<string, string>
  readonly onChange: (settings: Settings) => void
}

export function KindFields({ kind, settings, wrong, onChange }: KindFieldsProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const [open, setOpen] = useState(false)
  const shown = fieldsOf[kind].filter(spec => isShown(spec, settings))
  const rare = shown.filter(spec => spec.rare)
  const rareShown = open || rare.some(spec => wrong.has(spec.path))
  const hintOf = (key: string) => (isWhere(key) ? t(key) : undefined)
  const field = (spec: FieldSpec) => (
    <div key={spec.path}>
      {spec.group ? (
        <p className="pt-2 pb-3 text-14 font-semibold">{t(`channels.group.${spec.group}`)}</p>
      ) : null}
      <Field
        label={t(`channels.field.${spec.word}`)}
        htmlFor={`${id}-${spec.path}`}
        required={spec.required ? null : t('channels.optional')}
        error={wrong.get(spec.path) ?? null}
        hint={hintOf(`channels.where.${kind}.${spec.word}`)}
      >
        <Input
          id={`${id}-${spec.path}`}
          spec={spec}
          value={at(settings, spec.path)}
          invalid={wrong.has(spec.path)}
          onChange={value => onChange(put(settings, spec.path, value))}
        />
      </Field>
    </div>
  )
  return (
    <>
      {shown.filter(spec => !spec.rare).map(field)}
      {rare.length > 0 ? (
        <button
          type="button"
          aria-expanded={rareShown}
          onClick={() => setOpen(!open)}
          className="flex items-center gap-1 self-start rounded-s font-medium text-ink-2 hover:text-ink touch:min-h-10"
        >
          <ChevronRight
            size={14}
            className={rareShown ? 'rotate-90 transition-transform' : 'transition-transform'}
          />
          {t('channels.rare')}
        </button>
      ) : null}
      {rareShown ? rare.map(field) : null}
    </>
  )
}
