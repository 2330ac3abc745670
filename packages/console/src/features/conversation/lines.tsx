// The lines between the voices: days, changes of control, notes, guidance, and what Baton itself said.
import {
  BellRing,
  Bot,
  Check,
  CircleAlert,
  CircleHelp,
  CircleSlash,
  Compass,
  Flag,
  Hand,
  Inbox,
  Megaphone,
  Star,
  StickyNote,
  Tag,
  UserRound,
} from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { dayName, timeOfDay } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { classes } from '../../ui/classes.ts'
import type { LineIcon, Telling } from './control-line.ts'
import { sayControl } from './control-line.ts'
import { FateLine, Tick } from './fate-line.tsx'
import { NoteText } from './note-text.tsx'
import { PartsView } from './parts.tsx'
import type { ControlEvent, Line } from './transcript.ts'

export function DayLine({ day }: { readonly day: string }) {
  const words = useWords()
  const now = useNow(60_000)
  return <h3 className="mx-auto py-1 text-13 font-medium text-ink-3">{dayName(day, now, words)}</h3>
}

export function NewLine() {
  const { t } = useWords()
  return (
    <div className="flex items-center gap-3 text-person-ink" id="new-line">
      <span className="h-px flex-1 bg-person-line" />
      {t('talk.newLine')}
      <span className="h-px flex-1 bg-person-line" />
    </div>
  )
}

const icons: Record<LineIcon, { readonly Icon: typeof Bot; readonly tone: string }> = {
  request: { Icon: Hand, tone: 'text-waiting-ink' },
  person: { Icon: UserRound, tone: 'text-person-ink' },
  queue: { Icon: Inbox, tone: 'text-waiting-ink' },
  bot: { Icon: Bot, tone: 'text-bot-ink' },
  done: { Icon: Check, tone: 'text-person-ink' },
  failure: { Icon: CircleAlert, tone: 'text-failure-ink' },
  tag: { Icon: Tag, tone: 'text-ink-3' },
  dismiss: { Icon: CircleSlash, tone: 'text-ink-3' },
  question: { Icon: CircleHelp, tone: 'text-bot-ink' },
  mark: { Icon: Flag, tone: 'text-ink-3' },
  alert: { Icon: BellRing, tone: 'text-waiting-ink' },
  stars: { Icon: Star, tone: 'text-person-ink' },
}

/** What goes along with a change of control is said more quietly than the change. */
const quiet: ReadonlySet<ControlEvent['type']> = new Set([
  'BotResumed',
  'TagsChanged',
  'QueueChanged',
  'NobodyThere',
  'TurnFailed',
  'TurnEnded',
  'PermitGranted',
  'PriorityChanged',
  'StatusChanged',
])

interface ControlLineProps {
  readonly event: ControlEvent
  readonly telling: Telling
  readonly found: boolean
}

export function ControlLine({ event, telling, found }: ControlLineProps) {
  const { language } = useWords()
  const { icon, what, why } = sayControl(event, telling)
  const { Icon, tone } = icons[icon]
  const soft = quiet.has(event.type)
  // BT4: the customer waits for somebody whom nobody has told.
  const loud = event.type === 'TransferPromised'
  return (
    <div
      id={`seq-${event.seq}`}
      className={classes('flex items-center gap-3 text-13', found && 'animate-found rounded-s')}
    >
      <span className={classes('h-px min-w-4 flex-1', soft ? 'bg-transparent' : 'bg-line')} />
      <p
        className={classes(
          'line-clamp-3 max-w-[84%] text-center text-balance break-words text-ink-2',
          loud && 'rounded-m border border-failure-line bg-failure-soft px-3 py-1.5',
        )}
        title={why.join(' · ') || undefined}
      >
        <Icon size={14} className={classes('-mt-0.5 mr-2 inline-block', tone)} aria-hidden="true" />
        <span className={soft ? '' : classes('font-medium', loud ? 'text-failure-ink' : 'text-ink')}>
          {what}
        </span>
        {why.map(each => (
          <span key={each}> · {each}</span>
        ))}
        <span className="whitespace-nowrap text-ink-3">
          {' · '}
          <time dateTime={event.at} className="tabular-nums">
            {timeOfDay(event.at, language)}
          </time>
        </span>
      </p>
      <span className={classes('h-px min-w-4 flex-1', soft ? 'bg-transparent' : 'bg-line')} />
    </div>
  )
}

interface AsideLineProps {
  readonly line: Extract<Line, { kind: 'aside' }>
  readonly name: string
  readonly found: boolean
}

export function AsideLine({ line, name, found }: AsideLineProps) {
  const { t, language } = useWords()
  const guidance = line.tone === 'guidance'
  const Icon = guidance ? Compass : StickyNote
  return (
    <article
      id={`seq-${line.seq}`}
      aria-label={guidance ? t('talk.guidance') : t('talk.note')}
      className={classes(
        'mr-9.5 ml-auto w-[82%] max-pane:mr-0 rounded-m border border-dashed px-3 py-2',
        guidance ? 'border-bot-line bg-bot-soft' : 'border-note-line bg-note',
        found && 'animate-found',
      )}
    >
      <header
        className={classes(
          'mb-1 flex flex-wrap items-center gap-x-1.5 text-13',
          guidance ? 'text-bot-ink' : 'text-note-ink',
        )}
      >
        <Icon size={14} />
        <span className="font-medium whitespace-nowrap">
          {guidance ? t('talk.guidance') : t('talk.note')}
        </span>
        {guidance ? (
          <span className="whitespace-nowrap">{t(line.heard ? 'talk.heard' : 'talk.hearsNext')}</span>
        ) : null}
        <span className="ml-auto truncate">{name}</span>
        <time className="tabular-nums" dateTime={line.at}>
          {timeOfDay(line.at, language)}
        </time>
      </header>
      <div className="text-14">
        <NoteText text={line.text} />
      </div>
    </article>
  )
}

const purposes = {
  reply: 'list.system',
  holding: 'talk.holding',
  announcement: 'talk.announcement',
  closing: 'talk.closing',
  feedback: 'closing.question',
  outreach: 'talk.outreach',
} as const

export function SystemLine({ line }: { readonly line: Extract<Line, { kind: 'system' }> }) {
  const { t, language } = useWords()
  const { bubble } = line
  return (
    <article id={`seq-${line.seq}`} className="flex justify-end pr-9.5 max-pane:pr-0">
      <div className="flex max-w-[82%] flex-col items-end gap-1">
        <header className="flex items-center gap-1.5 px-0.5 text-ink-3">
          <Megaphone size={14} />
          <span>{t(purposes[line.purpose])}</span>
          <time className="tabular-nums" dateTime={bubble.at}>
            {timeOfDay(bubble.at, language)}
          </time>
          <Tick status={bubble.status} />
        </header>
        <div className="rounded-m border border-line bg-canvas px-3 py-2 text-14 text-ink-2">
          <PartsView parts={bubble.parts} lost={bubble.lost} />
        </div>
        <FateLine bubble={bubble} />
      </div>
    </article>
  )
}
