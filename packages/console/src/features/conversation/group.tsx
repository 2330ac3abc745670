// What one author said in a row. Three voices by side and tone: the customer left on a ground, the bot right
// in an outline, a person right and filled.
import { Ban, Check, CheckCheck, CircleAlert, Scissors } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { timeOfDay } from '../../app/time.ts'
import type { Face } from '../../ui/avatar.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { PartsView } from './parts.tsx'
import { SignalsOf } from './signals-here.tsx'
import type { Bubble, BubbleStatus, Line, Voice } from './transcript.ts'

const grounds: Record<Voice, string> = {
  contact: 'bg-sunken text-ink',
  bot: 'border border-bot-line text-ink',
  agent: 'bg-person-soft text-ink',
}
const faces: Record<Voice, Face> = { contact: 'contact', bot: 'bot', agent: 'agent' }

/** Not wholly said, by no fault. */
function isCut(status: BubbleStatus | null): status is 'withheld' | 'interrupted' | 'overtaken' {
  return status === 'withheld' || status === 'interrupted' || status === 'overtaken'
}

function Fate({ status, why }: Pick<Bubble, 'status' | 'why'>): ReactNode {
  const { t } = useWords()
  if (isCut(status) || status === 'failed') {
    const Icon = status === 'withheld' ? Ban : status === 'failed' ? CircleAlert : Scissors
    const text = status === 'failed' ? t('talk.deliveryFailed', { why: why ?? '' }) : t(`talk.${status}`)
    return (
      <p
        className={classes(
          'mt-1 flex items-start gap-1.5 text-13',
          status === 'failed' ? 'text-failure-ink' : 'text-bot-ink',
        )}
      >
        <Icon size={14} className="mt-0.5 shrink-0" />
        {text}
      </p>
    )
  }
  return null
}

const plainFates = { sent: Check, delivered: CheckCheck, read: CheckCheck } as const

export function Tick({ status }: { readonly status: BubbleStatus | null }) {
  const { t } = useWords()
  if (status !== 'sent' && status !== 'delivered' && status !== 'read') return null
  const Icon = plainFates[status]
  return (
    <span className={classes('inline-flex items-center gap-1', status === 'read' && 'text-person-ink')}>
      <Icon size={14} aria-hidden="true" />
      <span className="sr-only">{t(`talk.${status}`)}</span>
    </span>
  )
}

interface GroupProps {
  readonly line: Extract<Line, { kind: 'group' }>
  readonly name: string
  /** For the initials, which "You" has not. */
  readonly faceName: string
  readonly foundSeq: number | null
}

export function Group({ line, name, faceName, foundSeq }: GroupProps) {
  const { language } = useWords()
  const right = line.voice !== 'contact'
  const last = line.bubbles.at(-1)
  return (
    <article className={classes('flex gap-2.5', right && 'flex-row-reverse')} aria-label={name}>
      <div className="pt-6 max-pane:hidden">
        <Avatar name={faceName} face={faces[line.voice]} size={28} />
      </div>
      <div
        className={classes(
          'flex min-w-0 max-w-[82%] flex-1 flex-col gap-1',
          right ? 'items-end' : 'items-start',
        )}
      >
        <header className="flex items-center gap-2 px-0.5">
          <span className="font-medium">{name}</span>
          <time className="text-ink-3 tabular-nums" dateTime={line.at}>
            {timeOfDay(line.at, language)}
          </time>
          {right ? (
            <span className="inline-flex text-ink-3">
              <Tick status={last?.status ?? null} />
            </span>
          ) : null}
        </header>
        {line.bubbles.map(bubble => (
          <div
            key={bubble.seq}
            id={`seq-${bubble.seq}`}
            className={classes('flex max-w-full flex-col', right ? 'items-end' : 'items-start')}
          >
            <div
              data-said=""
              className={classes(
                'max-w-full rounded-m px-3 py-2 text-14',
                grounds[line.voice],
                isCut(bubble.status) && 'border-dashed opacity-75',
                bubble.status === 'failed' && 'outline-1 outline-failure',
                foundSeq === bubble.seq && 'animate-found',
              )}
            >
              <PartsView parts={bubble.parts} marked={line.voice === 'agent'} />
            </div>
            {line.voice === 'contact' ? <SignalsOf seq={bubble.seq} text={bubble.text} /> : null}
            <Fate status={bubble.status} why={bubble.why} />
          </div>
        ))}
      </div>
    </article>
  )
}
