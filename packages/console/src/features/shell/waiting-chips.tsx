// Who waits, a chip each: as many as stand there whole, and how many more there are. None is ever cut, and none
// has to be scrolled to.
import type { ConversationRow } from '@baton/client'
import { useWords } from '../../app/i18n.tsx'
import { isOfferedTo } from '../../app/news.ts'
import { reasonLine } from '../../app/reason-line.ts'
import type { WaitingLevel } from '../../app/time.ts'
import { clock, duration, waitingLevel } from '../../app/time.ts'
import { useLayout } from '../../app/use-media.ts'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { fitting } from './fitting.ts'
import { useWidth } from './use-width.ts'

/** Pixels. A chip is at least so wide that its name, reason and clock can be read. */
const chipWidth = 184
const gap = 8
const moreWidth = 76

const clockLook: Record<WaitingLevel, string> = {
  calm: 'text-ink-2',
  amber: 'text-waiting-ink font-medium',
  red: 'text-failure-ink font-medium',
}

interface WaitingChipProps {
  readonly row: ConversationRow
  readonly meId: string
  readonly open: boolean
  readonly onOpen: (id: string) => void
}

/** Why a person is wanted; while somebody is asked to come: who, and for how long. */
function useSecondLine(row: ConversationRow, mine: boolean, now: number): string {
  const { t } = useWords()
  if (!row.offer) return reasonLine(row.request, t)
  if (mine) return t('offer.toYou')
  const left = Math.max(0, Date.parse(row.offer.until) - now)
  return t('offer.toOther', { name: row.offer.agent.name, time: duration(left, t) })
}

function WaitingChip({ row, meId, open, onOpen }: WaitingChipProps) {
  const { t } = useWords()
  const now = useNow()
  const mine = isOfferedTo(row, meId)
  const second = useSecondLine(row, mine, now)
  const waitedMs = now - Date.parse(row.request?.since ?? row.movedAt)
  return (
    <button
      type="button"
      onClick={() => onOpen(row.id)}
      aria-current={open ? 'true' : undefined}
      aria-label={t('strip.chip', { name: row.contact.name, reason: second, time: duration(waitedMs, t) })}
      className={classes(
        'flex h-11 max-w-60 min-w-0 flex-1 items-center gap-3 rounded-m border pr-3 pl-2.5 text-left transition-colors hover:bg-hover',
        open
          ? 'border-line-strong bg-press'
          : mine
            ? 'border-waiting bg-waiting-soft'
            : 'border-line bg-surface',
      )}
    >
      <Avatar name={row.contact.name} size={28} ring="waiting" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{row.contact.name}</span>
          <span className={classes('shrink-0 text-right tabular-nums', clockLook[waitingLevel(waitedMs)])}>
            {clock(waitedMs)}
          </span>
        </span>
        <span className={classes('truncate', mine ? 'text-waiting-ink' : 'text-ink-3')}>{second}</span>
      </span>
    </button>
  )
}

interface WaitingChipsProps {
  readonly waiting: readonly ConversationRow[]
  readonly meId: string
  readonly openId: string | null
  readonly onOpen: (id: string) => void
  readonly onAll: () => void
}

export function WaitingChips({ waiting, meId, openId, onOpen, onAll }: WaitingChipsProps) {
  const { t } = useWords()
  const onePane = useLayout() === 'pane'
  const { box, width } = useWidth()
  // On a phone the count stands beside the title, and the list below.
  const room = fitting(waiting.length, width, { each: chipWidth, gap, more: onePane ? -gap : moreWidth })
  const first = waiting.slice(0, room)
  const open = waiting.find(row => row.id === openId)
  // The open one is always in sight: where it is further behind, in the last place.
  const shown = open && room > 0 && !first.includes(open) ? [...first.slice(0, -1), open] : first
  const more = waiting.length - shown.length
  return (
    <div ref={box} className="flex h-full min-w-0 flex-1 items-center gap-2 pr-3">
      {shown.map(row => (
        <WaitingChip key={row.id} row={row} meId={meId} open={row.id === openId} onOpen={onOpen} />
      ))}
      {more > 0 && !onePane ? (
        <Button look="quiet" onClick={onAll}>
          {t('strip.more', { count: more })}
        </Button>
      ) : null}
    </div>
  )
}
