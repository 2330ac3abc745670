// A secret that was just made, shown this once: it closes by saying that it was kept, not by a slip.
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

interface SecretDialogProps {
  readonly secret: string
  readonly onClose: () => void
}

export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const { t } = useSettingsWords()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('hook.secretTitle')}
      description={t('hook.secretOnce')}
      closeLabel={t('app.close')}
      foot={
        <Button look="filled" className="ml-auto" onClick={onClose}>
          {t('hook.secretDone')}
        </Button>
      }
    >
      <div className="flex items-stretch gap-2 pb-2">
        <code className="min-w-0 flex-1 rounded-s bg-sunken px-2.5 py-2 text-13 break-all select-all">
          {secret}
        </code>
        <Button
          className="h-auto min-w-24"
          icon={copied ? <Check size={14} /> : <Copy size={14} />}
          onClick={() => void copy()}
        >
          {t(copied ? 'hook.copied' : 'hook.copy')}
        </Button>
      </div>
    </Dialog>
  )
}
