// A secret of a bot.
import { SecretField } from '../../../ui/secret-field.tsx'
import type { Secret } from '../kinds/settings.ts'
import { useBotWords } from '../use-bot-words.ts'

interface SecretInputProps {
  readonly id: string
  readonly value: Secret
  readonly onChange: (value: Secret) => void
  readonly placeholder?: string
}

export function SecretInput({ id, value, onChange, placeholder }: SecretInputProps) {
  const { t } = useBotWords()
  return (
    <SecretField
      id={id}
      kept={t('secret.set')}
      replace={t('secret.replace')}
      placeholder={placeholder}
      value={typeof value === 'string' ? value : null}
      onChange={typed => onChange(typed ?? { set: true })}
    />
  )
}
