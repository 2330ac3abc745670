// Who is offered what waits in one queue, when it is open, and what happens when nobody is there.
import type { TeamRow } from '@baton/client'
import type { TeamId } from '@baton/core'
import { useId } from 'react'
import { Field, TextArea, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { Part } from '../part.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { HoursEditor } from './hours-editor.tsx'
import type { Routing } from './routing-draft.ts'
import { usualHours } from './routing-draft.ts'

interface RoutingFormProps {
  readonly routing: Routing
  /** Teams that it can go on to when nobody is there: all but this queue's own. */
  readonly others: readonly TeamRow[]
  readonly onChange: (change: Partial<Routing>) => void
}

const ways = ['by_hand', 'round_robin', 'least_busy'] as const

function How({ routing, onChange }: Omit<RoutingFormProps, 'others'>) {
  const { t } = useSettingsWords()
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t('routing.how')}</legend>
      {ways.map(way => (
        <label
          key={way}
          className="flex items-start gap-3 rounded-s border border-line px-3.5 py-2.5 transition-colors hover:bg-hover has-checked:border-person has-checked:bg-person-soft"
        >
          <input
            type="radio"
            name={id}
            checked={routing.how === way}
            onChange={() => onChange({ how: way })}
            className="mt-0.5 size-4 shrink-0 accent-person"
          />
          <span>
            <span className="block font-medium">{t(`routing.${way}`)}</span>
            <span className="block text-ink-2">{t(`routing.${way}Hint`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Finer rules of offers. */
function Offers({ routing, onChange }: Omit<RoutingFormProps, 'others'>) {
  const { t } = useSettingsWords()
  const id = useId()
  return (
    <>
      <SwitchRow
        label={t('routing.last')}
        hint={t('routing.lastHint')}
        on={routing.lastAgentFirst}
        onChange={lastAgentFirst => onChange({ lastAgentFirst })}
      />
      <SwitchRow
        label={t('routing.language')}
        hint={t('routing.languageHint')}
        on={routing.matchLanguage}
        onChange={matchLanguage => onChange({ matchLanguage })}
      />
      <SwitchRow
        label={t('routing.skills')}
        hint={t('routing.skillsHint')}
        on={routing.matchSkills}
        onChange={matchSkills => onChange({ matchSkills })}
      />
      <Field label={t('routing.offer')} htmlFor={`${id}-offer`} hint={t('routing.offerHint')}>
        <TextInput
          id={`${id}-offer`}
          type="number"
          inputMode="numeric"
          min={5}
          max={600}
          className="!w-24"
          value={Math.round(routing.offerMs / 1_000)}
          onChange={event => onChange({ offerMs: (Math.round(Number(event.target.value)) || 0) * 1_000 })}
        />
      </Field>
    </>
  )
}

function Nobody({ routing, others, onChange }: RoutingFormProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const { text, goes } = routing.nobody
  const chosen = typeof goes === 'string' ? goes : goes.teamId
  const choose = (next: string) =>
    onChange({
      nobody: { text, goes: next === 'wait' || next === 'bot' ? next : { teamId: next as TeamId } },
    })
  return (
    <Part title={t('nobody.title')} text={t('nobody.text')}>
      <Field label={t('nobody.goes')} htmlFor={`${id}-goes`}>
        <Select
          id={`${id}-goes`}
          value={chosen}
          onChange={choose}
          options={[
            { value: 'wait', label: t('nobody.wait') },
            { value: 'bot', label: t('nobody.bot') },
            ...others.map(team => ({ value: team.id, label: t('nobody.team', { team: team.name }) })),
          ]}
        />
      </Field>
      <Field label={t('nobody.says')} htmlFor={`${id}-text`} hint={t('nobody.saysHint')}>
        <TextArea
          id={`${id}-text`}
          value={text}
          maxLength={500}
          placeholder={t('nobody.saysPlace')}
          onChange={event => onChange({ nobody: { text: event.target.value, goes } })}
        />
      </Field>
    </Part>
  )
}

export function RoutingForm(props: RoutingFormProps) {
  const { routing, onChange } = props
  const { t } = useSettingsWords()
  return (
    <>
      <Part title={t('routing.how')} text={t('routing.howText')}>
        <How routing={routing} onChange={onChange} />
        {routing.how === 'by_hand' ? null : <Offers routing={routing} onChange={onChange} />}
      </Part>
      <Part title={t('hours.title')}>
        <SwitchRow
          label={t('hours.on')}
          hint={t('hours.onHint')}
          on={routing.hours !== null}
          onChange={on =>
            onChange({
              hours: on ? usualHours(Intl.DateTimeFormat().resolvedOptions().timeZone) : null,
            })
          }
        />
        {routing.hours ? <HoursEditor hours={routing.hours} onChange={hours => onChange({ hours })} /> : null}
      </Part>
      {routing.how === 'by_hand' && !routing.hours ? null : <Nobody {...props} />}
    </>
  )
}
