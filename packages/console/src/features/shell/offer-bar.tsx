// What routing offers to me, over the whole console and on every page of it: take it or give it back, while the
// ring runs out.
import type { ConversationRow } from '@baton/client'
import { useNavigate } from '@tanstack/react-router'
import { Check, X } from 'lucide-react'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { waitingOf } from '../../app/inbox-rows.ts'
import { keyMap } from '../../app/key-map.ts'
import { isOfferedTo } from '../../app/news.ts'
import { reasonLine } from '../../app/reason-line.ts'
import { useSession } from '../../app/session.tsx'
import { clock } from '../../app/time.ts'
import { useCommands } from '../../app/use-commands.ts'
import { useDesk } from '../../app/use-desk.tsx'
import { useNow } from '../../app/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Countdown } from '../../ui/countdown.tsx'

interface OfferProps {
  readonly row: ConversationRow
  readonly untilMs: number
  /** Further ones behind it. */
  readonly behind: number
}

function Offer({ row, untilMs, behind }: OfferProps) {
  const { t, plural } = useWords()
  const navigate = useNavigate()
  const now = useNow()
  const commands = useCommands(row.id)
  const [busy, setBusy] = useState(false)
  // An offer names its end, not its length: full is what was left when it was first seen here.
  const [wholeMs] = useState(() => Math.max(1_000, untilMs - Date.now()))
  const waitedMs = now - Date.parse(row.request?.since ?? row.movedAt)

  async function act(run: () => Promise<boolean>): Promise<boolean> {
    setBusy(true)
    const done = await run()
    setBusy(false)
    return done
  }
  async function accept() {
    if (busy || !(await act(() => commands.intervene(false)))) return
    void navigate({
      to: '/inbox/$conversationId',
      params: { conversationId: row.id },
      search: { list: 'intervened' },
    })
  }
  async function decline() {
    if (!busy) await act(commands.decline)
  }
  useAction('accept', () => void accept())
  useAction('decline', () => void decline())

  return (
    <section
      aria-label={t('offer.label')}
      className="flex min-h-15 shrink-0 animate-arrive items-center gap-3 border-b border-waiting-line bg-waiting-soft px-4 py-2 text-waiting-ink"
    >
      <Countdown leftMs={untilMs - now} wholeMs={wholeMs} label={t('offer.left')} />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="truncate text-14 font-semibold">
            {t('offer.title', { name: row.contact.name })}
          </span>
          {behind > 0 ? (
            <span className="shrink-0 max-pane:hidden">{plural('offer.behind', behind)}</span>
          ) : null}
        </p>
        <p className="truncate">
          {reasonLine(row.request, t)} · {t('offer.waits', { time: clock(waitedMs) })}
        </p>
      </div>
      <Button
        busy={busy}
        icon={<X size={16} />}
        aria-label={t('offer.decline')}
        aria-keyshortcuts={keyMap.decline.keys}
        tip={t('offer.declineTip')}
        tipSide="bottom"
        onClick={() => void decline()}
      >
        <span className="max-pane:hidden">{t('offer.decline')}</span>
      </Button>
      <Button
        look="filled"
        busy={busy}
        icon={<Check size={16} />}
        aria-keyshortcuts={keyMap.accept.keys}
        tip={t('offer.acceptTip')}
        tipSide="bottom"
        onClick={() => void accept()}
      >
        {t('offer.accept')}
      </Button>
    </section>
  )
}

export function OfferBar() {
  const desk = useDesk()
  const { agent } = useSession()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const offered = useMemo(
    () => waitingOf(inbox, agent.id).filter(row => isOfferedTo(row, agent.id)),
    [inbox, agent.id],
  )
  const [row] = offered
  if (!row?.offer) return null
  const { until } = row.offer
  return (
    <Offer key={`${row.id} ${until}`} row={row} untilMs={Date.parse(until)} behind={offered.length - 1} />
  )
}
