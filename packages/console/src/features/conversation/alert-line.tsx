// Who was told that this customer waits, when, and whether somebody saw it; seeing it stops the ladder.
import type { AnswerOf, ConversationRow } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BellOff, BellRing, Check, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import { useActor } from '../../app/session.tsx'
import { moment, timeOfDay } from '../../app/time.ts'
import { useDesk } from '../../app/use-desk.tsx'
import { useNow } from '../../app/use-now.ts'
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

/** A request that nobody hears of is no secret: whoever can change that is told. */
function NobodyTold() {
  const { t } = useWords()
  return (
    <p className="flex min-h-10 flex-wrap items-center gap-x-2.5 border-t border-line py-1 pr-2 pl-3.5 text-ink-3">
      <BellOff size={14} className="shrink-0" />
      <span className="min-w-0 flex-1">{t('alert.nobody')}</span>
      <Link
        to="/settings/$section"
        params={{ section: 'alerts' }}
        className="flex items-center rounded-s px-1.5 font-medium text-ink-2 hover:text-ink touch:min-h-10"
      >
        {t('alert.setUp')}
      </Link>
    </p>
  )
}

interface AlertLineProps {
  readonly row: ConversationRow
}

export function AlertLine({ row }: AlertLineProps) {
  const { t, language } = useWords()
  const queries = useQueryClient()
  const { alert, queryKey } = useAlert(row)
  const mayEdit = useActor().role === 'admin'
  const now = useNow(30_000)
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
  const isTold = alert.told.length > 0
  // Every step was taken, and there was nobody to tell.
  if (!isTold && !seen && alert.nextAt === null) return mayEdit ? <NobodyTold /> : null
  const to = reached(alert)
  const failing = alert.told.some(
    ({ says, state, attempts }) => says === 'open' && state !== 'sent' && attempts.length > 0,
  )
  const names = to.map(({ name, at }) => `${name} ${timeOfDay(at, language)}`).join(' · ')
  const { nextAt } = alert
  const isLater = !isTold && nextAt !== null && Date.parse(nextAt) > now
  const reach =
    to.length > 0
      ? t('alert.told', { names })
      : failing
        ? t('alert.failing')
        : isLater
          ? t('alert.later', { time: moment(nextAt, now, language) })
          : t('alert.telling')
  const seenBy = seen ? t('alert.seenBy', { name: alert.by ?? '' }) : null
  // Once it was seen, nobody is told who was not.
  const line = [seenBy, seen && !isTold ? null : reach].filter(part => part !== null).join(' · ')
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
        {line}
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
