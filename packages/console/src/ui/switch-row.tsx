// One setting that is on or off, with what it means. The whole row is its label.
import type { ReactNode } from 'react'
import { useId } from 'react'

interface SwitchRowProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

export function SwitchRow({ label, hint, on, onChange }: SwitchRowProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={event => onChange(event.target.checked)}
        className="relative mt-px h-4.5 w-8 shrink-0 appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-ink-3 before:transition-transform checked:border-person checked:bg-person checked:before:translate-x-3.5 checked:before:bg-on-person"
      />
      <span className="min-w-0 flex-1">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="block text-ink-3">
            {hint}
          </span>
        ) : null}
      </span>
    </div>
  )
}
