// On demand: the words that gave a signal, underlined where they stand, and below their message what they told.
import type { HeardSignal } from '@baton/core'
import { Radar } from 'lucide-react'
import type { ReactNode } from 'react'
import { createContext, useContext, useLayoutEffect, useMemo, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import type { ReadLog } from '../../app/logs.ts'
import { isLoud, saySignal, shownSignals } from '../../app/say-signal.ts'
import { classes } from '../../ui/classes.ts'
import { Tip } from '../../ui/tooltip.tsx'

type BySeq = ReadonlyMap<number, readonly HeardSignal[]>

const SignalsContext = createContext<BySeq | null>(null)
const highlight = 'signal-words'

/** What is known of each message last. */
function signalsIn(log: ReadLog): BySeq {
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

function underline(signals: BySeq): void {
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

interface SignalsHereProps {
  readonly log: ReadLog
  readonly children: ReactNode
}

/** Around the log: its switch, and what it shows when it is on. */
export function SignalsHere({ log, children }: SignalsHereProps) {
  const { t, plural } = useWords()
  const [shown, setShown] = useState(false)
  const signals = useMemo(() => signalsIn(log), [log])
  const turn = () => setShown(!shown && signals.size > 0)
  useAction('signals', turn)
  useLayoutEffect(() => {
    if (!shown || !('highlights' in CSS)) return
    underline(signals)
    return () => void CSS.highlights.delete(highlight)
  }, [shown, signals])
  return (
    <SignalsContext.Provider value={shown ? signals : null}>
      {signals.size > 0 ? (
        <Tip label={t('signal.tip')} keys={keyMap.signals.keys} side="left">
          <button
            type="button"
            aria-pressed={shown}
            aria-keyshortcuts={keyMap.signals.keys}
            onClick={turn}
            className={classes(
              'absolute top-16 right-4 z-10 inline-flex h-7 items-center gap-1.5 rounded-full border bg-raised px-2.5 transition-colors touch:h-10',
              shown
                ? 'border-waiting-line text-waiting-ink'
                : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
            )}
          >
            <Radar size={14} aria-hidden="true" />
            {shown ? t('signal.hide') : plural('signal.show', signals.size)}
          </button>
        </Tip>
      ) : null}
      {children}
    </SignalsContext.Provider>
  )
}

/** Below one message: what it told. */
export function SignalsOf({ seq, text }: { readonly seq: number; readonly text: string }) {
  const { t } = useWords()
  const heard = useContext(SignalsContext)?.get(seq)
  if (!heard) return null
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
