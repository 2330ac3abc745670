// Actions of one thing. An item that cannot act stays, with its reason below.
import { Menu as Primitive } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'

interface MenuProps {
  readonly trigger: ReactElement
  readonly side?: 'top' | 'bottom' | 'right'
  readonly align?: 'start' | 'end'
  /** Where a key opens it, too. */
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly children: ReactNode
}

export function Menu({ trigger, side = 'bottom', align = 'end', children, ...control }: MenuProps) {
  return (
    <Primitive.Root {...control}>
      <Primitive.Trigger render={trigger} />
      <Primitive.Portal>
        <Primitive.Positioner side={side} align={align} sideOffset={6} className="z-40 outline-none">
          <Primitive.Popup className="min-w-56 max-w-80 animate-fade rounded-m bg-raised p-1 shadow-pop outline-none">
            {children}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const itemLook =
  'flex w-full items-center gap-2.5 rounded-s px-2 py-1.5 text-13 outline-none select-none data-highlighted:bg-hover touch:min-h-10'

interface MenuItemProps {
  readonly icon?: ReactNode
  readonly keys?: string
  readonly tone?: 'plain' | 'danger'
  readonly denied?: string | null
  readonly hint?: string
  readonly onSelect: () => void
  readonly children: ReactNode
}

export function MenuItem({ icon, keys, tone, denied, hint, onSelect, children }: MenuItemProps) {
  const second = denied ?? hint
  return (
    <Primitive.Item
      className={classes(
        itemLook,
        denied ? 'text-ink-3' : tone === 'danger' ? 'text-failure-ink' : 'text-ink',
      )}
      aria-disabled={denied ? true : undefined}
      closeOnClick={!denied}
      onClick={denied ? undefined : onSelect}
    >
      <span className={classes('self-start pt-px', tone === 'danger' ? 'text-current' : 'text-ink-3')}>
        {icon}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block">{children}</span>
        {second ? <span className="block text-ink-3">{second}</span> : null}
      </span>
      {keys ? <Kbd keys={keys} /> : null}
    </Primitive.Item>
  )
}

export const MenuSeparator = () => <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />

interface MenuOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly icon?: ReactNode
  readonly hint?: string
  /** At the end of its line: a count. */
  readonly note?: ReactNode
}

interface MenuChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly MenuOption<Value>[]
  readonly onChange: (value: Value) => void
}

export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <Primitive.Group>
      <Primitive.GroupLabel className="px-2 pt-1.5 pb-1 text-13 text-ink-3">{label}</Primitive.GroupLabel>
      <Primitive.RadioGroup value={value} onValueChange={onChange}>
        {options.map(option => (
          <Primitive.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick
            className={classes(itemLook, 'text-ink')}
          >
            <span className={classes('text-ink-3', option.hint && 'self-start pt-px')}>{option.icon}</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.label}</span>
              {option.hint ? <span className="block text-ink-3">{option.hint}</span> : null}
            </span>
            {option.note}
            <span className="w-3.5">
              <Primitive.RadioItemIndicator>
                <Check size={14} className="text-person-ink" />
              </Primitive.RadioItemIndicator>
            </span>
          </Primitive.RadioItem>
        ))}
      </Primitive.RadioGroup>
    </Primitive.Group>
  )
}

interface MenuSwitchProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

/** One thing that is on or off; the menu stays open. */
export function MenuSwitch({ label, hint, on, onChange }: MenuSwitchProps) {
  return (
    <Primitive.CheckboxItem
      checked={on}
      onCheckedChange={onChange}
      closeOnClick={false}
      className={classes(itemLook, 'text-ink')}
    >
      <span className="min-w-0 flex-1">
        <span className="block">{label}</span>
        {hint ? <span className="block text-ink-3">{hint}</span> : null}
      </span>
      <span
        aria-hidden="true"
        className={classes(
          'relative h-4.5 w-8 shrink-0 rounded-full border transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:transition-transform',
          on
            ? 'border-person bg-person before:translate-x-3.5 before:bg-on-person'
            : 'border-line-strong bg-sunken before:bg-ink-3',
        )}
      />
    </Primitive.CheckboxItem>
  )
}

interface MenuGroupProps {
  readonly label: string
  readonly children: ReactNode
}

export function MenuGroup({ label, children }: MenuGroupProps) {
  return (
    <Primitive.Group>
      <Primitive.GroupLabel className="px-2 pt-1.5 pb-1 text-13 text-ink-3">{label}</Primitive.GroupLabel>
      {children}
    </Primitive.Group>
  )
}
