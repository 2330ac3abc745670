// Nothing here: says what will be here and the one next step. Also for a view that failed.
import type { ReactNode } from 'react'

interface EmptyProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text?: ReactNode
  readonly action?: ReactNode
}

export function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <div className="flex h-full animate-fade flex-col items-center justify-center gap-1 px-8 text-center">
      <span className="mb-2 inline-flex size-10 items-center justify-center rounded-full border border-line text-ink-3">
        {icon}
      </span>
      <p className="text-14 font-medium">{title}</p>
      {text ? <p className="max-w-72 text-13 text-balance text-ink-2">{text}</p> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  )
}
