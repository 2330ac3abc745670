// One titled part of a section.
import type { ReactNode } from 'react'

interface PartProps {
  readonly title: string
  readonly text?: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

export function Part({ title, text, action, children }: PartProps) {
  return (
    <section aria-label={title} className="mb-4 rounded-m border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 pt-4 max-pane:px-4">
        <div className="min-w-0 flex-1">
          <h3 className="text-14 font-semibold">{title}</h3>
          {text ? <p className="text-ink-2">{text}</p> : null}
        </div>
        {action}
      </header>
      <div className="flex flex-col gap-4 px-5 pt-3 pb-5 max-pane:px-4">{children}</div>
    </section>
  )
}
