// One fact of the side: what it is, and its value.
import type { ReactNode } from 'react'

export function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-start gap-3 py-0.5">
      <dt className="w-20 shrink-0 py-0.5 text-ink-3">{label}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  )
}
