// One line over the whole page about the page itself: offline, signed out.
import type { ReactNode } from 'react'
import type { Tone } from './chip.tsx'
import { toneClasses } from './chip.tsx'
import { classes } from './classes.ts'

interface BannerProps {
  readonly tone: Tone
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly action?: ReactNode
}

export function Banner({ tone, icon, children, action }: BannerProps) {
  return (
    <div
      role="status"
      className={classes(
        'flex min-h-8 items-center justify-center gap-2 px-3 py-1 text-13',
        toneClasses[tone],
      )}
    >
      {icon}
      <span>{children}</span>
      {action}
    </div>
  )
}
