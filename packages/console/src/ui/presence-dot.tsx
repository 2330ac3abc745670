// Whether somebody is there, by shape as well as by tone: full, hollow, or grey.
import { classes } from './classes.ts'

export type Here = 'online' | 'away' | 'offline'

const looks: Record<Here, string> = {
  online: 'bg-person',
  away: 'bg-surface border-2 border-ink-3',
  offline: 'bg-line-strong',
}

interface PresenceDotProps {
  readonly presence: Here
  readonly className?: string
}

export function PresenceDot({ presence, className }: PresenceDotProps) {
  return (
    <span
      aria-hidden="true"
      className={classes('inline-block size-2 shrink-0 rounded-full', looks[presence], className)}
    />
  )
}
