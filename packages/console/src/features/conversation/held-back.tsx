// OW6: a reply that was written on an old view. It is shown whole; one key sends it on the view as it is now.
import { History, Paperclip } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import type { Outgoing } from '../../app/outbox.ts'
import { Button } from '../../ui/button.tsx'

interface HeldBackProps {
  readonly outgoing: Outgoing
  readonly onSend: (outgoing: Outgoing) => void
  readonly onEdit: (outgoing: Outgoing) => void
}

export function HeldBack({ outgoing, onSend, onEdit }: HeldBackProps) {
  const { t, plural } = useWords()
  return (
    <div role="alert" className="animate-arrive border-t border-waiting-line bg-waiting-soft px-3.5 py-3">
      <p className="flex items-center gap-2 font-medium text-waiting-ink">
        <History size={14} />
        {plural('foot.stale', Math.max(1, outgoing.missed.length))}
      </p>
      <p className="mt-2 max-h-28 overflow-y-auto text-14 break-words whitespace-pre-wrap">{outgoing.text}</p>
      {outgoing.media.length > 0 ? (
        <p className="mt-1 flex items-center gap-1.5 text-ink-2">
          <Paperclip size={14} />
          {plural('media.count', outgoing.media.length)}
        </p>
      ) : null}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-waiting-ink">{t('foot.staleText')}</p>
        <Button onClick={() => onEdit(outgoing)}>
          {t(outgoing.template ? 'app.cancel' : 'foot.keepEditing')}
        </Button>
        <Button look="filled" keys="mod+enter" onClick={() => onSend(outgoing)}>
          {t('foot.sendAnyway')}
        </Button>
      </div>
    </div>
  )
}
