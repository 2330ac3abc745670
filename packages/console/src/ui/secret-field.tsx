// A secret is typed once. One that is kept is never shown: it can be replaced or left.
import { useState } from 'react'
import { Button } from './button.tsx'
import { TextInput } from './field.tsx'

interface SecretFieldProps {
  readonly id: string
  /** As typed; null: one is kept. */
  readonly value: string | null
  /** Null: the one that is kept stays. */
  readonly onChange: (value: string | null) => void
  readonly kept: string
  readonly replace: string
  readonly placeholder?: string | undefined
  readonly invalid?: boolean
}

export function SecretField(props: SecretFieldProps) {
  const { id, value, onChange, kept, replace, placeholder, invalid = false } = props
  const [replacing, setReplacing] = useState(false)
  if (value === null && !replacing && !invalid)
    return (
      <div className="flex items-center gap-2">
        <input
          id={id}
          readOnly
          value={kept}
          className="h-9 min-w-0 flex-1 rounded-s bg-sunken px-2.5 text-ink-2 outline-none"
        />
        <Button className="h-9" onClick={() => setReplacing(true)}>
          {replace}
        </Button>
      </div>
    )
  return (
    <TextInput
      id={id}
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      maxLength={4_000}
      placeholder={placeholder}
      aria-invalid={invalid || undefined}
      value={value ?? ''}
      onChange={event => onChange(event.target.value === '' && replacing ? null : event.target.value)}
    />
  )
}
