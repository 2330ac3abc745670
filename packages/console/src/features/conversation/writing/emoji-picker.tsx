// Every emoji to look through or to find by a word. Arrows move, Enter picks; the focus stays in the search box.
import { Clock, Flag, Hand, Hash, Leaf, Lightbulb, Pizza, Plane, Smile, Trophy } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { MessageKey } from '../../../app/i18n.tsx'
import { useWords } from '../../../app/i18n.tsx'
import { noteRecent, recentOf } from '../../../app/recent.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { Tip } from '../../../ui/tooltip.tsx'
import type { Emoji } from './emoji.ts'
import { useEmoji } from './emoji.ts'
import { rank } from './rank.ts'

interface Group {
  readonly id: number
  readonly label: MessageKey
  readonly Icon: typeof Smile
}

const lately = -1
const groups: readonly Group[] = [
  { id: lately, label: 'emoji.recent', Icon: Clock },
  { id: 0, label: 'emoji.faces', Icon: Smile },
  { id: 1, label: 'emoji.people', Icon: Hand },
  { id: 3, label: 'emoji.nature', Icon: Leaf },
  { id: 4, label: 'emoji.food', Icon: Pizza },
  { id: 5, label: 'emoji.travel', Icon: Plane },
  { id: 6, label: 'emoji.activities', Icon: Trophy },
  { id: 7, label: 'emoji.objects', Icon: Lightbulb },
  { id: 8, label: 'emoji.symbols', Icon: Hash },
  { id: 9, label: 'emoji.flags', Icon: Flag },
]
const inRow = 9
const mostFound = 90

interface EmojiPickerProps {
  readonly onPick: (char: string) => void
  readonly onClose: () => void
}

function shownOf(all: readonly Emoji[], query: string, group: number): readonly Emoji[] {
  if (query.trim() !== '') return rank(all, query, recentOf('emoji'), mostFound)
  if (group !== lately) return all.filter(each => each.group === group)
  return recentOf('emoji').flatMap(char => all.find(each => each.char === char) ?? [])
}

interface GroupsProps {
  /** Null: something is searched for in all of them. */
  readonly group: number | null
  readonly onGroup: (group: number) => void
}

function Groups({ group, onGroup }: GroupsProps) {
  const { t } = useWords()
  return (
    <div className="no-scrollbar flex shrink-0 gap-0.5 overflow-x-auto px-1.5 pt-1.5">
      {groups.map(({ id, label, Icon }) => (
        <Tip key={id} label={t(label)}>
          <button
            type="button"
            aria-label={t(label)}
            aria-pressed={group === id}
            onClick={() => onGroup(id)}
            className={classes(
              'inline-flex h-8 min-w-8 flex-1 items-center justify-center rounded-s touch:size-10',
              group === id ? 'bg-press text-ink' : 'text-ink-3 hover:bg-hover',
            )}
          >
            <Icon size={16} strokeWidth={1.75} />
          </button>
        </Tip>
      ))}
    </div>
  )
}

interface GridProps {
  readonly id: string
  readonly shown: readonly Emoji[]
  readonly at: number
  readonly nothing: string
  readonly onPick: (emoji: Emoji) => void
}

function Grid({ id, shown, at, nothing, onPick }: GridProps) {
  const { t } = useWords()
  if (shown.length === 0)
    return (
      <p id={`${id}-grid`} className="flex-1 py-8 text-center text-ink-3">
        {nothing}
      </p>
    )
  return (
    <div
      id={`${id}-grid`}
      role="listbox"
      aria-label={t('write.emoji')}
      className="grid min-h-0 flex-1 auto-rows-[36px] grid-cols-9 overflow-y-auto p-1.5"
    >
      {shown.map((emoji, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the focus and its keys act
        // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
        <div
          key={emoji.char}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          aria-label={emoji.label}
          title={emoji.label}
          ref={node => (index === at ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
          onMouseDown={event => event.preventDefault()}
          onClick={() => onPick(emoji)}
          className={classes(
            'flex items-center justify-center rounded-s text-20 select-none hover:bg-hover',
            index === at && 'bg-press',
          )}
        >
          {emoji.char}
        </div>
      ))}
    </div>
  )
}

export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const { t, language } = useWords()
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const { data, isError, refetch } = useEmoji(language, true)
  const [query, setQuery] = useState('')
  const [group, setGroup] = useState(() => (recentOf('emoji').length > 0 ? lately : 0))
  const [chosen, setChosen] = useState(0)
  const words = useDeferredValue(query)
  const shown = useMemo(() => shownOf(data ?? [], words, group), [data, words, group])
  const at = Math.min(chosen, shown.length - 1)
  const current = shown[at]

  useEffect(() => search.current?.focus(), [])

  function pick(emoji: Emoji | undefined) {
    if (!emoji) return
    noteRecent('emoji', emoji.char)
    onPick(emoji.char)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const inText = query !== '' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inRow, ArrowUp: -inRow }[event.key]
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter') pick(current)
    else if (step !== undefined && !(inText && Math.abs(step) === 1 && event.shiftKey))
      setChosen(Math.max(0, Math.min(shown.length - 1, at + step)))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={t('write.emoji')}
      onBlur={event => {
        const { relatedTarget } = event
        if (relatedTarget instanceof Node && !event.currentTarget.contains(relatedTarget)) onClose()
      }}
      className="absolute bottom-full left-0 z-20 mb-2 flex h-80 w-88 max-w-full animate-fade flex-col overflow-hidden rounded-m bg-raised shadow-pop"
    >
      <input
        ref={search}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-grid`}
        aria-activedescendant={current ? `${id}-${at}` : undefined}
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        value={query}
        onChange={event => {
          setQuery(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
        className="h-11 shrink-0 border-b border-line bg-transparent px-3.5 text-14 outline-none touch:text-16"
      />
      <Groups
        group={query === '' ? group : null}
        onGroup={next => {
          setGroup(next)
          setQuery('')
          setChosen(0)
          search.current?.focus()
        }}
      />
      {isError ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 text-ink-2">
          {t('emoji.failed')}
          <Button onClick={() => void refetch()}>{t('app.retry')}</Button>
        </div>
      ) : !data ? (
        <div className={`flex-1 p-3 ${skeletonDelay}`}>
          <Skeleton className="h-40 w-full" />
        </div>
      ) : (
        <Grid
          id={id}
          shown={shown}
          at={at}
          nothing={t(query === '' ? 'emoji.noRecent' : 'emoji.nothing')}
          onPick={pick}
        />
      )}
      <p className="truncate border-t border-line px-3.5 py-1.5 text-ink-3" aria-hidden="true">
        {current?.label ?? ' '}
      </p>
    </div>
  )
}
