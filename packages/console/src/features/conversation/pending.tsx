// What I sent and the log does not show yet, with its true state; a failure keeps the text and says what to do.
import { textParts } from '@baton/core'
import { CircleAlert, Clock } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import type { Outgoing } from '../../app/outbox.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { MediaPlace } from './attachments/use-media-link.ts'
import { PartsView } from './parts.tsx'

export interface PendingProps {
  readonly outgoing: Outgoing
  readonly onRetry: (outgoing: Outgoing) => void
  readonly onDiscard: (outgoing: Outgoing) => void
}

export function Pending({ outgoing, onRetry, onDiscard }: PendingProps) {
  const { t } = useWords()
  const failed = outgoing.state === 'failed'
  return (
    <article className="flex flex-col items-end gap-1 pr-9.5 max-pane:pr-0">
      <div
        className={classes(
          'max-w-[82%] rounded-m bg-person-soft px-3 py-2 text-14 text-ink',
          failed && 'outline-1 outline-failure',
        )}
      >
        <MediaPlace value="">
          <PartsView
            marked={!outgoing.template}
            parts={[...(outgoing.text ? textParts(outgoing.text) : []), ...outgoing.media]}
          />
        </MediaPlace>
      </div>
      {failed ? (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-failure-ink">
          <CircleAlert size={14} />
          <span>
            {outgoing.why === null ? t('write.notKnown') : t('talk.failedSend', { why: outgoing.why })}
          </span>
          <Button size="s" onClick={() => onRetry(outgoing)}>
            {t('app.retry')}
          </Button>
          <Button size="s" look="quiet" onClick={() => onDiscard(outgoing)}>
            {t(outgoing.template ? 'app.cancel' : 'foot.keepEditing')}
          </Button>
        </div>
      ) : (
        <p className="flex items-center gap-1.5 text-ink-3">
          <Clock size={14} />
          {t('talk.sending')}
        </p>
      )}
    </article>
  )
}
