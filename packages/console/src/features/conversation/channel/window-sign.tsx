// The time in which free text goes: quiet while it is long, loud when it runs out, and what goes after it.
import { Clock, FileText, Hourglass } from 'lucide-react'
import { clock, span } from '../../../app/time.ts'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Tip } from '../../../ui/tooltip.tsx'
import type { LineWindow } from './window.ts'

export function WindowSign({ window }: { readonly window: LineWindow }) {
  const { t } = useChannelWords()
  const { level, leftMs } = window
  if (level === 'closed') return <Chip tone="waiting">{t('window.closed')}</Chip>
  if (level === 'loud')
    return (
      <span role="timer" aria-live="off">
        <Chip
          tone="waiting"
          className="tabular-nums"
          icon={<Hourglass size={12} className="shrink-0" aria-hidden="true" />}
        >
          {t('window.soon', { time: clock(leftMs) })}
        </Chip>
      </span>
    )
  const time = span(leftMs, t)
  return (
    <Tip label={t('window.leftLong', { time })}>
      <span className="inline-flex items-center gap-1 text-ink-3 tabular-nums">
        <Clock size={12} aria-hidden="true" />
        <span className="max-pane:sr-only">{t('window.left', { time })}</span>
        <span aria-hidden="true" className="pane:hidden">
          {time}
        </span>
      </span>
    </Tip>
  )
}

interface WindowClosedProps {
  readonly window: LineWindow
  /** Something was written before it closed. */
  readonly kept: boolean
  readonly denied: string | null
  /** Something else is to be done first, or as well. */
  readonly second: boolean
  readonly onTemplate: () => void
}

/** In the place of the box to write in. */
export function WindowClosed({ window, kept, denied, second, onTemplate }: WindowClosedProps) {
  const { t } = useChannelWords()
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 pt-1 pb-3">
      <div className="min-w-56 flex-1 text-14">
        <p className="text-ink-2">
          {window.never ? t('window.never') : t('window.closedText', { time: span(window.wholeMs, t) })}
        </p>
        {kept ? <p className="text-ink-3">{t('window.kept')}</p> : null}
      </div>
      <Button
        look={second ? 'outline' : 'filled'}
        size="l"
        keys="h"
        denied={denied}
        icon={<FileText size={16} />}
        onClick={onTemplate}
      >
        {t('template.choose')}
      </Button>
    </div>
  )
}
