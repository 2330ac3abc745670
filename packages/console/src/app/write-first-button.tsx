// Begins a conversation with a contact; there only where a channel can.
import { MessageSquarePlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { later } from './later.tsx'
import { useChannelWords } from './use-channel-words.ts'
import { useChannels } from './use-channels.ts'

const WriteFirst = later(() => import('./templates/write-first.tsx').then(module => module.WriteFirst))

interface WriteFirstButtonProps {
  readonly contactId: string
  readonly name: string
  /** In words, where there is room for them. */
  readonly wide?: boolean
  readonly className?: string
}

export function WriteFirstButton({ contactId, name, wide = false, className }: WriteFirstButtonProps) {
  const { t } = useChannelWords()
  const { data } = useChannels()
  const [open, setOpen] = useState(false)
  if (!data?.items.some(channel => channel.startable)) return null
  return (
    <>
      <Button
        look={wide ? 'outline' : 'quiet'}
        aria-label={t('first.do')}
        tip={wide ? undefined : t('first.do')}
        tipSide="bottom"
        className={className}
        icon={<MessageSquarePlus size={16} />}
        onClick={() => setOpen(true)}
      >
        {wide ? t('first.do') : null}
      </Button>
      {open ? <WriteFirst contactId={contactId} name={name} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
