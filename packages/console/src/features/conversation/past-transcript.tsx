// Another conversation of the same contact, only to be read: the same transcript, without a place to write.
import type { ConversationRow } from '@baton/client'
import { ArrowUpRight, X } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { useLog } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TranscriptView } from './transcript-view.tsx'
import { useTelling } from './use-telling.ts'

interface PastTranscriptProps {
  readonly row: ConversationRow
  readonly onOpen: () => void
  readonly onClose: () => void
}

const nothing = () => undefined

export function PastTranscript({ row, onOpen, onClose }: PastTranscriptProps) {
  const { t } = useWords()
  const log = useLog(row.id)
  const telling = useTelling(row)
  return (
    <section
      aria-label={t('past.label', { name: row.contact.name })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-5 max-pane:px-3">
        <Avatar name={row.contact.name} size={32} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-semibold">{row.contact.name}</p>
          <p className="truncate text-ink-3">
            {row.channel.name} · {t('past.readOnly')}
          </p>
        </div>
        <Button size="s" onClick={onOpen} icon={<ArrowUpRight size={14} />}>
          {t('past.open')}
        </Button>
        <Button look="quiet" size="s" aria-label={t('app.close')} onClick={onClose} icon={<X size={16} />} />
      </header>
      <TranscriptView
        row={row}
        log={log}
        telling={telling}
        pending={[]}
        newAfter={null}
        jump={null}
        onRetry={nothing}
        onDiscard={nothing}
      />
    </section>
  )
}
