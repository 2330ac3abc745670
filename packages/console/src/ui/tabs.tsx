// Parts of one pane, one at a time. Arrows move between the tabs.
import { Tabs as Primitive } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface TabsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly tabs: readonly { readonly value: Value; readonly label: string; readonly content: ReactNode }[]
}

export function Tabs<Value extends string>({ label, value, onChange, tabs }: TabsProps<Value>) {
  return (
    <Primitive.Root value={value} onValueChange={onChange} className="flex min-h-0 flex-1 flex-col">
      <Primitive.List
        aria-label={label}
        className="flex shrink-0 gap-4 border-b border-line px-5"
        activateOnFocus
      >
        {tabs.map(tab => (
          <Primitive.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 border-b-2 border-transparent font-medium text-ink-2 transition-colors hover:text-ink data-active:border-ink data-active:text-ink touch:h-11"
          >
            {tab.label}
          </Primitive.Tab>
        ))}
      </Primitive.List>
      {tabs.map(tab => (
        <Primitive.Panel
          key={tab.value}
          value={tab.value}
          className="min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:outline-offset-[-2px]"
        >
          {tab.content}
        </Primitive.Panel>
      ))}
    </Primitive.Root>
  )
}
