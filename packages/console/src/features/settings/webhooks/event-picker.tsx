// Which events an endpoint is told of: all of them, or some, by what belongs together.
import { useEffect, useRef } from 'react'
import { useSettingsWords } from '../use-settings-words.ts'
import type { EventTypes } from './use-webhooks.ts'

interface EventPickerProps {
  readonly types: EventTypes
  /** Null: all. */
  readonly chosen: readonly string[] | null
  readonly onChange: (chosen: readonly string[] | null) => void
}

type Group = EventTypes[number]['group']

interface GroupProps extends Omit<EventPickerProps, 'chosen'> {
  readonly group: Group
  readonly chosen: readonly string[]
}

/** Without what they all begin with. */
const shortOf = (type: string) => type.replace(/^conversation\./, '')

function EventGroup({ group, types, chosen, onChange }: GroupProps) {
  const { t } = useSettingsWords()
  const whole = useRef<HTMLInputElement>(null)
  const own = types.filter(each => each.group === group).map(({ type }) => type)
  const on = own.filter(type => chosen.includes(type)).length
  const isMixed = on > 0 && on < own.length
  useEffect(() => {
    if (whole.current) whole.current.indeterminate = isMixed
  }, [isMixed])
  const turn = (changed: readonly string[], to: boolean) =>
    onChange([...chosen.filter(type => !changed.includes(type)), ...(to ? changed : [])].sort())
  const name = t(`hook.group.${group}`)
  return (
    <fieldset className="border-b border-line py-2 last:border-0">
      <legend className="sr-only">{name}</legend>
      <label className="flex min-h-7 items-center gap-2.5 px-2 font-medium touch:min-h-10">
        <input
          ref={whole}
          type="checkbox"
          aria-label={t('hook.groupAll', { group: name })}
          checked={on === own.length}
          onChange={event => turn(own, event.target.checked)}
          className="size-4 accent-person"
        />
        {name}
        <span className="ml-auto font-normal text-ink-3 tabular-nums">
          {on}/{own.length}
        </span>
      </label>
      <div className="grid grid-cols-2 gap-x-2 pl-6.5 max-pane:grid-cols-1">
        {own.map(type => (
          <label
            key={type}
            className="flex min-h-7 items-center gap-2 rounded-s px-2 hover:bg-hover touch:min-h-10"
          >
            <input
              type="checkbox"
              checked={chosen.includes(type)}
              onChange={event => turn([type], event.target.checked)}
              className="size-3.5 shrink-0 accent-person"
            />
            <code className="truncate text-13" title={type}>
              {shortOf(type)}
            </code>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function EventPicker({ types, chosen, onChange }: EventPickerProps) {
  const { t } = useSettingsWords()
  const groups = [...new Set(types.map(({ group }) => group))]
  const last = useRef<readonly string[]>(chosen ?? [])
  if (chosen !== null) last.current = chosen
  const choice = (all: boolean, label: string) => (
    <label className="flex min-h-8 items-center gap-2.5 touch:min-h-10">
      <input
        type="radio"
        name="webhook-events"
        checked={(chosen === null) === all}
        onChange={() => onChange(all ? null : last.current)}
        className="size-4 accent-person"
      />
      {label}
    </label>
  )
  return (
    <fieldset>
      <legend className="pb-1 font-medium">{t('hook.which')}</legend>
      {choice(true, t('hook.which.all'))}
      {choice(false, t('hook.which.some'))}
      {chosen === null ? null : (
        <div className="mt-1.5 max-h-72 overflow-y-auto rounded-s border border-line px-1">
          {groups.map(group => (
            <EventGroup key={group} group={group} types={types} chosen={chosen} onChange={onChange} />
          ))}
        </div>
      )}
    </fieldset>
  )
}
