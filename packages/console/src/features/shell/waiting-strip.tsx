// The top bar: who waits, the longest first, then who is held, mine first. Chips keep their place and width,
// so that nothing shifts while the clocks tick.
import type { ConversationRow } from '@baton/protocol'
import { Bell, BellOff, Check, CircleHelp, Search } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { reasonLine } from '../../app/reason-line.ts'
import type { WaitingLevel } from '../../app/time.ts'
import { clock, duration, waitingLevel } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Tip } from '../../ui/tooltip.tsx'

interface WaitingStripProps {
  readonly waiting: readonly ConversationRow[]
  readonly held: readonly ConversationRow[]
  /** Their bot asks the team something: nobody waits for a person, but somebody may answer. */
  readonly asking: readonly ConversationRow[]
  readonly ready: boolean
  readonly meId: string
  readonly openId: string | null
  readonly sound: boolean
  readonly onOpen: (id: string) => void
  readonly onSound: (on: boolean) => void
  readonly onSearch: () => void
  /** The list of all who wait. */
  readonly onAll: () => void
}

/** Chips of a queue that is out of hand tick for nobody: the rest is in the list. */
const chipsShown = 30

const clockLook: Record<WaitingLevel, string> = {
  calm: 'text-ink-2',
  amber: 'text-waiting-ink font-medium',
  red: 'text-failure-ink font-medium',
}

/** The chip of the conversation that is open is never scrolled out of sight. */
function keepInSight(open: boolean) {
  return (node: HTMLElement | null) => {
    if (open) node?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
}

interface WaitingChipProps {
  readonly row: ConversationRow
  readonly open: boolean
  readonly onOpen: (id: string) => void
}

function WaitingChip({ row, open, onOpen }: WaitingChipProps) {
  const { t } = useWords()
  const now = useNow()
  const waitedMs = now - Date.parse(row.request?.since ?? row.movedAt)
  const level = waitingLevel(waitedMs)
  const reason = reasonLine(row.request, t)
  return (
    <button
      type="button"
      ref={useMemo(() => keepInSight(open), [open])}
      onClick={() => onOpen(row.id)}
      aria-current={open ? 'true' : undefined}
      aria-label={t('strip.chip', { name: row.contact.name, reason, time: duration(waitedMs, t) })}
      className={classes(
        'flex h-11 shrink-0 items-center gap-3 rounded-m border pr-3 pl-2.5 text-left transition-colors hover:bg-hover',
        open ? 'border-line-strong bg-press' : 'border-line bg-surface',
      )}
    >
      <Avatar name={row.contact.name} size={28} ring="waiting" />
      {/* However long the reason: on a phone a whole chip, with its clock, must stand beside the count. */}
      <span className="flex max-w-40 flex-col max-pane:max-w-28">
        <span className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 truncate font-medium">{row.contact.name}</span>
          <span className={classes('min-w-9 text-right tabular-nums', clockLook[level])}>
            {clock(waitedMs)}
          </span>
        </span>
        <span className="truncate text-ink-3">{reason}</span>
      </span>
    </button>
  )
}

function HeldChip({ row, open, mine, onOpen }: WaitingChipProps & { readonly mine: boolean }) {
  const { t } = useWords()
  const owner = row.owner?.name ?? ''
  const label = t('strip.heldChip', { name: row.contact.name, owner: mine ? t('talk.you') : owner })
  return (
    <Tip label={label} side="bottom">
      <button
        type="button"
        ref={useMemo(() => keepInSight(open), [open])}
        onClick={() => onOpen(row.id)}
        aria-current={open ? 'true' : undefined}
        aria-label={label}
        className={classes(
          'flex h-11 shrink-0 items-center gap-2.5 rounded-m border border-transparent pr-3 pl-2 transition-colors hover:bg-hover',
          open && 'bg-press',
        )}
      >
        <Avatar name={owner} face="agent" size={24} ring={mine ? 'mine' : 'person'} />
        <span className={classes('max-w-32 truncate', mine ? 'font-medium text-ink' : 'text-ink-2')}>
          {row.contact.name}
        </span>
      </button>
    </Tip>
  )
}

const scrolling =
  'no-scrollbar flex h-full items-center gap-2 overflow-x-auto [mask-image:linear-gradient(to_right,transparent,black_12px,black_calc(100%-20px),transparent)]'

/** The first chips are in sight again as soon as the open one does not need the place. */
function useStart(rows: readonly ConversationRow[], openId: string | null) {
  const chips = useRef<HTMLDivElement>(null)
  const hasOpen = rows.some(row => row.id === openId)
  useEffect(() => {
    if (!hasOpen) chips.current?.scrollTo({ left: 0 })
  }, [hasOpen])
  return chips
}

function Waiting({ waiting, ready, openId, onOpen, onAll }: WaitingStripProps) {
  const { t } = useWords()
  const chips = useStart(waiting, openId)
  if (waiting.length === 0)
    return (
      <p className="flex min-w-0 flex-1 items-center gap-1.5 px-4 text-ink-3">
        {ready ? (
          <>
            <Check size={14} />
            {t('strip.nobody')}
          </>
        ) : null}
      </p>
    )
  return (
    <div className="flex h-full min-w-0 flex-1 items-center">
      <h2 className="flex shrink-0 items-center gap-1.5 pr-1 pl-4 font-medium text-waiting-ink">
        {t('strip.waiting')}
        <span className="inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-waiting-soft px-1.5 tabular-nums">
          {waiting.length}
        </span>
      </h2>
      <div ref={chips} className={classes(scrolling, 'min-w-0 flex-1 px-3')}>
        {waiting.slice(0, chipsShown).map(row => (
          <WaitingChip key={row.id} row={row} open={row.id === openId} onOpen={onOpen} />
        ))}
        {waiting.length > chipsShown ? (
          <Button look="quiet" onClick={onAll}>
            {t('strip.more', { count: waiting.length - chipsShown })}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

/** One quiet button for all of them; it leads to the one that asks the longest and is not open. */
function Asking({ asking, openId, onOpen }: WaitingStripProps) {
  const { plural } = useWords()
  const next = asking.find(row => row.id !== openId) ?? asking[0]
  if (!next) return null
  return (
    <div className="flex h-full shrink-0 items-center border-l border-line px-2">
      <Button
        look="quiet"
        icon={<CircleHelp size={16} className="text-bot-ink" />}
        tip={next.question?.question}
        tipSide="bottom"
        onClick={() => onOpen(next.id)}
      >
        <span className="text-bot-ink max-pane:sr-only">{plural('ask.strip', asking.length)}</span>
      </Button>
    </div>
  )
}

/** Has its own place, so that a long queue never pushes mine out of sight. */
function Held({ held, meId, openId, onOpen }: WaitingStripProps) {
  const { t } = useWords()
  const chips = useStart(held, openId)
  if (held.length === 0) return null
  return (
    <div className="h-full max-w-[26%] shrink-0 border-l border-line max-pane:hidden">
      <h2 className="sr-only">{t('strip.held')}</h2>
      <div ref={chips} className={classes(scrolling, 'px-3')}>
        {held.slice(0, chipsShown).map(row => (
          <HeldChip
            key={row.id}
            row={row}
            open={row.id === openId}
            mine={row.owner?.id === meId}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  )
}

export function WaitingStrip(props: WaitingStripProps) {
  const { sound, onSound, onSearch } = props
  const { t } = useWords()
  return (
    <section
      aria-label={t('strip.label')}
      className="flex h-15 shrink-0 items-center border-b border-line bg-surface"
    >
      <h1 className="sr-only">{t('rail.inbox')}</h1>
      <Waiting {...props} />
      <Asking {...props} />
      <Held {...props} />
      <div className="flex shrink-0 items-center gap-1 border-l border-line px-3">
        <Button
          look="quiet"
          size="m"
          aria-label={sound ? t('strip.soundOn') : t('strip.soundOff')}
          tip={sound ? t('strip.soundOn') : t('strip.soundOff')}
          tipSide="bottom"
          onClick={() => onSound(!sound)}
          icon={sound ? <Bell size={16} /> : <BellOff size={16} />}
        />
        <Button
          look="quiet"
          size="m"
          aria-label={t('strip.search')}
          aria-keyshortcuts={keyMap.palette.keys}
          tip={t('strip.search')}
          tipSide="bottom"
          onClick={onSearch}
          className="!w-auto gap-2 px-2"
          icon={
            <>
              <Search size={16} />
              <span className="max-wide:hidden">
                <Kbd keys={keyMap.palette.keys} />
              </span>
            </>
          }
        />
      </div>
    </section>
  )
}
