// One batch: how far it came, each recipient with what came of it, and the end of it.
import type { OutreachRow } from '@baton/client'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { problemKey, useChannelWords } from '../../../app/use-channel-words.ts'
import { useOpenConversation } from '../../../app/use-open-conversation.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Ask } from '../ask.tsx'
import { Part } from '../part.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { Results } from './results.tsx'
import { outreachKey } from './use-batch-form.ts'

const goesOn = (state: OutreachRow['state'] | undefined) => state === 'running' || state === 'scheduled'
const lookAgainMs = 3_000
/** What went is read and answered for a while. */
const lookLaterMs = 10_000

/** Numbers are kept without their sign. */
const shownAddress = (address: string) => (/^\d{7,15}$/.test(address) ? `+${address}` : address)

const tones = {
  waiting: 'neutral',
  sent: 'neutral',
  delivered: 'person',
  read: 'person',
  replied: 'person',
  failed: 'failure',
  skipped: 'bot',
} as const

function useBatch(id: string) {
  return useInfiniteQuery({
    queryKey: [...outreachKey, id],
    queryFn: ({ pageParam }) =>
      api.call('GET /outreach/{id}', { params: { id }, query: { after: pageParam } }),
    initialPageParam: 0,
    getNextPageParam: page => page.next,
    refetchInterval: query =>
      goesOn(query.state.data?.pages[0]?.outreach.state) ? lookAgainMs : lookLaterMs,
  })
}

export function BatchPage({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const { t } = useSettingsWords()
  const words = useChannelWords()
  const queries = useQueryClient()
  const openConversation = useOpenConversation()
  const [asking, setAsking] = useState(false)
  const asked = useBatch(id)
  const outreach = asked.data?.pages[0]?.outreach
  if (asked.isError && !outreach) return <SectionFailed onRetry={() => void asked.refetch()} />
  if (!outreach) return <SectionComing />
  const recipients = asked.data?.pages.flatMap(page => page.recipients) ?? []

  async function cancel() {
    try {
      const { cancelled } = await api.call('POST /outreach/{id}/cancel', { params: { id } })
      notify({ title: t('outreach.cancelled', { count: cancelled }) })
      await queries.invalidateQueries({ queryKey: outreachKey })
    } catch (fault) {
      notify(sayFailure(fault, t))
    }
  }
  return (
    <>
      <div className="flex items-center gap-3 pb-4">
        <Button look="quiet" icon={<ArrowLeft size={16} />} onClick={onBack}>
          {t('outreach.all')}
        </Button>
        <h3 className="min-w-0 truncate text-16 font-semibold">{outreach.name}</h3>
        <Chip>{t(`outreach.batch.${outreach.state}`)}</Chip>
      </div>
      <Part
        title={t('outreach.results')}
        action={
          goesOn(outreach.state) ? (
            <Button size="s" look="danger" onClick={() => setAsking(true)}>
              {t('outreach.cancel')}
            </Button>
          ) : null
        }
      >
        <Results counts={outreach.counts} />
      </Part>
      <Part title={t('outreach.recipients')}>
        <ul>
          {recipients.map(({ n, address, name, state, problem, conversationId }) => {
            const known = problemKey(problem)
            return (
              <li
                key={n}
                className="flex flex-wrap items-center gap-x-3 border-b border-line py-2 last:border-0"
              >
                <span className="min-w-40 flex-1">
                  <span className="font-medium">{name ?? shownAddress(address)}</span>
                  {name ? <span className="text-ink-3 tabular-nums"> · {shownAddress(address)}</span> : null}
                  {known ? <span className="block text-failure-ink">{words.t(known)}</span> : null}
                </span>
                <Chip tone={tones[state]}>{t(`outreach.state.${state}`)}</Chip>
                {conversationId ? (
                  <Button size="s" onClick={() => openConversation(conversationId)}>
                    {words.t('first.open')}
                  </Button>
                ) : null}
              </li>
            )
          })}
        </ul>
        <MoreButton list={asked} label={t('channels.more')} />
      </Part>
      <Ask
        open={asking}
        title={t('outreach.cancelSure')}
        text={t('outreach.cancelText')}
        no={t('outreach.goOn')}
        yes={t('outreach.cancel')}
        onNo={() => setAsking(false)}
        onYes={() => {
          setAsking(false)
          void cancel()
        }}
      />
    </>
  )
}
