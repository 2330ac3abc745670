// What was found, in two groups: conversations by name, and what was said, each hit with its words marked. A hit opens
// the conversation at its place.
import type { ConversationRow } from '@baton/client'
import { Search, StickyNote, TriangleAlert } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { findHere } from '../../app/find-here.ts'
import { ringOf } from '../../app/holder.ts'
import { useWords } from '../../app/i18n.tsx'
import { askJump } from '../../app/jumps.ts'
import { span } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelGlyph } from '../../ui/channel-glyph.tsx'
import { classes } from '../../ui/classes.ts'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import type { Hit } from './use-search.ts'
import { useSearch } from './use-search.ts'

interface SearchResultsProps {
  readonly query: string
  readonly meId: string
  readonly openId: string | null
  readonly onOpen: (id: string) => void
}

/** Further hits are fetched before the last one is seen. */
const nearEndPx = 400

function Marked({ text, marks }: Pick<Hit['hit'], 'text' | 'marks'>) {
  const parts: ReactNode[] = []
  let at = 0
  for (const { from, to } of marks) {
    parts.push(
      text.slice(at, from),
      <mark key={from} className="rounded-[3px] bg-note px-px text-note-ink">
        {text.slice(from, to)}
      </mark>,
    )
    at = to
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}

interface ResultProps {
  readonly row: ConversationRow
  readonly meId: string
  readonly current: boolean
  readonly at: string
  readonly onOpen: () => void
  readonly children: ReactNode
}

function Result({ row, meId, current, at, onOpen, children }: ResultProps) {
  const { t } = useWords()
  const now = useNow(60_000)
  return (
    <li>
      <button
        type="button"
        data-hit=""
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
        className={classes(
          'flex w-full items-start gap-3 rounded-m px-3 py-2 text-left transition-colors focus-visible:outline-offset-[-2px]',
          current
            ? 'bg-press [--badge-ground:var(--press)]'
            : 'hover:bg-hover hover:[--badge-ground:var(--hover)]',
        )}
      >
        <span className="pt-0.5">
          <Avatar
            name={row.contact.name}
            size={28}
            ring={ringOf(row, meId)}
            badge={<ChannelGlyph kind={row.channel.kind} size={8} />}
          />
        </span>
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{row.contact.name}</span>
            <time className="shrink-0 text-ink-3 tabular-nums" dateTime={at}>
              {span(now - Date.parse(at), t)}
            </time>
          </span>
          {children}
        </span>
      </button>
    </li>
  )
}

function Said({ item, meId }: { readonly item: Hit; readonly meId: string }) {
  const { t } = useWords()
  const { hit, conversation } = item
  const mine = hit.from === 'agent' && conversation.owner?.id === meId && hit.name === conversation.owner.name
  const who =
    hit.from === 'contact'
      ? null
      : hit.from === 'bot'
        ? t('talk.bot')
        : mine
          ? t('search.you')
          : (hit.name ?? t('list.system'))
  return (
    <span className="line-clamp-3 break-words text-ink-2">
      {hit.kind === 'note' ? (
        <span className="mr-1 inline-flex items-center gap-1 align-text-bottom text-note-ink">
          <StickyNote size={14} aria-hidden="true" />
          {t('search.note')}
        </span>
      ) : null}
      {who ? <span className="text-ink-3">{who}: </span> : null}
      <Marked text={hit.text} marks={hit.marks} />
    </span>
  )
}

function Heading({ children }: { readonly children: ReactNode }) {
  return <h2 className="px-3 pt-3 pb-1 text-13 font-medium text-ink-3">{children}</h2>
}

function Waiting() {
  return (
    <div className={classes('flex flex-col gap-5 px-5 pt-5', skeletonDelay)} aria-hidden="true">
      {['w-24', 'w-32', 'w-28', 'w-20'].map(width => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-7 !rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={classes('h-3', width)} />
            <Skeleton className="h-3 w-full" />
          </div>
        </div>
      ))}
    </div>
  )
}

/** Arrows go from result to result; the box above is before the first. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const all = [...event.currentTarget.querySelectorAll('[data-hit]')].filter(
    each => each instanceof HTMLElement,
  )
  const { activeElement } = document
  const to = (activeElement instanceof HTMLElement ? all.indexOf(activeElement) : -1) + step
  if (to < 0) document.querySelector<HTMLElement>('input[type="search"]')?.focus()
  else all[to]?.focus()
}

export function SearchResults({ query, meId, openId, onOpen }: SearchResultsProps) {
  const { t } = useWords()
  const found = useSearch(query)
  if (found.failed)
    return (
      <Empty
        icon={<TriangleAlert size={18} />}
        title={t('search.failed')}
        text={t('list.failedText')}
        action={<Button onClick={found.retry}>{t('app.retry')}</Button>}
      />
    )
  if (found.rows.length + found.hits.length === 0)
    return found.pending ? (
      <Waiting />
    ) : (
      <Empty
        icon={<Search size={18} />}
        title={t('list.emptySearch', { query: query.trim() })}
        text={t('search.emptyText')}
      />
    )
  function openHit({ conversation, hit }: Hit) {
    onOpen(conversation.id)
    askJump(conversation.id, hit.seq)
    findHere({ conversationId: conversation.id, query: found.words, seq: hit.seq })
  }
  return (
    <section
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-3"
      aria-label={t('list.search')}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget: box }) => {
        if (box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx) found.moreHits?.()
      }}
    >
      <Heading>{t('search.people')}</Heading>
      {found.rows.length === 0 ? <p className="px-3 py-1 text-ink-3">{t('search.noneNamed')}</p> : null}
      <ul>
        {found.rows.map(row => (
          <Result
            key={row.id}
            row={row}
            meId={meId}
            current={row.id === openId}
            at={row.movedAt}
            onOpen={() => onOpen(row.id)}
          >
            <span className="truncate text-ink-2">{row.contact.email ?? row.lastMessage?.text ?? ''}</span>
          </Result>
        ))}
      </ul>
      {found.moreNames ? (
        <Button look="quiet" size="s" className="ml-2" onClick={found.moreNames}>
          {t('search.more')}
        </Button>
      ) : null}
      <Heading>{t('search.messages')}</Heading>
      {found.hits.length === 0 ? <p className="px-3 py-1 text-ink-3">{t('search.noneSaid')}</p> : null}
      <ul>
        {found.hits.map(item => (
          <Result
            key={`${item.conversation.id} ${item.hit.seq}`}
            row={item.conversation}
            meId={meId}
            current={false}
            at={item.hit.at}
            onOpen={() => openHit(item)}
          >
            <Said item={item} meId={meId} />
          </Result>
        ))}
      </ul>
    </section>
  )
}
