// Who was told that this customer waits, when, and whether somebody saw it; seeing it stops the ladder.
import type { AnswerOf, ConversationRow } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { BellRing, Check, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import { timeOfDay } from '../../app/time.ts'
import { useDesk } from '../../app/use-desk.tsx'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toast.tsx'

type Alert = AnswerOf<'GET /alerts'>['items'][number]

function useAlert(row: ConversationRow) {
  const queries = useQueryClient()
  const desk = useDesk()
  const queryKey = ['alerts', row.id]
  const asked = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('GET /alerts', { query: { conversationId: row.id, limit: 1 } }, { signal }),
  })
  useEffect(
    () =>
      desk.onAlert(id => {
        if (id === null || id === row.id) void queries.invalidateQueries({ queryKey: ['alerts', row.id] })
      }),
    [desk, queries, row.id],
  )
  const alert = asked.data?.items[0]
  const isOpen = alert?.state === 'open' || alert?.state === 'acknowledged'
  return { alert: isOpen ? alert : null, queryKey }
}

/** Each channel or person once, with when it got there first. */
function reached({
  told,
}: Alert): readonly { readonly key: string; readonly name: string; readonly at: string }[] {
  return told
    .filter(({ says, state }) => says === 'open' && state === 'sent')
    .map(({ id, to, channelName, attempts, createdAt }) => ({
      key: id,
      name: to ? `${to} (${channelName})` : channelName,
      at: attempts.at(-1)?.at ?? createdAt,
    }))
}

interface AlertLineProps {
  readonly row: ConversationRow
}

export function AlertLine({ row }: AlertLineProps) {
  const { t, language } = useWords()
  const queries = useQueryClient()
  const { alert, queryKey } = useAlert(row)
  const seen = alert?.state === 'acknowledged'

  async function acknowledge() {
    if (!alert || seen) return
    try {
      await api.call('POST /alerts/{id}/acknowledge', { params: { id: alert.id } })
      await queries.invalidateQueries({ queryKey })
    } catch (fault) {
      notify(sayFailure(fault, t))
    }
  }
  useAction('acknowledge', () => void acknowledge(), alert && !seen ? null : t('alert.nothing'))
  if (!alert) return null
  const to = reached(alert)
  const failing = alert.told.some(
    ({ says, state, attempts }) => says === 'open' && state !== 'sent' && attempts.length > 0,
  )
  const names = to.map(({ name, at }) => `${name} ${timeOfDay(at, language)}`).join(' · ')
  return (
    <section
      aria-label={t('alert.title')}
      className="flex min-h-10 flex-wrap items-center gap-x-2.5 gap-y-1 border-t border-line py-1 pr-2 pl-3.5"
    >
      {failing && to.length === 0 ? (
        <TriangleAlert size={14} className="shrink-0 text-failure-ink" />
      ) : (
        <BellRing size={14} className="shrink-0 text-waiting-ink" />
      )}
      <p className="min-w-0 flex-1 truncate text-ink-2" title={names}>
        {seen ? t('alert.seenBy', { name: alert.by ?? '' }) : null}
        {seen ? ' · ' : null}
        {to.length > 0 ? t('alert.told', { names }) : failing ? t('alert.failing') : t('alert.telling')}
      </p>
      {seen ? (
        <Check size={14} className="mr-2 shrink-0 text-ink-3" />
      ) : (
        <Button
          size="s"
          look="quiet"
          tip={t('alert.seenTip')}
          aria-keyshortcuts="."
          onClick={() => void acknowledge()}
        >
          {t('alert.seen')}
        </Button>
      )}
    </section>
  )
}
