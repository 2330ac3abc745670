// A value that is edited where it stands: Enter saves, Escape leaves it as it was. What was written stays until it
// is saved, whatever the server says.
import { Pencil } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useRef, useState } from 'react'
import { classes } from '../../ui/classes.ts'
import { TextInput } from '../../ui/field.tsx'
import type { Refusal } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'

interface InlineFieldProps<Began> {
  readonly label: string
  readonly value: string
  /** How the value is shown; absent: as it is. */
  readonly shown?: ReactNode
  readonly placeholder: string
  readonly began: Began
  readonly onSave: (value: string, began: Began) => Promise<Refusal>
  readonly suggestions?: readonly string[]
  readonly look?: 'title' | 'text'
  readonly maxLength?: number
}

export function InlineField<Began>(props: InlineFieldProps<Began>) {
  const { label, value, shown, placeholder, began, onSave, suggestions, look = 'text', maxLength } = props
  const { t } = useWhoWords()
  const id = useId()
  const [edit, setEdit] = useState<{ text: string; began: Began } | null>(null)
  const [refused, setRefused] = useState<Refusal>(null)
  const saving = useRef(false)
  const button = useRef<HTMLButtonElement>(null)

  function leave() {
    setEdit(null)
    setRefused(null)
    requestAnimationFrame(() => button.current?.focus())
  }
  async function save() {
    if (!edit || saving.current) return
    if (edit.text.trim() === value) return leave()
    saving.current = true
    // Once refused, Enter says: mine, after all, over whatever is there by then.
    const why = await onSave(edit.text.trim(), refused === null ? edit.began : began)
    saving.current = false
    if (why === null) return leave()
    setRefused(why)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void save()
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      leave()
    }
  }
  if (!edit)
    return (
      <button
        ref={button}
        type="button"
        aria-label={`${label}: ${value || placeholder}. ${t('who.edit')}`}
        title={t('who.edit')}
        onClick={() => setEdit({ text: value, began })}
        className={classes(
          'group -mx-1.5 flex min-w-0 max-w-[calc(100%+12px)] items-center gap-1.5 rounded-s px-1.5 text-left hover:bg-hover touch:min-h-10',
          look === 'title' ? 'text-16 font-semibold' : 'py-0.5',
        )}
      >
        <span
          className={classes('min-w-0 break-words', look === 'title' && 'truncate', !value && 'text-ink-3')}
        >
          {value ? (shown ?? value) : placeholder}
        </span>
        <Pencil
          size={12}
          className="shrink-0 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 touch:opacity-100"
        />
      </button>
    )
  return (
    <div className="min-w-0">
      <TextInput
        aria-label={label}
        aria-invalid={refused ? true : undefined}
        aria-describedby={refused ? `${id}-why` : undefined}
        autoFocus
        value={edit.text}
        maxLength={maxLength}
        list={suggestions ? `${id}-list` : undefined}
        placeholder={placeholder}
        onChange={event => setEdit({ ...edit, text: event.target.value })}
        onKeyDown={onKeyDown}
        onBlur={() => (refused ? undefined : void save())}
        className="h-8"
      />
      {suggestions ? (
        <datalist id={`${id}-list`}>
          {suggestions.map(each => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ) : null}
      {refused ? (
        <p id={`${id}-why`} role="alert" className="mt-1 text-failure-ink">
          {refused}
        </p>
      ) : null}
    </div>
  )
}
