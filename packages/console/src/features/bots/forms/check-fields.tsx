// What counts as an answer to a question.
import type { Check } from '@baton/core'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { ChoiceField, NumberField, TextField, WordsField } from './fields.tsx'

const kinds = ['text', 'email', 'phone', 'number', 'one_of', 'pattern'] as const

function fresh(kind: Check['kind']): Check {
  if (kind === 'one_of') return { kind, values: [] }
  if (kind === 'pattern') return { kind, pattern: '' }
  return { kind }
}

interface CheckFieldsProps {
  readonly check: Check
  readonly fault: (path: string) => string | null
  readonly onChange: (check: Check) => void
}

function Bounds({
  check,
  fault,
  onChange,
}: CheckFieldsProps & { check: Extract<Check, { kind: 'text' | 'number' }> }) {
  const { t } = useBotWords()
  const words = check.kind === 'text'
  return (
    <div className="grid grid-cols-2 gap-2">
      <NumberField
        placeholder={t('check.any')}
        label={t(words ? 'check.minLength' : 'check.min')}
        value={check.min}
        error={fault('min')}
        onChange={min => onChange({ ...check, min } as Check)}
      />
      <NumberField
        placeholder={t('check.any')}
        label={t(words ? 'check.maxLength' : 'check.max')}
        value={check.max}
        error={fault('max')}
        onChange={max => onChange({ ...check, max } as Check)}
      />
    </div>
  )
}

export function CheckFields({ check, fault, onChange }: CheckFieldsProps) {
  const { t } = useBotWords()
  return (
    <>
      <ChoiceField
        label={t('check.label')}
        value={check.kind}
        error={fault('') ?? fault('kind')}
        onChange={kind => onChange(fresh(kind))}
        options={kinds.map(value => ({ value, label: t(`check.${value}`) }))}
      />
      {check.kind === 'text' || check.kind === 'number' ? (
        <Bounds check={check} fault={fault} onChange={onChange} />
      ) : null}
      {check.kind === 'number' ? (
        <SwitchRow
          label={t('check.whole')}
          on={check.whole ?? false}
          onChange={whole => onChange({ ...check, whole })}
        />
      ) : null}
      {check.kind === 'one_of' ? (
        <WordsField
          label={t('check.values')}
          words={check.values}
          error={fault('values')}
          onChange={values => onChange({ ...check, values })}
        />
      ) : null}
      {check.kind === 'pattern' ? (
        <TextField
          label={t('check.patternLabel')}
          hint={t('check.patternHint')}
          variables={false}
          value={check.pattern}
          error={fault('pattern')}
          onChange={pattern => onChange({ ...check, pattern })}
        />
      ) : null}
    </>
  )
}
