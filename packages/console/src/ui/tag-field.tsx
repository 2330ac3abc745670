// Several words: known ones by typing, a new one by naming it.
import { Combobox as Primitive } from '@base-ui/react/combobox'
import { Check, Plus, X } from 'lucide-react'
import type { RefObject } from 'react'
import { useState } from 'react'
import { classes } from './classes.ts'
import { optionLook, popupLook } from './combobox.tsx'
import { controlLook } from './field.tsx'

interface TagFieldProps {
  readonly id: string
  readonly known: readonly string[]
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
  readonly placeholder: string
  readonly createLabel: (tag: string) => string
  readonly removeLabel: (tag: string) => string
  readonly inputRef?: RefObject<HTMLInputElement | null>
}

export function TagField(props: TagFieldProps) {
  const { id, known, value, onChange, placeholder, createLabel, removeLabel, inputRef } = props
  const [query, setQuery] = useState('')
  const fresh = query.trim()
  const all = [...new Set([...value, ...known])]
  const items = fresh === '' || all.includes(fresh) ? all : [...all, fresh]
  return (
    <Primitive.Root
      multiple
      autoHighlight
      items={items}
      value={[...value]}
      onValueChange={next => {
        onChange(next)
        setQuery('')
      }}
      inputValue={query}
      onInputValueChange={setQuery}
    >
      <Primitive.InputGroup
        className={classes(
          controlLook,
          'flex min-h-9 flex-wrap items-center gap-1 py-1 focus-within:border-person focus-within:shadow-[0_0_0_1px_var(--person)] touch:min-h-10',
        )}
      >
        <Primitive.Chips className="contents">
          {value.map(tag => (
            <Primitive.Chip
              key={tag}
              className="inline-flex h-6 items-center gap-1 rounded-[5px] bg-sunken pl-1.5 text-13 text-ink-2 outline-none data-highlighted:bg-press"
            >
              {tag}
              <Primitive.ChipRemove
                aria-label={removeLabel(tag)}
                className="inline-flex size-5 items-center justify-center rounded-[4px] hover:bg-press touch:size-8"
              >
                <X size={12} />
              </Primitive.ChipRemove>
            </Primitive.Chip>
          ))}
          <Primitive.Input
            id={id}
            ref={inputRef}
            placeholder={value.length === 0 ? placeholder : ''}
            className="h-6 min-w-24 flex-1 bg-transparent outline-none"
          />
        </Primitive.Chips>
      </Primitive.InputGroup>
      <Primitive.Portal>
        <Primitive.Positioner sideOffset={4} className="z-40 outline-none">
          <Primitive.Popup className={classes(popupLook, 'data-empty:hidden')}>
            <Primitive.List className="max-h-56 overflow-y-auto outline-none">
              {(tag: string) => (
                <Primitive.Item key={tag} value={tag} className={optionLook}>
                  {all.includes(tag) ? null : <Plus size={14} className="text-ink-3" />}
                  <span className="flex-1 truncate">{all.includes(tag) ? tag : createLabel(tag)}</span>
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
