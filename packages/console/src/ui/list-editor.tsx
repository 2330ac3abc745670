// A list of names that people keep in order: add, rename, move, take out; many at once by pasting lines.
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useId, useState } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { controlLook } from './field.tsx'

export interface ListEditorWords {
  readonly add: string
  readonly place: string
  readonly rename: (name: string) => string
  readonly remove: (name: string) => string
  readonly up: (name: string) => string
  readonly down: (name: string) => string
  readonly twice: string
}

interface ListEditorProps {
  readonly label: string
  readonly items: readonly string[]
  readonly onChange: (items: readonly string[]) => void
  readonly words: ListEditorWords
  readonly maxLength: number
  /** Only to be read. */
  readonly fixed: boolean
}

const linesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

function moved(items: readonly string[], from: number, to: number): readonly string[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return items
  const rest = items.filter((_, index) => index !== from)
  return [...rest.slice(0, to), item, ...rest.slice(to)]
}

interface EntryProps extends Pick<ListEditorProps, 'words' | 'maxLength'> {
  readonly id: string
  readonly item: string
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly unsound: boolean
  readonly onRename: (name: string) => void
  readonly onMove: (step: 1 | -1) => void
  readonly onRemove: () => void
}

function Entry(props: EntryProps) {
  const { id, item, words, maxLength, isFirst, isLast, unsound, onRename, onMove, onRemove } = props
  const up = () => (isFirst ? undefined : onMove(-1))
  const down = () => (isLast ? undefined : onMove(1))
  function onKeyDown(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    if (event.key === 'ArrowUp') up()
    else down()
  }
  return (
    <li className="flex items-center gap-1">
      <input
        id={id}
        value={item}
        maxLength={maxLength}
        aria-label={words.rename(item)}
        aria-invalid={unsound || undefined}
        onChange={event => onRename(event.target.value)}
        onKeyDown={onKeyDown}
        className={classes(controlLook, 'h-9 min-w-0 flex-1 touch:h-10')}
      />
      <Button
        look="quiet"
        size="s"
        aria-label={words.up(item)}
        tip={words.up(item)}
        idle={isFirst}
        onClick={up}
        icon={<ArrowUp size={14} />}
      />
      <Button
        look="quiet"
        size="s"
        aria-label={words.down(item)}
        tip={words.down(item)}
        idle={isLast}
        onClick={down}
        icon={<ArrowDown size={14} />}
      />
      <Button
        look="quiet"
        size="s"
        aria-label={words.remove(item)}
        tip={words.remove(item)}
        onClick={onRemove}
        icon={<X size={14} />}
      />
    </li>
  )
}

export function ListEditor({ label, items, onChange, words, maxLength, fixed }: ListEditorProps) {
  const id = useId()
  const [fresh, setFresh] = useState('')
  const [twice, setTwice] = useState(false)

  function add(names: readonly string[]) {
    const more = [...new Set(names)].filter(name => !items.includes(name))
    setTwice(more.length === 0 && names.length > 0)
    if (more.length > 0) onChange([...items, ...more.map(name => name.slice(0, maxLength))])
    setFresh('')
  }
  function move(from: number, to: number) {
    onChange(moved(items, from, to))
    // The row goes, and the keys with it.
    requestAnimationFrame(() => document.getElementById(`${id}-${to}`)?.focus())
  }
  if (fixed)
    return (
      <ul aria-label={label} className="flex flex-col gap-1">
        {items.map(item => (
          <li key={item} className="rounded-s bg-sunken px-2.5 py-1.5">
            {item}
          </li>
        ))}
      </ul>
    )
  return (
    <div>
      <ul aria-label={label} className="flex flex-col gap-1">
        {items.map((item, index) => (
          <Entry
            // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being written must keep its box
            key={index}
            id={`${id}-${index}`}
            item={item}
            words={words}
            maxLength={maxLength}
            isFirst={index === 0}
            isLast={index === items.length - 1}
            unsound={item.trim() === '' || items.indexOf(item) !== index}
            onRename={name => onChange(items.map((each, at) => (at === index ? name : each)))}
            onMove={step => move(index, index + step)}
            onRemove={() => onChange(items.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      <form
        className="mt-1.5 flex gap-1.5"
        onSubmit={event => {
          event.preventDefault()
          add(linesOf(fresh))
        }}
      >
        <input
          value={fresh}
          maxLength={maxLength}
          aria-label={`${label}: ${words.add}`}
          placeholder={words.place}
          onChange={event => {
            setFresh(event.target.value)
            setTwice(false)
          }}
          onPaste={event => {
            const lines = linesOf(event.clipboardData.getData('text'))
            if (lines.length < 2) return
            event.preventDefault()
            add(lines)
          }}
          className={classes(controlLook, 'h-9 min-w-0 flex-1 touch:h-10')}
        />
        <Button type="submit" className="h-9" idle={fresh.trim() === ''}>
          {words.add}
        </Button>
      </form>
      {twice ? (
        <p role="alert" className="mt-1 text-failure-ink">
          {words.twice}
        </p>
      ) : null}
    </div>
  )
}
