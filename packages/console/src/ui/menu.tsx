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
  readonly children: ReactNode
}

export function Menu({ trigger, side = 'bottom', align = 'end', children }: MenuProps) {
  return (
    <Primitive.Root>
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

interface MenuChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string; readonly icon?: ReactNode }[]
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
            <span className="text-ink-3">{option.icon}</span>
            <span className="flex-1">{option.label}</span>
            <Primitive.RadioItemIndicator>
              <Check size={14} className="text-person-ink" />
            </Primitive.RadioItemIndicator>
          </Primitive.RadioItem>
        ))}
      </Primitive.RadioGroup>
    </Primitive.Group>
  )
}
