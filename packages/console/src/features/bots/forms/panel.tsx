// A column beside the canvas: a head that stays, and a body that scrolls.
import type { ReactNode, RefObject } from 'react'

interface PanelProps {
  readonly label: string
  readonly head: ReactNode
  readonly bodyRef?: RefObject<HTMLDivElement | null>
  readonly children: ReactNode
}

export function Panel({ label, head, bodyRef, children }: PanelProps) {
  return (
    <section aria-label={label} className="flex h-full min-h-0 w-full flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center gap-1.5 border-b border-line px-4">{head}</header>
      <div ref={bodyRef} className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-4">
        {children}
      </div>
    </section>
  )
}
