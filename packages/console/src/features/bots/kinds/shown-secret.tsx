// A secret that the server made, shown this once.
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useBotWords } from '../use-bot-words.ts'

export function ShownSecret({ secret }: { readonly secret: string }) {
  const { t } = useBotWords()
  const [copied, setCopied] = useState(false)
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-2">{t('secret.onceText')}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded-s bg-sunken px-2.5 py-2 text-13 break-all select-all">
          {secret}
        </code>
        <Button
          icon={copied ? <Check size={14} /> : <Copy size={14} />}
          onClick={() =>
            void navigator.clipboard
              .writeText(secret)
              .then(() => setCopied(true))
              .catch(() => setCopied(false))
          }
        >
          {copied ? t('secret.copied') : t('secret.copy')}
        </Button>
      </div>
    </div>
  )
}
