// When a queue is open: days with any number of spans, in the time zone of those who work there.
import { Plus, X } from 'lucide-react'
import { useId, useMemo } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { Hours, Span } from './routing-draft.ts'
import { changedSpan, days, endOf, isFaulty, shownEnd, withoutSpan, withSpan } from './routing-draft.ts'

interface HoursEditorProps {
  readonly hours: Hours
  readonly onChange: (hours: Hours) => void
}

interface SpanFieldsProps {
  readonly span: Span
  readonly day: string
  readonly onChange: (change: Partial<Span>) => void
  readonly onRemove: () => void
}

function SpanFields({ span, day, onChange, onRemove }: SpanFieldsProps) {
  const { t } = useSettingsWords()
  const invalid = isFaulty(span) || undefined
  return (
    <span className="flex items-center gap-1.5">
      <TextInput
        type="time"
        aria-label={t('hours.from', { day })}
        aria-invalid={invalid}
        value={span.from}
        onChange={event => onChange({ from: event.target.value })}
        className="!w-28"
      />
      <span className="text-ink-3">–</span>
      <TextInput
        type="time"
        aria-label={t('hours.to', { day })}
        aria-invalid={invalid}
        value={shownEnd(span.to)}
        onChange={event => onChange({ to: endOf(event.target.value) })}
        className="!w-28"
      />
      <Button
        look="quiet"
        size="s"
        aria-label={t('hours.remove', { day })}
        icon={<X size={14} />}
        onClick={onRemove}
      />
    </span>
  )
}

export function HoursEditor({ hours, onChange }: HoursEditorProps) {
  const { t, language } = useSettingsWords()
  const id = useId()
  const zones = useMemo(
    () =>
      [...new Set([hours.timeZone, ...Intl.supportedValuesOf('timeZone')])].map(value => ({
        value,
        label: value.replaceAll('_', ' '),
      })),
    [hours.timeZone],
  )
  const names = useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    // The first of February 1970 was a Sunday.
    return days.map(day => ({ day, name: format.format(new Date(Date.UTC(1970, 1, 1 + day))) }))
  }, [language])
  return (
    <div className="flex flex-col gap-4 border-l-2 border-line pl-4">
      <Field label={t('hours.zone')} htmlFor={`${id}-zone`}>
        <Combobox
          id={`${id}-zone`}
          choices={zones}
          value={hours.timeZone}
          onChange={value => onChange({ ...hours, timeZone: value ?? '' })}
          placeholder={t('hours.zonePlace')}
          nothing={t('hours.zoneNothing')}
        />
      </Field>
      <ul className="flex flex-col gap-2">
        {names.map(({ day, name }) => {
          const spans = hours.week.filter(span => span.day === day)
          return (
            <li key={day} className="flex items-start gap-3 max-pane:flex-col max-pane:gap-1">
              <span className="w-24 shrink-0 pt-2 first-letter:uppercase">{name}</span>
              <span className="flex min-h-9 min-w-0 flex-1 flex-col justify-center gap-1.5">
                {spans.length === 0 ? <span className="text-ink-3">{t('hours.closed')}</span> : null}
                {spans.map((span, index) => (
                  <SpanFields
                    // biome-ignore lint/suspicious/noArrayIndexKey: a span has no identity, and its place stands while it is typed
                    key={index}
                    span={span}
                    day={name}
                    onChange={change => onChange(changedSpan(hours, span, change))}
                    onRemove={() => onChange(withoutSpan(hours, span))}
                  />
                ))}
              </span>
              <Button
                look="quiet"
                size="s"
                className="mt-1"
                aria-label={t('hours.add', { day: name })}
                tip={t('hours.add', { day: name })}
                icon={<Plus size={14} />}
                onClick={() => onChange(withSpan(hours, day))}
              />
            </li>
          )
        })}
      </ul>
      <p className="text-ink-3">{t('hours.hint')}</p>
    </div>
  )
}
