// Words of a sentence that can be changed where they stand: they read on, and open a menu.
import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Menu, MenuChoice, MenuGroup, MenuSwitch } from './menu.tsx'

const look =
  'rounded-[5px] border border-transparent font-medium text-person-ink underline decoration-person-line decoration-1 underline-offset-4 outline-none transition-colors hover:bg-person-soft focus-visible:border-person'
const faultyLook =
  'rounded-[5px] border border-failure-line bg-failure-soft font-medium text-failure-ink outline-none'

interface InlineButtonProps extends ComponentProps<'button'> {
  /** What it points at is not there any more, or is missing. */
  readonly faulty?: boolean | undefined
}

export function InlineButton({ faulty, className, children, ...rest }: InlineButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        faulty ? faultyLook : look,
        'inline-flex max-w-full items-baseline px-0.5 text-left touch:min-h-10 touch:items-center',
        className,
      )}
    >
      <span className="min-w-0">{children}</span>
      <ChevronDown size={11} className="ml-px shrink-0 self-center opacity-50" aria-hidden="true" />
    </button>
  )
}

export interface InlineOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string
  readonly icon?: ReactNode
}

interface InlineChoiceProps<Value extends string> {
  /** What is chosen here; said before the choice by screen readers, and heads the menu. */
  readonly label: string
  readonly value: Value
  readonly options: readonly InlineOption<Value>[]
  readonly onChange: (value: Value) => void
  /** Shown when the value is no option: it was deleted. */
  readonly gone?: string
}

export function InlineChoice<Value extends string>(props: InlineChoiceProps<Value>) {
  const { label, value, options, onChange, gone = '' } = props
  const chosen = options.find(option => option.value === value)
  const shown = chosen?.label ?? gone
  return (
    <Menu
      align="start"
      trigger={
        <InlineButton faulty={!chosen} aria-label={`${label}: ${shown}`}>
          {shown}
        </InlineButton>
      }
    >
      <div className="max-h-80 overflow-y-auto">
        <MenuChoice label={label} value={value} options={options} onChange={onChange} />
      </div>
    </Menu>
  )
}

interface InlineManyProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly options: readonly InlineOption<Value>[]
  readonly onChange: (values: readonly Value[]) => void
  /** Shown where nothing is chosen. */
  readonly none: string
  /** In place of a value that is no option: it was deleted. */
  readonly gone: string
  /** Joins the names: "Web or Telegram". */
  readonly join: (names: readonly string[]) => string
}

export function InlineMany<Value extends string>(props: InlineManyProps<Value>) {
  const { label, values, options, onChange, none, gone, join } = props
  const nameOf = (value: Value) => options.find(option => option.value === value)?.label
  const lost = values.filter(value => nameOf(value) === undefined)
  const shown = values.length === 0 ? none : join([...new Set(values.map(value => nameOf(value) ?? gone))])
  const turn = (value: Value, on: boolean) =>
    onChange(on ? [...values, value] : values.filter(each => each !== value))
  return (
    <Menu
      align="start"
      trigger={
        <InlineButton faulty={values.length === 0 || lost.length > 0} aria-label={`${label}: ${shown}`}>
          {shown}
        </InlineButton>
      }
    >
      <div className="max-h-80 overflow-y-auto">
        <MenuGroup label={label}>
          {lost.map(value => (
            <MenuSwitch key={value} label={gone} on onChange={on => turn(value, on)} />
          ))}
          {options.map(option => (
            <MenuSwitch
              key={option.value}
              label={option.label}
              on={values.includes(option.value)}
              onChange={on => turn(option.value, on)}
            />
          ))}
        </MenuGroup>
      </div>
    </Menu>
  )
}
