// A list with its search box, always open: the palette, and choosing an owner. Arrows move, Enter picks;
// the focus stays in the box.
import { Search } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useState } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'
import { Skeleton, skeletonDelay } from './skeleton.tsx'

export interface Pick {
  readonly id: string
  readonly group: string
  readonly label: string
  /** Further words by which it is found. */
  readonly words?: string
  readonly hint?: string | undefined
  readonly icon?: ReactNode
  readonly keys?: string | undefined
  readonly denied?: string | null | undefined
  readonly tone?: 'plain' | 'danger'
  readonly onPick: () => void
}

/** Every word typed must begin a word of the pick. */
export function matches(pick: Pick, query: string): boolean {
  const text = ` ${pick.label} ${pick.words ?? ''} ${pick.hint ?? ''}`.toLocaleLowerCase()
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every(word => text.includes(` ${word}`) || (word.length > 2 && text.includes(word)))
}

/** By group, in the order in which the groups first come; what is denied comes last in its own. */
function arrange(picks: readonly Pick[], query: string) {
  const found = picks.filter(pick => matches(pick, query))
  const groups = [...new Set(found.map(pick => pick.group))]
  const ordered = groups.flatMap(group =>
    found
      .filter(pick => pick.group === group)
      .sort((a, b) => Number(Boolean(a.denied)) - Number(Boolean(b.denied))),
  )
  return { groups, ordered }
}

interface PickListProps {
  readonly picks: readonly Pick[]
  readonly label: string
  readonly placeholder: string
  readonly nothing: string
  /** More may come: nothing is said to be missing yet, and an Enter waits for it. */
  readonly pending?: boolean
  readonly onQuery?: (query: string) => void
  readonly className?: string
}

function Option({
  pick,
  id,
  current,
  onHover,
}: {
  pick: Pick
  id: string
  current: boolean
  onHover: () => void
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the focus and its keys act on the options
    // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={current}
      aria-disabled={pick.denied ? true : undefined}
      ref={node => (current ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
      onMouseMove={current ? undefined : onHover}
      onClick={pick.denied ? undefined : pick.onPick}
      className={classes(
        'flex min-h-9 items-center gap-3 rounded-s px-2.5 py-1 text-13 select-none touch:min-h-11',
        current && 'bg-hover',
        pick.denied && 'text-ink-3',
        pick.tone === 'danger' && 'text-failure-ink',
      )}
    >
      <span
        className={classes(
          'inline-flex w-6 justify-center',
          pick.tone === 'danger' ? 'text-current' : 'text-ink-3',
        )}
      >
        {pick.icon}
      </span>
      <span className="min-w-0 flex-1 truncate">
        {pick.label}{' '}
        {pick.denied || pick.hint ? (
          <span className="ml-1 text-ink-3">{pick.denied ?? pick.hint}</span>
        ) : null}
      </span>
      {pick.keys ? <Kbd keys={pick.keys} /> : null}
    </div>
  )
}

const Coming = () => (
  <div className={classes('grid gap-3 px-2.5 py-3', skeletonDelay)}>
    <Skeleton className="h-4 w-2/5" />
    <Skeleton className="h-4 w-3/5" />
  </div>
)

export function PickList(props: PickListProps) {
  const { picks, label, placeholder, nothing, pending = false, onQuery, className } = props
  const id = useId()
  const [query, setQuery] = useState('')
  const [entered, setEntered] = useState(false)
  const [chosen, setChosen] = useState<number | null>(null)
  const { groups, ordered } = arrange(picks, query)
  const at = Math.min(
    chosen ??
      Math.max(
        0,
        ordered.findIndex(pick => !pick.denied),
      ),
    ordered.length - 1,
  )

  // Whoever knows the list types faster than it comes.
  const awaited = entered ? ordered[at] : undefined
  useEffect(() => {
    if (!entered || (!awaited && pending)) return
    setEntered(false)
    if (awaited && !awaited.denied) awaited.onPick()
  }, [entered, awaited, pending])

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && ordered.length > 0) {
      event.preventDefault()
      setChosen((at + step + ordered.length) % ordered.length)
    }
    const pick = ordered[at]
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    if (!pick) setEntered(pending)
    else if (!pick.denied) {
      event.preventDefault()
      pick.onPick()
    }
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} className="text-ink-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={ordered[at] ? `${id}-${ordered[at].id}` : undefined}
          aria-label={label}
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setChosen(null)
            setEntered(false)
            onQuery?.(event.target.value)
          }}
          onKeyDown={onKeyDown}
          placeholder={placeholder}
          className="h-12 min-w-0 flex-1 bg-transparent text-14 outline-none touch:text-16"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-busy={pending}
        className={classes('max-h-96 overflow-y-auto p-1.5', className)}
      >
        {ordered.length > 0 ? null : pending ? (
          <Coming />
        ) : (
          <p className="px-2.5 py-6 text-center text-ink-3">{nothing}</p>
        )}
        {groups.map(group => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no child of a listbox
          <div key={group} role="group" aria-label={group}>
            <p className="px-2.5 pt-2 pb-1 text-ink-3" aria-hidden="true">
              {group}
            </p>
            {ordered.map((pick, index) =>
              pick.group === group ? (
                <Option
                  key={pick.id}
                  pick={pick}
                  id={`${id}-${pick.id}`}
                  current={index === at}
                  onHover={() => setChosen(index)}
                />
              ) : null,
            )}
          </div>
        ))}
      </div>
    </div>
  )
}
