// What happened before: the days of this conversation, its episodes, and the contact's other conversations.
import type { AnswerOf, ConversationRow } from '@baton/client'
import type { ConversationEvent, Episode } from '@baton/core'
import { episodesOf } from '@baton/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../../app/link.ts'
import { dayName, dayOf, moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { ChannelGlyph } from '../../ui/channel-glyph.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import { EpisodeList, useEpisodeWords } from './episode-list.tsx'
import { Section } from './section.tsx'
import { useWhoWords } from './use-who-words.ts'

type Past = AnswerOf<'GET /contacts/{id}/conversations'>['items'][number]

const daysShown = 5

/** Each day on which something was said, newest first, with the first line of it. */
function daysOf(items: readonly ConversationEvent[]): readonly { day: string; seq: number; count: number }[] {
  const days = new Map<string, { day: string; seq: number; count: number }>()
  for (const event of items) {
    if (event.type !== 'MessageReceived' && event.type !== 'MessageSent') continue
    const day = dayOf(event.at)
    const before = days.get(day)
    days.set(day, before ? { ...before, count: before.count + 1 } : { day, seq: event.seq, count: 1 })
  }
  return [...days.values()].reverse()
}

function Days({ items, onJump }: Pick<HistoryProps, 'items' | 'onJump'>) {
  const words = useWhoWords()
  const { t, plural } = words
  const now = useNow(60_000)
  const [all, setAll] = useState(false)
  const days = useMemo(() => daysOf(items), [items])
  if (days.length === 0) return null
  return (
    <Section title={t('who.days')}>
      <ul className="-mx-2">
        {(all ? days : days.slice(0, daysShown)).map(({ day, seq, count }) => (
          <li key={day}>
            <button
              type="button"
              title={t('side.jump')}
              onClick={() => onJump(seq)}
              className="flex w-full items-baseline justify-between gap-3 rounded-s px-2 py-1 text-left hover:bg-hover touch:min-h-10"
            >
              <span className="first-letter:uppercase">{dayName(day, now, words)}</span>
              <span className="text-ink-3 tabular-nums">{plural('who.messages', count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {!all && days.length > daysShown ? (
        <Button look="quiet" size="s" className="-ml-2" onClick={() => setAll(true)}>
          {t('who.allDays')}
        </Button>
      ) : null}
    </Section>
  )
}

function PastCard({ past, onOpen }: { readonly past: Past; readonly onOpen: () => void }) {
  const { t, language } = useWhoWords()
  const now = useNow(60_000)
  const say = useEpisodeWords()
  const { conversation: row } = past
  const episodes = past.episodes as readonly Episode[]
  const span = [moment(row.createdAt, now, language), moment(row.movedAt, now, language)]
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full flex-col gap-1 rounded-m border border-line px-3 py-2 text-left transition-colors hover:border-line-strong hover:bg-hover"
      >
        <span className="flex w-full items-center gap-1.5">
          <span className="shrink-0 text-ink-3">
            <ChannelGlyph kind={row.channel.kind} size={13} />
          </span>
          <span className="min-w-0 flex-1 truncate font-medium">{row.channel.name}</span>
          <span className="text-ink-3">{t(`state.${row.state}`)}</span>
        </span>
        <span className="text-ink-3 tabular-nums">{[...new Set(span)].join(' – ')}</span>
        {row.lastMessage ? (
          <span className="line-clamp-2 break-words text-ink-2">{row.lastMessage.text}</span>
        ) : null}
        {episodes.slice(0, 3).map(episode => (
          <span key={episode.seq} className="border-l-2 border-line pl-2 text-ink-2">
            <span className="block">{say.title(episode)}</span>
            <span className="block text-ink-3">
              {[say.by(episode), ...say.facts(episode)].filter(Boolean).join(' · ')}
            </span>
          </span>
        ))}
      </button>
    </li>
  )
}

function Others({
  row,
  onOpen,
}: {
  readonly row: ConversationRow
  readonly onOpen: (row: ConversationRow) => void
}) {
  const { t } = useWhoWords()
  const { id, version } = row.contact
  const asked = useInfiniteQuery({
    queryKey: ['contact-past', id, version],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'GET /contacts/{id}/conversations',
        { params: { id }, query: pageParam ? { cursor: pageParam } : {} },
        { signal },
      ),
    getNextPageParam: page => page.next ?? undefined,
  })
  const others = (asked.data?.pages ?? [])
    .flatMap(page => page.items)
    .filter(past => past.conversation.id !== row.id)
  return (
    <Section title={t('who.others')}>
      {asked.isPending ? (
        <div className={skeletonDelay} aria-hidden="true">
          <Skeleton className="h-20 w-full !rounded-m" />
        </div>
      ) : asked.isError && others.length === 0 ? (
        <div className="flex items-center justify-between gap-3">
          <p className="text-ink-2">{t('who.failed')}</p>
          <Button size="s" onClick={() => void asked.refetch()}>
            {t('app.retry')}
          </Button>
        </div>
      ) : others.length === 0 ? (
        <p className="text-ink-3">{t('who.noOthers')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {others.map(past => (
            <PastCard key={past.conversation.id} past={past} onOpen={() => onOpen(past.conversation)} />
          ))}
        </ul>
      )}
      <MoreButton list={asked} label={t('who.moreOthers')} quiet className="mt-2 -ml-2 self-start" />
    </Section>
  )
}

interface HistoryProps {
  readonly row: ConversationRow
  readonly items: readonly ConversationEvent[]
  readonly onJump: (seq: number) => void
  readonly onOpen: (row: ConversationRow) => void
}

export function History({ row, items, onJump, onOpen }: HistoryProps) {
  const { t } = useWhoWords()
  const episodes = useMemo(() => episodesOf(items), [items])
  return (
    <>
      <Section title={t('side.episodes')}>
        <EpisodeList episodes={episodes} onJump={onJump} />
      </Section>
      <Others row={row} onOpen={onOpen} />
      <Days items={items} onJump={onJump} />
    </>
  )
}
