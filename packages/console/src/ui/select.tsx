// One of a few, by the browser's own control: quick by key, and native on a phone.
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { controlLook } from './field.tsx'

export interface SelectOption<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Options in a row with the same one stand together under it. */
  readonly group?: string
}

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  readonly value: Value
  readonly options: readonly SelectOption<Value>[]
  readonly onChange: (value: Value) => void
}

interface Group {
  readonly group: string | null
  readonly members: SelectOption<string>[]
}

function grouped(options: readonly SelectOption<string>[]): readonly Group[] {
  const groups: Group[] = []
  for (const option of options) {
    const { group = null } = option
    const last = groups.at(-1)
    if (last && last.group === group) last.members.push(option)
    else groups.push({ group, members: [option] })
  }
  return groups
}

function Option({ value, label }: SelectOption<string>) {
  return <option value={value}>{label}</option>
}

export function Select<Value extends string>({
  value,
  options,
  onChange,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={classes('relative block min-w-0', className)}>
      <select
        {...rest}
        value={value}
        onChange={event => {
          const chosen = options.find(option => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
        className={classes(controlLook, 'h-9 appearance-none truncate pr-8 touch:h-10')}
      >
        {grouped(options).map(({ group, members }) =>
          group === null ? (
            members.map(one => <Option key={one.value} {...one} />)
          ) : (
            <optgroup key={group} label={group}>
              {members.map(one => (
                <Option key={one.value} {...one} />
              ))}
            </optgroup>
          ),
        )}
      </select>
      <ChevronDown
        size={14}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  )
}
