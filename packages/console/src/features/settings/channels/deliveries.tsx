// What did not go, over all channels: why, and sending it again from here.
import type { ChannelRow, DeliveryRow } from '@baton/client'
import { isApiError } from '@baton/client'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { moment } from '../../../app/time.ts'
import { problemKey, useChannelWords } from '../../../app/use-channel-words.ts'
import { useNow } from '../../../app/use-now.ts'
import { useOpenConversation } from '../../../app/use-open-conversation.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { Select } from '../../../ui/select.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Ask } from '../ask.tsx'
import { Part } from '../part.tsx'
import { SectionFailed } from '../section-states.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

export const deliveriesKey = ['deliveries'] as const

interface LineProps {
  readonly row: DeliveryRow
  readonly channelName: string
  readonly onRetry: (row: DeliveryRow) => void
}

function Line({ row, channelName, onRetry }: LineProps) {
  const { t, language } = useSettingsWords()
  const words = useChannelWords()
  const now = useNow(30_000)
  const openConversation = useOpenConversation()
  const { conversationId, contactName, status, problem, reason } = row
  const known = problemKey(problem) ?? 'fate.problem.other'
  const why = known === 'fate.problem.other' && reason ? reason : words.t(known)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2.5 last:border-0">
      <div className="min-w-52 flex-1">
        <button
          type="button"
          onClick={() => openConversation(conversationId)}
          className="rounded-s font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {contactName}
        </button>
        <span className="text-ink-3">
          {' '}
          · {channelName} · {moment(row.at, now, language)}
        </span>
        <p className={status === 'unknown' ? 'text-waiting-ink' : 'text-failure-ink'}>
          {status === 'unknown' ? words.t('fate.unknown') : words.t('fate.failed', { why })}
        </p>
      </div>
      <Chip tone={status === 'unknown' ? 'waiting' : 'failure'}>
        {t(status === 'unknown' ? 'channels.unknown' : 'channels.failed')}
      </Chip>
      <Button size="s" onClick={() => onRetry(row)}>
        {words.t('fate.retry')}
      </Button>
    </li>
  )
}

export function useNotGone(channelId: string | null) {
  return useInfiniteQuery({
    queryKey: [...deliveriesKey, channelId],
    queryFn: ({ pageParam }) => {
      const query = { ...(channelId ? { channelId } : {}), ...(pageParam ? { after: pageParam } : {}) }
      return api.call('GET /deliveries', { query })
    },
    initialPageParam: '',
    getNextPageParam: page => page.next,
    refetchOnMount: 'always',
  })
}

function useRetry() {
  const { t } = useSettingsWords()
  const words = useChannelWords()
  const queries = useQueryClient()
  return async ({ conversationId: id, messageSeq: seq }: DeliveryRow) => {
    try {
      await api.call('POST /conversations/{id}/messages/{seq}/retry', { params: { id, seq } })
      notify({ title: words.t('fate.retried') })
    } catch (fault) {
      const gone = isApiError(fault) && fault.code === 'not_retriable'
      notify(gone ? { title: words.t('fate.notRetriable') } : sayFailure(fault, t))
    }
    await queries.invalidateQueries({ queryKey: deliveriesKey })
  }
}

export function Deliveries({ channels }: { readonly channels: readonly ChannelRow[] }) {
  const { t } = useSettingsWords()
  const words = useChannelWords()
  const id = useId()
  const [channelId, setChannelId] = useState('')
  const [asked, setAsked] = useState<DeliveryRow | null>(null)
  const list = useNotGone(channelId === '' ? null : channelId)
  const retry = useRetry()
  const items = list.data?.pages.flatMap(page => page.items) ?? null
  const nameOf = (row: DeliveryRow) => channels.find(channel => channel.id === row.channelId)?.name ?? ''
  return (
    <Part
      title={t('channels.notGone')}
      text={t('channels.notGoneText')}
      action={
        channels.length > 1 ? (
          <>
            <label htmlFor={id} className="sr-only">
              {t('channels.filter')}
            </label>
            <Select
              id={id}
              className="w-48"
              value={channelId}
              options={[
                { value: '', label: t('channels.every') },
                ...channels.map(channel => ({ value: channel.id, label: channel.name })),
              ]}
              onChange={setChannelId}
            />
          </>
        ) : null
      }
    >
      {list.isError && !items ? <SectionFailed onRetry={() => void list.refetch()} /> : null}
      {items?.length === 0 ? <p className="text-ink-2">{t('channels.allGone')}</p> : null}
      <ul>
        {items?.map(row => (
          <Line
            key={`${row.conversationId} ${row.messageSeq}`}
            row={row}
            channelName={nameOf(row)}
            onRetry={each => (each.status === 'unknown' ? setAsked(each) : void retry(each))}
          />
        ))}
      </ul>
      <MoreButton list={list} label={t('channels.more')} />
      <Ask
        open={asked !== null}
        title={words.t('fate.retryTitle')}
        text={words.t('fate.retryText', { name: asked?.contactName ?? '' })}
        no={t('app.cancel')}
        yes={words.t('fate.retry')}
        onNo={() => setAsked(null)}
        onYes={() => {
          if (asked) void retry(asked)
          setAsked(null)
        }}
      />
    </Part>
  )
}
