// When a person counts as away or gone; the same for everybody.
import { useId } from 'react'
import { Field, TextInput } from '../../../ui/field.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { Part } from '../part.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { PresenceRules } from './routing-draft.ts'

interface MinutesProps {
  readonly label: string
  readonly hint: string
  readonly unit: string
  /** Milliseconds; null: never. */
  readonly value: number | null
  readonly usual: number
  readonly onChange: (value: number | null) => void
}

const minuteMs = 60_000

function Minutes({ label, hint, unit, value, usual, onChange }: MinutesProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-2">
      <SwitchRow label={label} hint={hint} on={value !== null} onChange={on => onChange(on ? usual : null)} />
      {value === null ? null : (
        <div className="pl-10.5">
          <Field label={unit} htmlFor={id}>
            <TextInput
              id={id}
              type="number"
              inputMode="numeric"
              min={1}
              max={1_440}
              className="!w-24"
              value={Math.round(value / minuteMs)}
              onChange={event => onChange((Math.round(Number(event.target.value)) || 0) * minuteMs)}
            />
          </Field>
        </div>
      )}
    </div>
  )
}

interface PresenceFormProps {
  readonly presence: PresenceRules
  readonly onChange: (change: Partial<PresenceRules>) => void
}

export function PresenceForm({ presence, onChange }: PresenceFormProps) {
  const { t } = useSettingsWords()
  return (
    <Part title={t('presence.rules')} text={t('presence.rulesText')}>
      <Minutes
        label={t('presence.awayAfter')}
        hint={t('presence.awayAfterHint')}
        unit={t('presence.awayMinutes')}
        value={presence.awayAfterMs}
        usual={600_000}
        onChange={awayAfterMs => onChange({ awayAfterMs })}
      />
      <Minutes
        label={t('presence.ownerGone')}
        hint={t('presence.ownerGoneHint')}
        unit={t('presence.goneMinutes')}
        value={presence.ownerGoneMs}
        usual={300_000}
        onChange={ownerGoneMs => onChange({ ownerGoneMs })}
      />
    </Part>
  )
}
