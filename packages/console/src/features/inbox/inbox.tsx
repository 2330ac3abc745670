// The list pane: queues, search, filter, three tabs with live counts, and the rows of the one that is chosen.
import {
  CircleCheck,
  ListFilter as FilterIcon,
  Inbox as InboxIcon,
  MessagesSquare,
  Search,
  TriangleAlert,
  User,
  X,
} from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import type { MessageKey } from '../../app/i18n.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { later } from '../../app/later.tsx'
import { isFiltered, setListFilter, useListFilter } from '../../app/list-filter.ts'
import { useTeams } from '../../app/session.tsx'
import { useCounts, useLoaded } from '../../app/use-desk.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Empty } from '../../ui/empty.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import { FilterBar, FilterButton } from './filter-bar.tsx'
import type { Tab } from './list-order.ts'
import { tabs } from './list-order.ts'
import { QueueSwitcher } from './queue-switcher.tsx'
import { Rows } from './rows.tsx'
import { SortMenu } from './sort-menu.tsx'
import { useList } from './use-list.ts'

// Nobody searches before the first paint.
const SearchResults = later(() => import('./search-results.tsx').then(module => module.SearchResults))

interface InboxProps {
  /** Alone on the page, the list is its main part. */
  readonly as: 'main' | 'section'
  readonly tab: Tab
  /** Only this team's queue; null: everybody's. */
  readonly teamId: string | null
  readonly meId: string
  readonly openId: string | null
  readonly onTab: (tab: Tab) => void
  readonly onTeam: (teamId: string | null) => void
  readonly onOpen: (id: string) => void
}

const empties: Record<Tab, { title: MessageKey; text: MessageKey; Icon: typeof InboxIcon }> = {
  active: { title: 'list.emptyActive', text: 'list.emptyActiveText', Icon: MessagesSquare },
  requesting: { title: 'list.emptyRequesting', text: 'list.emptyRequestingText', Icon: CircleCheck },
  intervened: { title: 'list.emptyIntervened', text: 'list.emptyIntervenedText', Icon: User },
  mine: { title: 'list.emptyMine', text: 'list.emptyMineText', Icon: InboxIcon },
}

function RowSkeletons() {
  return (
    <div className={classes('flex flex-col gap-6 px-5 pt-5', skeletonDelay)} aria-hidden="true">
      {['w-24', 'w-32', 'w-20', 'w-28', 'w-24', 'w-36'].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={index} className="flex gap-3">
          <Skeleton className="size-9 !rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={classes('h-3', width)} />
            <Skeleton className="h-3 w-full" />
            <Skeleton className="h-3 w-16" />
          </div>
        </div>
      ))}
    </div>
  )
}

/** As far as the server counts. */
const countedTo = 10_000

/** `999`, then `1.2k`: a count never pushes its neighbour out. */
function compact(count: number | null): string {
  if (count === null) return ''
  if (count >= countedTo) return `${countedTo / 1_000}k+`
  return count < 1_000 ? String(count) : `${(Math.floor(count / 100) / 10).toString()}k`
}

interface TabsProps extends Pick<InboxProps, 'tab' | 'teamId' | 'onTab'> {
  readonly panelId: string
}

/** Of a team's active ones nobody keeps count. */
function useTabCounts(teamId: string | null) {
  const counts = useCounts()
  return useMemo(() => {
    if (teamId === null) return counts
    const team = counts.teams.find(each => each.teamId === teamId)
    return { active: null, requesting: team?.requesting ?? 0, intervened: team?.intervened ?? 0 }
  }, [teamId, counts])
}

function Tabs({ tab, teamId, onTab, panelId }: TabsProps) {
  const { t } = useWords()
  const counts = useTabCounts(teamId)
  const loaded = useLoaded()
  return (
    <div
      role="tablist"
      aria-label={t('list.tabs')}
      className="no-scrollbar flex h-10.5 shrink-0 items-stretch gap-3.5 overflow-x-auto overflow-y-hidden border-b border-line px-4"
    >
      {tabs.map((each, index) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`tab-${each}`}
          aria-selected={tab === each}
          aria-controls={panelId}
          tabIndex={tab === each || (tab === 'mine' && index === 0) ? 0 : -1}
          onClick={() => onTab(each)}
          onKeyDown={event => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            const next = tabs[(index + step + tabs.length) % tabs.length]
            if (step === 0 || !next) return
            onTab(next)
            document.getElementById(`tab-${next}`)?.focus()
          }}
          className={classes(
            'relative flex items-center gap-1.5 font-medium whitespace-nowrap transition-colors focus-visible:outline-offset-[-2px]',
            tab === each
              ? 'text-ink after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full after:bg-ink'
              : 'text-ink-3 hover:text-ink',
          )}
        >
          {t(`list.${each}`)}
          <span
            className={classes(
              'min-w-4 text-center font-normal tabular-nums',
              each === 'requesting' && counts.requesting > 0 ? 'text-waiting-ink' : 'text-ink-3',
            )}
          >
            {loaded ? compact(counts[each]) : ''}
          </span>
        </button>
      ))}
    </div>
  )
}

/** To what I hold, and back. */
function MyQueue({ mine, onTab }: { readonly mine: boolean; readonly onTab: (tab: Tab) => void }) {
  const { t } = useWords()
  const counts = useCounts()
  const loaded = useLoaded()
  const turn = () => onTab(mine ? 'active' : 'mine')
  useAction('mine', turn)
  return (
    <button
      type="button"
      aria-pressed={mine}
      aria-keyshortcuts={keyMap.mine.keys}
      onClick={turn}
      className={classes(
        'flex h-8 shrink-0 items-center gap-1.5 rounded-s border px-2.5 font-medium transition-colors touch:h-10',
        mine
          ? 'border-person-line bg-person-soft text-person-ink'
          : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
      )}
    >
      {t('list.mine')}
      <span className="min-w-3 text-center font-normal tabular-nums">
        {loaded ? compact(counts.mine) : ''}
      </span>
    </button>
  )
}

interface SearchBoxProps {
  readonly query: string
  readonly onQuery: (query: string) => void
}

function SearchBox({ query, onQuery }: SearchBoxProps) {
  const { t } = useWords()
  const box = useRef<HTMLInputElement>(null)
  useAction('search', () => box.current?.focus())
  return (
    <div className="group relative min-w-0 flex-1">
      <Search
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
      />
      <input
        ref={box}
        type="search"
        aria-label={t('list.search')}
        aria-keyshortcuts="/"
        placeholder={t('list.searchShort')}
        value={query}
        onChange={event => onQuery(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            document.querySelector<HTMLElement>('#list-panel [data-hit]')?.focus()
          }
          if (event.key !== 'Escape') return
          onQuery('')
          box.current?.blur()
        }}
        className="h-8 w-full rounded-s border border-transparent bg-sunken pr-8 pl-8 text-13 outline-none transition-[border-color,box-shadow] focus:border-person focus:bg-surface focus:shadow-[0_0_0_1px_var(--person)] touch:h-10 touch:text-16 [&::-webkit-search-cancel-button]:hidden"
      />
      {query ? (
        <button
          type="button"
          aria-label={t('list.clearSearch')}
          onClick={() => onQuery('')}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center text-ink-3 hover:text-ink"
        >
          <X size={14} />
        </button>
      ) : (
        <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 group-focus-within:hidden touch:hidden">
          <Kbd keys="/" />
        </span>
      )}
    </div>
  )
}

export function Inbox(props: InboxProps) {
  const { as: Pane, tab, teamId, meId, openId, onTab, onTeam, onOpen } = props
  const { t } = useWords()
  const counts = useCounts()
  const [query, setQuery] = useState('')
  const list = useList(tab, meId, teamId)
  const filtered = isFiltered(useListFilter())
  const empty = empties[tab]
  const searching = query.trim() !== ''
  const teams = useTeams()
  const team = tab === 'mine' ? undefined : teams.find(each => each.id === teamId)

  function body() {
    if (searching) return <SearchResults query={query} meId={meId} openId={openId} onOpen={onOpen} />
    if (list.state === 'failed')
      return (
        <Empty
          icon={<TriangleAlert size={18} />}
          title={t('list.failed')}
          text={t('list.failedText')}
          action={<Button onClick={list.retry}>{t('app.retry')}</Button>}
        />
      )
    if (list.state === 'loading') return <RowSkeletons />
    if (list.rows.length > 0)
      return (
        <Rows
          key={`${tab} ${teamId}`}
          rows={list.rows}
          meId={meId}
          openId={openId}
          onOpen={onOpen}
          onMore={list.loadingMore ? null : list.more}
        />
      )
    if (filtered)
      return (
        <Empty
          icon={<FilterIcon size={18} />}
          title={t('filter.emptyTitle')}
          text={t('filter.emptyText')}
          action={<Button onClick={() => setListFilter({})}>{t('filter.clear')}</Button>}
        />
      )
    return (
      <Empty
        icon={<empty.Icon size={18} />}
        title={team ? t('queue.empty', { team: team.name }) : t(empty.title)}
        text={t(empty.text)}
        action={
          tab === 'mine' && counts.requesting > 0 ? (
            <Button onClick={() => onTab('requesting')}>{t('list.emptyMineAction')}</Button>
          ) : team ? (
            <Button onClick={() => onTeam(null)}>{t('queue.showAll')}</Button>
          ) : null
        }
      />
    )
  }

  return (
    <Pane
      id={Pane === 'main' ? 'chat' : undefined}
      aria-label={t('list.label')}
      className="flex w-80 shrink-0 flex-col border-r border-line bg-surface max-pane:w-full max-pane:border-r-0"
    >
      <div className="flex items-center justify-between gap-2 px-4 pt-2.5">
        <QueueSwitcher
          meId={meId}
          mine={tab === 'mine'}
          teamId={teamId}
          onMine={() => onTab('mine')}
          onTeam={onTeam}
        />
        <MyQueue mine={tab === 'mine'} onTab={onTab} />
      </div>
      <div className="flex items-center gap-2 px-4 pt-2 pb-1">
        <SearchBox query={query} onQuery={setQuery} />
        {tab === 'active' ? <SortMenu /> : null}
        <FilterButton />
      </div>
      <Tabs tab={tab} teamId={teamId} onTab={onTab} panelId="list-panel" />
      {searching ? null : <FilterBar tab={tab} onTab={onTab} />}
      <div
        id="list-panel"
        role="tabpanel"
        aria-label={tab === 'mine' ? t('list.mine') : t(`list.${tab}`)}
        className="flex min-h-0 flex-1 flex-col"
      >
        {body()}
      </div>
    </Pane>
  )
}
