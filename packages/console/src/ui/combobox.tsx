// One of a list, by typing. For short closed lists (topics, outcomes, blocks).
import { Combobox as Primitive } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { RefObject } from 'react'
import { useState } from 'react'
import { classes } from './classes.ts'
import { controlLook } from './field.tsx'

export interface Choice {
  readonly value: string
  readonly label: string
}

export const popupLook =
  'w-(--anchor-width) min-w-48 animate-fade rounded-m bg-raised p-1 shadow-pop outline-none'
export const optionLook =
  'flex items-center gap-2 rounded-s px-2 py-1.5 text-13 outline-none select-none data-highlighted:bg-hover touch:min-h-10'

interface ComboboxProps {
  readonly id: string
  readonly choices: readonly Choice[]
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly placeholder: string
  readonly nothing: string
  readonly invalid?: boolean
  readonly inputRef?: RefObject<HTMLInputElement | null>
}

export function Combobox({
  id,
  choices,
  value,
  onChange,
  placeholder,
  nothing,
  invalid,
  inputRef,
}: ComboboxProps) {
  const chosen = choices.find(choice => choice.value === value) ?? null
  // Kept here, as the primitive would put the chosen label over what is being typed whenever the choices change.
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <Primitive.Root
      items={choices}
      value={chosen}
      onValueChange={next => onChange(next?.value ?? null)}
      inputValue={typed ?? chosen?.label ?? ''}
      onInputValueChange={(next, { reason }) => setTyped(reason === 'input-change' ? next : null)}
      isItemEqualToValue={(a, b) => a.value === b.value}
      autoHighlight
    >
      <Primitive.InputGroup className="relative">
        <Primitive.Input
          id={id}
          ref={inputRef}
          placeholder={placeholder}
          aria-invalid={invalid || undefined}
          aria-describedby={invalid ? `${id}-error` : undefined}
          className={classes(controlLook, 'h-9 pr-8 touch:h-10')}
        />
        <ChevronsUpDown
          size={14}
          className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
        />
      </Primitive.InputGroup>
      <Primitive.Portal>
        <Primitive.Positioner sideOffset={4} className="z-40 outline-none">
          <Primitive.Popup className={popupLook}>
            <Primitive.Empty className="px-2 text-13 text-ink-3 not-empty:py-2">{nothing}</Primitive.Empty>
            <Primitive.List className="max-h-64 overflow-y-auto outline-none">
              {(choice: Choice) => (
                <Primitive.Item key={choice.value} value={choice} className={optionLook}>
                  <span className="flex-1 truncate">{choice.label}</span>
                  <Primitive.ItemIndicator>
                    <Check size={14} className="text-person-ink" />
                  </Primitive.ItemIndicator>
                </Primitive.Item>
              )}
            </Primitive.List>
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
