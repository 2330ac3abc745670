// First messages to many: what was begun, how far it came, and beginning anew.
import type { OutreachRow } from '@baton/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight, Plus, Send } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { moment } from '../../../app/time.ts'
import { useChannels } from '../../../app/use-channels.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { BatchDialog } from '../outreach/batch-dialog.tsx'
import { BatchPage } from '../outreach/batch-page.tsx'
import { Results } from '../outreach/results.tsx'
import { outreachKey } from '../outreach/use-batch-form.ts'
import { Part } from '../part.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

const lookAgainMs = 5_000
/** What went is read and answered for a while. */
const lookLaterMs = 15_000

interface RowProps {
  readonly row: OutreachRow
  readonly channelName: string
  readonly onOpen: () => void
}

function Row({ row, channelName, onOpen }: RowProps) {
  const { t, language } = useSettingsWords()
  const now = useNow(30_000)
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-center gap-3 rounded-s px-2 py-3 text-left transition-colors hover:bg-hover"
      >
        <span className="flex min-w-0 flex-1 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-x-2">
            <span className="truncate font-medium">{row.name}</span>
            <Chip
              tone={row.state === 'running' ? 'person' : row.state === 'scheduled' ? 'waiting' : 'neutral'}
            >
              {t(`outreach.batch.${row.state}`)}
            </Chip>
          </span>
          <span className="truncate text-ink-2">
            {channelName} · {row.by.name} · {moment(row.startsAt, now, language)}
          </span>
          <Results counts={row.counts} />
        </span>
        <ChevronRight size={16} className="shrink-0 text-ink-3" aria-hidden="true" />
      </button>
    </li>
  )
}

export function OutreachSection() {
  const { t } = useSettingsWords()
  const channels = useChannels()
  const [openId, setOpenId] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const list = useInfiniteQuery({
    queryKey: outreachKey,
    queryFn: ({ pageParam }) =>
      api.call('GET /outreach', { query: pageParam === '' ? {} : { after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: page => page.next,
    refetchOnMount: 'always',
    refetchInterval: query =>
      query.state.data?.pages.some(page =>
        page.items.some(({ state }) => state === 'running' || state === 'scheduled'),
      )
        ? lookAgainMs
        : lookLaterMs,
  })
  const items = list.data?.pages.flatMap(page => page.items) ?? null
  if (openId) return <BatchPage id={openId} onBack={() => setOpenId(null)} />
  if (list.isError && !items) return <SectionFailed onRetry={() => void list.refetch()} />
  if (!items) return <SectionComing />
  const begin = (
    <Button icon={<Plus size={16} />} onClick={() => setAdding(true)}>
      {t('outreach.new')}
    </Button>
  )
  return (
    <>
      <Part title={t('outreach.title')} text={t('outreach.text')} action={items.length > 0 ? begin : null}>
        {items.length === 0 ? (
          <div className="py-8">
            <Empty
              icon={<Send size={18} />}
              title={t('outreach.none')}
              text={t('outreach.noneText')}
              action={begin}
            />
          </div>
        ) : null}
        <ul className="-mx-2">
          {items.map(row => (
            <Row
              key={row.id}
              row={row}
              channelName={channels.data?.items.find(each => each.id === row.channelId)?.name ?? ''}
              onOpen={() => setOpenId(row.id)}
            />
          ))}
        </ul>
        <MoreButton list={list} label={t('channels.more')} />
      </Part>
      {adding ? <BatchDialog onClose={() => setAdding(false)} onDone={() => setAdding(false)} /> : null}
    </>
  )
}
