// Something to be carried elsewhere, copied whole by one key.
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

interface CopyableProps {
  readonly label: string
  readonly value: string
  readonly hint?: string
}

export function Copyable({ label, value, hint }: CopyableProps) {
  const { t } = useSettingsWords()
  const [copied, setCopied] = useState(false)
  return (
    <div>
      <p className="pb-1.5 font-medium">{label}</p>
      <div className="flex items-start gap-2">
        <code className="min-h-9 min-w-0 flex-1 rounded-s bg-sunken px-2.5 py-2 text-13 break-all whitespace-pre-wrap select-all">
          {value}
        </code>
        <Button
          className="h-9"
          aria-label={t('channels.copy', { what: label })}
          icon={copied ? <Check size={14} /> : <Copy size={14} />}
          onClick={() =>
            void navigator.clipboard
              .writeText(value)
              .then(() => setCopied(true))
              .catch(() => setCopied(false))
          }
        >
          <span className="max-pane:sr-only">{t(copied ? 'channels.copied' : 'channels.copyDo')}</span>
        </Button>
      </div>
      {hint ? <p className="pt-1 text-ink-3">{hint}</p> : null}
    </div>
  )
}
