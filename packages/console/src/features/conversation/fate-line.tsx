// How far one message got, in words: a tick while all is well, a line of its own where something is to be known.
import {
  Ban,
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock,
  Hourglass,
  Plane,
  Scissors,
} from 'lucide-react'
import { keyMap } from '../../app/key-map.ts'
import { useSession } from '../../app/session.tsx'
import { timeOfDay } from '../../app/time.ts'
import type { ChannelWords } from '../../app/use-channel-words.ts'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { useNow } from '../../app/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import type { Bubble, BubbleStatus } from './bubble.ts'
import { useTalkActions } from './talk-actions.ts'

const ticks = {
  queued: { Icon: Clock, word: 'fate.queued' },
  sending: { Icon: Plane, word: 'fate.sending' },
  sent: { Icon: Check, word: 'talk.sent' },
  delivered: { Icon: CheckCheck, word: 'talk.delivered' },
  read: { Icon: CheckCheck, word: 'talk.read' },
} as const

export function Tick({ status }: { readonly status: BubbleStatus | null }) {
  const { t } = useChannelWords()
  const tick = status !== null && status in ticks ? ticks[status as keyof typeof ticks] : null
  if (!tick) return null
  const { Icon, word } = tick
  return (
    <span
      title={t(word)}
      className={classes('inline-flex items-center', status === 'read' && 'text-person-ink')}
    >
      <Icon size={14} aria-hidden="true" />
      <span className="sr-only">{t(word)}</span>
    </span>
  )
}

function sayWhy({ problem, why }: Bubble, t: ChannelWords['t']): string {
  const known = t(`fate.problem.${problem ?? 'other'}`)
  // The channel's own words, where ours say nothing.
  return problem === null || problem === 'other' ? (why ?? known) : known
}

interface Fate {
  readonly Icon: typeof Ban
  readonly tone: string
  readonly text: string
  readonly detail: string | null
}

interface SayFate {
  readonly t: ChannelWords['t']
  readonly language: ChannelWords['language']
  readonly now: number
  readonly meId: string
}

function withheldText({ withheldFor }: Bubble, { t, meId }: SayFate): string {
  if (withheldFor === null) return t('fate.withheld')
  return withheldFor.id === meId ? t('fate.withheldMe') : t('fate.withheldFor', { name: withheldFor.name })
}

function fateOf(bubble: Bubble, say: SayFate): Fate | null {
  const { t, language, now } = say
  const { status, until } = bubble
  const quiet = { tone: 'text-bot-ink', detail: null }
  switch (status) {
    case 'failed':
      return {
        Icon: CircleAlert,
        tone: 'text-failure-ink',
        text: t('fate.failed', { why: sayWhy(bubble, t) }),
        detail: bubble.why,
      }
    case 'unknown':
      return { Icon: CircleHelp, tone: 'text-waiting-ink', text: t('fate.unknown'), detail: bubble.why }
    case 'withheld':
      return { Icon: Ban, ...quiet, text: withheldText(bubble, say) }
    case 'interrupted':
    case 'overtaken':
      return { Icon: Scissors, ...quiet, text: t(`talk.${status}`) }
    default:
  }
  if (until !== null && (status === 'queued' || status === 'sending')) {
    const key = Date.parse(until) > now ? 'fate.deferred' : 'fate.deferredNow'
    const text = t(key, { why: sayWhy(bubble, t), time: timeOfDay(until, language) })
    return { Icon: Hourglass, tone: 'text-waiting-ink', text, detail: bubble.why }
  }
  return bubble.inFlight ? { Icon: Plane, ...quiet, text: t('fate.inFlight') } : null
}

/** Most messages simply go: only the others look at the clock. */
export function FateLine({ bubble }: { readonly bubble: Bubble }) {
  const { status, until, inFlight } = bubble
  const plain = status === null || status in ticks
  return plain && until === null && !inFlight ? null : <Told bubble={bubble} />
}

function Told({ bubble }: { readonly bubble: Bubble }) {
  const { t, language } = useChannelWords()
  const { agent } = useSession()
  const now = useNow(5_000)
  const actions = useTalkActions()
  const fate = fateOf(bubble, { t, language, now, meId: agent.id })
  if (!fate) return null
  const { Icon, tone, text, detail } = fate
  return (
    <div
      className={classes(
        'mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 text-13',
        tone,
      )}
    >
      <p className="flex min-w-0 items-start gap-1.5" title={detail ?? undefined}>
        <Icon size={14} className="mt-0.5 shrink-0" aria-hidden="true" />
        <span className="min-w-0 break-words">{text}</span>
      </p>
      {bubble.retriable && actions ? (
        <Button
          size="s"
          tip={t('fate.retry')}
          aria-keyshortcuts={keyMap.retry.keys}
          onClick={() => actions.retry(bubble)}
        >
          {t('fate.retry')}
        </Button>
      ) : null}
    </div>
  )
}
