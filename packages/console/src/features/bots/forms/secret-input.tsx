// A secret is typed once. One that is kept is never shown: it can be replaced or left.
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { TextInput } from '../../../ui/field.tsx'
import type { Secret } from '../kinds/settings.ts'
import { isHeld } from '../kinds/settings.ts'
import { useBotWords } from '../use-bot-words.ts'

interface SecretInputProps {
  readonly id: string
  readonly value: Secret
  readonly onChange: (value: Secret) => void
  readonly placeholder?: string
}

export function SecretInput({ id, value, onChange, placeholder }: SecretInputProps) {
  const { t } = useBotWords()
  const [replacing, setReplacing] = useState(false)
  if (isHeld(value) && !replacing)
    return (
      <div className="flex items-center gap-2">
        <input
          id={id}
          readOnly
          value={t('secret.set')}
          className="h-9 min-w-0 flex-1 rounded-s bg-sunken px-2.5 text-ink-2 outline-none"
        />
        <Button onClick={() => setReplacing(true)}>{t('secret.replace')}</Button>
      </div>
    )
  return (
    <TextInput
      id={id}
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      placeholder={placeholder}
      value={isHeld(value) ? '' : String(value)}
      onChange={event =>
        onChange(event.target.value === '' && replacing ? { set: true } : event.target.value)
      }
    />
  )
}
