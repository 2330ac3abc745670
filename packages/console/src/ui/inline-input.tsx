// Numbers and texts that are typed within a sentence.
import { X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useId, useState } from 'react'
import { classes } from './classes.ts'

const boxLook =
  'h-7 rounded-[5px] border border-line-strong bg-surface px-1.5 font-medium text-person-ink outline-none transition-[border-color,box-shadow] focus:border-person focus:shadow-[0_0_0_1px_var(--person)] aria-invalid:border-failure touch:h-10 pointer-coarse:text-16'

interface InlineNumberProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

/** Whole numbers; what is typed counts once it is one within the limits. */
export function InlineNumber({ label, value, min, max, onChange }: InlineNumberProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? String(value)
  const number = Number(shown)
  const invalid = !Number.isInteger(number) || shown.trim() === '' || number < min || number > max
  return (
    <input
      type="text"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={invalid || undefined}
      value={shown}
      style={{ width: `calc(${Math.max(2, shown.length)}ch + 1.1rem)` }}
      onChange={event => {
        setTyped(event.target.value)
        const next = Number(event.target.value)
        if (event.target.value.trim() !== '' && Number.isInteger(next) && next >= min && next <= max)
          onChange(next)
      }}
      onKeyDown={event => {
        const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
        if (step === 0 || event.altKey) return
        event.preventDefault()
        setTyped(null)
        onChange(Math.min(max, Math.max(min, value + step)))
      }}
      onBlur={() => setTyped(null)}
      className={classes(boxLook, 'text-center tabular-nums')}
    />
  )
}

interface InlineTextProps {
  readonly label: string
  readonly value: string
  readonly placeholder: string
  readonly maxLength: number
  readonly onChange: (value: string) => void
  readonly fault?: string | null
  /** Offered while typing. */
  readonly known?: readonly string[]
  readonly wide?: boolean
}

export function InlineText(props: InlineTextProps) {
  const { label, value, placeholder, maxLength, onChange, fault, known = [], wide } = props
  const list = useId()
  return (
    <>
      <input
        type="text"
        aria-label={label}
        aria-invalid={fault ? true : undefined}
        title={fault ?? undefined}
        value={value}
        placeholder={placeholder}
        maxLength={maxLength}
        list={known.length > 0 ? list : undefined}
        onChange={event => onChange(event.target.value)}
        className={classes(
          boxLook,
          'field-sizing-content max-w-full placeholder:font-normal placeholder:text-ink-3',
          wide ? 'min-w-64 max-pane:w-full max-pane:min-w-0' : 'min-w-28',
        )}
      />
      {known.length > 0 ? (
        <datalist id={list}>
          {known.map(each => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ) : null}
    </>
  )
}

interface InlineWordsProps {
  readonly label: string
  readonly words: readonly string[]
  readonly placeholder: string
  readonly maxLength: number
  readonly removeLabel: (word: string) => string
  readonly onChange: (words: readonly string[]) => void
  readonly known?: readonly string[]
  /** Between two of them. */
  readonly between: string
}

/** Several words or phrases: Enter or a comma adds one, Backspace in the empty box takes the last away. */
export function InlineWords(props: InlineWordsProps) {
  const { label, words, placeholder, maxLength, removeLabel, onChange, between, known = [] } = props
  const [fresh, setFresh] = useState('')
  const list = useId()
  function add(text: string) {
    const more = text
      .split(/[,\n]/)
      .map(each => each.trim().slice(0, maxLength))
      .filter(each => each !== '' && !words.includes(each))
    if (more.length > 0) onChange([...words, ...new Set(more)])
    setFresh('')
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add(fresh)
    } else if (event.key === 'Backspace' && fresh === '' && words.length > 0) onChange(words.slice(0, -1))
  }
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1 gap-y-1.5">
      {words.map((word, index) => (
        <span key={word} className="inline-flex max-w-full items-center gap-1">
          {index > 0 ? <span className="text-ink-2">{between}</span> : null}
          <span className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-[5px] bg-person-soft pl-1.5 font-medium text-person-ink touch:h-10">
            <span className="truncate">{word}</span>
            <button
              type="button"
              aria-label={removeLabel(word)}
              onClick={() => onChange(words.filter(each => each !== word))}
              className="inline-flex size-5 items-center justify-center rounded-[4px] hover:bg-press touch:size-10"
            >
              <X size={12} />
            </button>
          </span>
        </span>
      ))}
      <span className="inline-flex items-center gap-1">
        {words.length > 0 ? <span className="text-ink-2">{between}</span> : null}
        <input
          type="text"
          aria-label={label}
          aria-invalid={words.length === 0 && fresh === '' ? true : undefined}
          value={fresh}
          placeholder={placeholder}
          maxLength={maxLength}
          list={known.length > 0 ? list : undefined}
          onChange={event => setFresh(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => add(fresh)}
          className={classes(
            boxLook,
            'field-sizing-content min-w-24 max-w-full placeholder:font-normal placeholder:text-ink-3',
          )}
        />
      </span>
      {known.length > 0 ? (
        <datalist id={list}>
          {known
            .filter(each => !words.includes(each))
            .map(each => (
              <option key={each} value={each} />
            ))}
        </datalist>
      ) : null}
    </span>
  )
}
