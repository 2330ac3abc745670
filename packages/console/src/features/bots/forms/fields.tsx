// The controls that the forms of blocks are made of, each with its label and what is wrong with it.
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field, TextArea, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useVariablesHere } from '../builder/builder-context.tsx'
import type { BotKey } from '../use-bot-words.ts'
import { useBotWords } from '../use-bot-words.ts'
import { VariableText } from './variable-text.tsx'

interface Labelled {
  readonly label: string
  readonly error?: string | null
  readonly hint?: ReactNode
  readonly optional?: boolean
  readonly bare?: boolean
}

interface TextFieldProps extends Labelled {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly multiline?: boolean
  /** Off where no variable is filled in. */
  readonly variables?: boolean
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    error = null,
    hint,
    optional,
    bare,
    value,
    onChange,
    placeholder,
    multiline,
    variables = true,
  } = props
  const { t } = useBotWords()
  const known = useVariablesHere()
  const id = useId()
  return (
    <Field
      label={label}
      htmlFor={id}
      error={error}
      hint={hint}
      bare={bare}
      required={optional ? t('form.optional') : null}
    >
      <VariableText
        id={id}
        value={value}
        onChange={onChange}
        variables={variables ? known : []}
        invalid={Boolean(error)}
        {...(multiline ? { multiline } : {})}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    </Field>
  )
}

interface NumberFieldProps extends Labelled {
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
  readonly min?: number
  readonly placeholder?: string
}

export function NumberField({
  label,
  error = null,
  hint,
  optional,
  value,
  onChange,
  ...rest
}: NumberFieldProps) {
  const { t } = useBotWords()
  const id = useId()
  return (
    <Field
      label={label}
      htmlFor={id}
      error={error}
      hint={hint}
      required={optional ? t('form.optional') : null}
    >
      <TextInput
        id={id}
        type="number"
        inputMode="decimal"
        {...rest}
        value={value ?? ''}
        aria-invalid={error ? true : undefined}
        onChange={event => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
      />
    </Field>
  )
}

interface ChoiceFieldProps<Value extends string> extends Labelled {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, error = null, hint, bare, value, options, onChange } = props
  const id = useId()
  return (
    <Field label={label} htmlFor={id} error={error} hint={hint} bare={bare}>
      <Select id={id} value={value} options={options} onChange={onChange} />
    </Field>
  )
}

const units = [
  { value: 'seconds', ms: 1_000 },
  { value: 'minutes', ms: 60_000 },
  { value: 'hours', ms: 3_600_000 },
  { value: 'days', ms: 86_400_000 },
] as const
type Unit = (typeof units)[number]['value']

const unitOf = (ms: number): Unit =>
  [...units].reverse().find(unit => ms >= unit.ms && ms % unit.ms === 0)?.value ?? 'seconds'
const unitMs = (unit: Unit): number => units.find(({ value }) => value === unit)?.ms ?? 1_000

interface DurationFieldProps extends Labelled {
  readonly valueMs: number
  readonly onChange: (valueMs: number) => void
}

export function DurationField({ label, error = null, hint, valueMs, onChange }: DurationFieldProps) {
  const { t } = useBotWords()
  const id = useId()
  const [unit, setUnit] = useState<Unit>(unitOf(valueMs))
  return (
    <Field label={label} htmlFor={id} error={error} hint={hint}>
      <span className="flex gap-2">
        <TextInput
          id={id}
          type="number"
          min={1}
          className="min-w-0 flex-1"
          value={Number((valueMs / unitMs(unit)).toFixed(3))}
          aria-invalid={error ? true : undefined}
          onChange={event => onChange(Math.round(Number(event.target.value) * unitMs(unit)))}
        />
        <Select<Unit>
          aria-label={t('form.unit')}
          className="w-32"
          value={unit}
          onChange={next => {
            setUnit(next)
            onChange(Math.round((valueMs / unitMs(unit)) * unitMs(next)))
          }}
          options={units.map(({ value }) => ({ value, label: t(`unit.${value}`) }))}
        />
      </span>
    </Field>
  )
}

interface WordsFieldProps extends Labelled {
  readonly words: readonly string[]
  readonly onChange: (words: readonly string[]) => void
  /** One a line instead of between commas. */
  readonly lines?: boolean
  readonly placeholder?: string
}

/** Several words or phrases as one text. */
export function WordsField(props: WordsFieldProps) {
  const { label, error = null, hint, optional, bare, words, onChange, lines, placeholder } = props
  const { t } = useBotWords()
  const id = useId()
  const split = (text: string) =>
    text
      .split(lines ? '\n' : /[,\n]/)
      .map(word => word.trim())
      .filter(word => word !== '')
  const [typed, setTyped] = useState('')
  // What is typed counts while it says the same: a comma at its end is not taken away.
  const text = split(typed).join('\n') === words.join('\n') ? typed : words.join(lines ? '\n' : ', ')
  const control = {
    id,
    value: text,
    placeholder,
    'aria-invalid': error ? true : undefined,
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value)
      onChange(split(event.target.value))
    },
  }
  return (
    <Field
      label={label}
      htmlFor={id}
      error={error}
      hint={hint}
      bare={bare}
      required={optional ? t('form.optional') : null}
    >
      {lines ? <TextArea {...control} /> : <TextInput {...control} />}
    </Field>
  )
}

interface RowsProps<Item> {
  readonly label: string
  readonly items: readonly Item[]
  readonly error?: string | null
  readonly addLabel: string
  readonly removeLabel: BotKey
  readonly onAdd: () => void
  readonly onRemove: (at: number) => void
  /** Fewer are not allowed. */
  readonly least?: number
  readonly children: (item: Item, at: number) => ReactNode
}

/** A list of equal rows, each with its own fields. */
export function Rows<Item>(props: RowsProps<Item>) {
  const { label, items, error, addLabel, removeLabel, onAdd, onRemove, least = 0, children } = props
  const { t } = useBotWords()
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, and keep their fields' focus
        <div key={at} className="flex items-start gap-1">
          <div className="flex min-w-0 flex-1 flex-col gap-1">{children(item, at)}</div>
          {items.length > least ? (
            <Button
              look="quiet"
              className="h-9 w-8"
              aria-label={t(removeLabel, { n: at + 1 })}
              icon={<X size={14} />}
              onClick={() => onRemove(at)}
            />
          ) : null}
        </div>
      ))}
      {error ? (
        <p role="alert" className="text-failure-ink">
          {error}
        </p>
      ) : null}
      <Button size="s" className="self-start" icon={<Plus size={14} />} onClick={onAdd}>
        {addLabel}
      </Button>
    </fieldset>
  )
}
