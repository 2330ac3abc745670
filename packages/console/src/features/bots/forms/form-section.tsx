// One titled group of a long form.
import type { ReactNode } from 'react'

interface FormSectionProps {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}

export function FormSection({ title, text, children }: FormSectionProps) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-4 rounded-m border border-line bg-surface p-5 max-pane:p-4"
    >
      <header>
        <h2 className="text-14 font-semibold">{title}</h2>
        {text ? <p className="text-ink-2">{text}</p> : null}
      </header>
      {children}
    </section>
  )
}
