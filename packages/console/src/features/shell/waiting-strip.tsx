// The top bar: who waits, the longest first, then who is held, mine first. Chips keep their place and width,
// so that nothing shifts while the clocks tick.
import type { ConversationRow } from '@baton/protocol'
import { Check, CircleHelp, Search } from 'lucide-react'
import { AgentFace } from '../../app/agent-face.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Tip } from '../../ui/tooltip.tsx'
import { fitting } from './fitting.ts'
import { NotifyMenu } from './notify-menu.tsx'
import { useWidth } from './use-width.ts'
import { WaitingChips } from './waiting-chips.tsx'

interface WaitingStripProps {
  readonly waiting: readonly ConversationRow[]
  readonly held: readonly ConversationRow[]
  /** Their bot asks the team something: nobody waits for a person, but somebody may answer. */
  readonly asking: readonly ConversationRow[]
  readonly ready: boolean
  readonly meId: string
  readonly openId: string | null
  readonly onOpen: (id: string) => void
  readonly onSearch: () => void
  /** The list of all who wait. */
  readonly onAll: () => void
  /** The list of all who are held. */
  readonly onHeld: () => void
}

/** Pixels. */
const heldWidth = 124
const heldMoreWidth = 44

interface HeldChipProps {
  readonly row: ConversationRow
  readonly open: boolean
  readonly mine: boolean
  readonly onOpen: (id: string) => void
}

function HeldChip({ row, open, mine, onOpen }: HeldChipProps) {
  const { t } = useWords()
  const owner = row.owner?.name ?? ''
  const label = t('strip.heldChip', { name: row.contact.name, owner: mine ? t('talk.you') : owner })
  return (
    <Tip label={label} side="bottom">
      <button
        type="button"
        onClick={() => onOpen(row.id)}
        aria-current={open ? 'true' : undefined}
        aria-label={label}
        className={classes(
          'flex h-11 max-w-44 min-w-0 items-center gap-2.5 rounded-m border border-transparent pr-2.5 pl-2 transition-colors hover:bg-hover',
          open && 'bg-press',
        )}
      >
        {row.owner ? <AgentFace agent={row.owner} ring={mine ? 'mine' : 'person'} /> : null}
        <span className={classes('min-w-0 truncate', mine ? 'font-medium text-ink' : 'text-ink-2')}>
          {row.contact.name}
        </span>
      </button>
    </Tip>
  )
}

function Waiting({ waiting, ready, meId, openId, onOpen, onAll }: WaitingStripProps) {
  const { t } = useWords()
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
      <h2 className="flex shrink-0 items-center gap-1.5 pr-3 pl-4 font-medium text-waiting-ink">
        {t('strip.waiting')}
        <span className="inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-waiting-soft px-1.5 tabular-nums">
          {waiting.length}
        </span>
      </h2>
      <WaitingChips waiting={waiting} meId={meId} openId={openId} onOpen={onOpen} onAll={onAll} />
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
function Held({ held, meId, openId, onOpen, onHeld }: WaitingStripProps) {
  const { t } = useWords()
  const { box, width } = useWidth()
  if (held.length === 0) return null
  const first = held.slice(0, fitting(held.length, width, { each: heldWidth, gap: 4, more: heldMoreWidth }))
  const open = held.find(row => row.id === openId)
  const shown = open && !first.includes(open) ? [...first.slice(0, -1), open] : first
  const more = held.length - shown.length
  return (
    <div className="flex h-full w-[26%] shrink-0 items-center border-l border-line px-3 max-pane:hidden">
      <h2 className="sr-only">{t('strip.held')}</h2>
      <div ref={box} className="flex min-w-0 flex-1 items-center gap-1">
        {shown.map(row => (
          <HeldChip
            key={row.id}
            row={row}
            open={row.id === openId}
            mine={row.owner?.id === meId}
            onOpen={onOpen}
          />
        ))}
        {more > 0 ? (
          <Button
            look="quiet"
            className="px-2"
            aria-label={t('strip.heldMore', { count: more })}
            onClick={onHeld}
          >
            +{more}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

export function WaitingStrip(props: WaitingStripProps) {
  const { onSearch } = props
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
        <NotifyMenu />
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
