// A word about a conversation: its reason, owner or tag. Tone is meaning, never decoration.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type Tone = 'neutral' | 'person' | 'waiting' | 'bot' | 'failure' | 'note'

export const toneClasses: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-2',
  person: 'bg-person-soft text-person-ink',
  waiting: 'bg-waiting-soft text-waiting-ink',
  bot: 'bg-bot-soft text-bot-ink',
  failure: 'bg-failure-soft text-failure-ink',
  note: 'bg-note text-note-ink',
}

interface ChipProps {
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly onRemove?: (() => void) | undefined
  readonly removeLabel?: string
  readonly className?: string
}

export function Chip({ tone = 'neutral', icon, children, onRemove, removeLabel, className }: ChipProps) {
  return (
    <span
      className={classes(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-[5px] px-1.5 text-13 whitespace-nowrap',
        toneClasses[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
      {onRemove ? (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-mr-1 inline-flex size-4.5 items-center justify-center rounded-[4px] hover:bg-press touch:size-8"
        >
          <X size={12} />
        </button>
      ) : null}
    </span>
  )
}
