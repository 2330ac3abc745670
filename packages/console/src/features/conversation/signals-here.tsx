// On demand: the words that gave a signal, underlined where they stand, and below their message what they told.
import type { HeardSignal } from '@baton/core'
import { Radar } from 'lucide-react'
import { useLayoutEffect, useMemo } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import type { ReadLog } from '../../app/logs.ts'
import { isLoud, saySignal, shownSignals } from '../../app/say-signal.ts'
import { classes } from '../../ui/classes.ts'
import { Tip } from '../../ui/tooltip.tsx'
import type { SignalsBySeq } from './signals-context.ts'

const highlight = 'signal-words'

/** What is known of each message last. */
function signalsIn(log: ReadLog): SignalsBySeq {
  const heard = new Map<number, readonly HeardSignal[]>()
  for (const event of log.items) {
    if (event.type !== 'SignalsHeard') continue
    const shown = shownSignals(event.data.signals)
    if (shown.length > 0) heard.set(event.data.messageSeq, shown)
  }
  return heard
}

/** The text of a line may be in several nodes: a link is one of its own. */
function rangesIn(
  line: Element,
  stretches: readonly { readonly from: number; readonly to: number }[],
): Range[] {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  let at = 0
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0
    for (const { from, to } of stretches) {
      const start = Math.max(from - at, 0)
      const end = Math.min(to - at, length)
      if (start >= end) continue
      const range = new Range()
      range.setStart(node, start)
      range.setEnd(node, end)
      ranges.push(range)
    }
    at += length
  }
  return ranges
}

function underline(signals: SignalsBySeq): void {
  const ranges = [...signals].flatMap(([seq, heard]) => {
    const said = document.querySelector(`#seq-${seq} [data-said]`)
    return said
      ? rangesIn(
          said,
          heard.flatMap(({ why }) => why.words),
        )
      : []
  })
  CSS.highlights.set(highlight, new Highlight(...ranges))
}

interface SignalsSwitchProps {
  readonly log: ReadLog
  readonly shown: boolean
  /** Null: nothing is to be shown. */
  readonly onShow: (signals: SignalsBySeq | null) => void
}

/** Over the log, where there is something to show: whether it is shown. */
export function SignalsSwitch({ log, shown, onShow }: SignalsSwitchProps) {
  const { t, plural } = useWords()
  const signals = useMemo(() => signalsIn(log), [log])
  const turn = () => onShow(shown || signals.size === 0 ? null : signals)
  useAction('signals', turn)
  useLayoutEffect(() => {
    if (!shown) return
    onShow(signals)
    if (!('highlights' in CSS)) return
    underline(signals)
    return () => void CSS.highlights.delete(highlight)
  }, [shown, signals, onShow])
  if (signals.size === 0) return null
  return (
    // Below whatever bar stands above the log.
    <div className="relative z-10 h-0">
      <Tip label={t('signal.tip')} keys={keyMap.signals.keys} side="left">
        <button
          type="button"
          aria-pressed={shown}
          aria-keyshortcuts={keyMap.signals.keys}
          onClick={turn}
          className={classes(
            'absolute top-2 right-4 inline-flex h-7 items-center gap-1.5 rounded-full border bg-raised px-2.5 transition-colors touch:h-10',
            shown
              ? 'border-waiting-line text-waiting-ink'
              : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
          )}
        >
          <Radar size={14} aria-hidden="true" />
          {shown ? t('signal.hide') : plural('signal.show', signals.size)}
        </button>
      </Tip>
    </div>
  )
}

interface SignalsOfProps {
  readonly heard: readonly HeardSignal[]
  readonly text: string
}

/** Below one message: what it told. */
export function SignalsOf({ heard, text }: SignalsOfProps) {
  const { t } = useWords()
  return (
    <ul className="mt-1 flex flex-col gap-0.5 pl-1">
      {heard.map(signal => (
        <li
          key={`${signal.kind} ${signal.why.code}`}
          className={classes(
            'flex items-start gap-1.5 text-13',
            isLoud(signal) ? 'text-waiting-ink' : 'text-ink-2',
          )}
        >
          <Radar size={12} className="mt-[3px] shrink-0" aria-hidden="true" />
          {saySignal(signal, text, t)}
        </li>
      ))}
    </ul>
  )
}
