// Text in which `{{` offers the variables that the flow knows. Arrows choose, Enter or Tab takes, Escape leaves.
import type { KeyboardEvent } from 'react'
import { useId, useRef, useState } from 'react'
import { classes } from '../../../ui/classes.ts'
import { popupLook } from '../../../ui/combobox.tsx'
import { TextArea, TextInput } from '../../../ui/field.tsx'
import { useBotWords } from '../use-bot-words.ts'

interface VariableTextProps {
  readonly id: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly variables: readonly string[]
  readonly multiline?: boolean
  readonly placeholder?: string
  readonly invalid?: boolean
}

interface Offer {
  readonly found: readonly string[]
  /** Where the name that is being typed begins. */
  readonly from: number
}

function offerAt(text: string, caret: number, variables: readonly string[]): Offer | null {
  const open = /\{\{\s*([\p{L}\p{N}_]*)$/u.exec(text.slice(0, caret))
  if (!open) return null
  const typed = (open[1] ?? '').toLowerCase()
  const found = variables.filter(name => name.toLowerCase().startsWith(typed)).slice(0, 8)
  return found.length === 0 ? null : { found, from: open.index }
}

export function VariableText(props: VariableTextProps) {
  const { id, value, onChange, variables, multiline = false, placeholder, invalid } = props
  const { t } = useBotWords()
  const listId = useId()
  const field = useRef<(HTMLTextAreaElement & HTMLInputElement) | null>(null)
  const [offer, setOffer] = useState<Offer | null>(null)
  const [at, setAt] = useState(0)

  function look() {
    const node = field.current
    setOffer(node ? offerAt(node.value, node.selectionStart ?? 0, variables) : null)
    setAt(0)
  }
  function take(name: string) {
    const node = field.current
    if (!node || !offer) return
    const rest = value.slice(node.selectionStart ?? 0).replace(/^\}\}/, '')
    const before = `${value.slice(0, offer.from)}{{${name}}}`
    onChange(before + rest)
    setOffer(null)
    requestAnimationFrame(() => node.setSelectionRange(before.length, before.length))
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!offer || event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at + step + offer.found.length) % offer.found.length)
    }
    const name = offer.found[at]
    if ((event.key === 'Enter' || event.key === 'Tab') && name) {
      event.preventDefault()
      take(name)
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      setOffer(null)
    }
  }
  const shared = {
    id,
    ref: field,
    value,
    placeholder,
    'aria-invalid': invalid || undefined,
    'aria-describedby': invalid ? `${id}-error` : undefined,
    'aria-autocomplete': 'list' as const,
    'aria-controls': offer ? listId : undefined,
    'aria-activedescendant': offer ? `${listId}-${at}` : undefined,
    onChange: (event: { target: { value: string } }) => {
      onChange(event.target.value)
      look()
    },
    onKeyDown,
    onBlur: () => setOffer(null),
  }
  return (
    <span className="relative block">
      {multiline ? <TextArea {...shared} /> : <TextInput {...shared} />}
      {offer ? (
        <span
          id={listId}
          role="listbox"
          aria-label={t('form.variables')}
          className={classes(popupLook, 'absolute top-full left-0 z-10 mt-1 block')}
        >
          {offer.found.map((name, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and its keys act on the options
            // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
            <span
              key={name}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={event => event.preventDefault()}
              onClick={() => take(name)}
              className={classes('block truncate rounded-s px-2 py-1.5', index === at && 'bg-hover')}
            >
              {`{{${name}}}`}
            </span>
          ))}
        </span>
      ) : null}
    </span>
  )
}
