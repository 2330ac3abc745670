// The message that a reply belongs to, above the box until it was sent.
import { Reply, X } from 'lucide-react'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { Button } from '../../../ui/button.tsx'
import type { Bubble } from '../bubble.ts'

interface QuotingProps {
  readonly bubble: Bubble
  readonly contactName: string
  readonly onDrop: () => void
}

export function Quoting({ bubble, contactName, onDrop }: QuotingProps) {
  const { t } = useChannelWords()
  const name = bubble.status === null ? contactName : t('said.us')
  return (
    <div className="mx-3.5 mb-1 flex animate-arrive items-start gap-2 rounded-s border-l-2 border-person bg-sunken py-1 pr-1 pl-2">
      <Reply size={14} className="mt-0.5 shrink-0 text-ink-3" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        <span className="block truncate font-medium">{t('said.replyTo', { name })}</span>
        <span className="line-clamp-2 break-words text-ink-2">{bubble.text}</span>
      </p>
      <Button
        look="quiet"
        size="s"
        aria-label={t('said.replyDrop')}
        tip={t('said.replyDrop')}
        onClick={onDrop}
        icon={<X size={14} />}
      />
    </div>
  )
}
