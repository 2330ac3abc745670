// What goes with the next reply, above its text: each file with how far it came, or why it did not.
import { RotateCw, X } from 'lucide-react'
import { useWords } from '../../../app/i18n.tsx'
import { useSession } from '../../../app/session.tsx'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { byteSize } from './byte-size.ts'
import { KindIcon } from './kind-icon.tsx'
import type { Attached } from './tray.ts'
import { canRetry, filesMax } from './tray.ts'
import type { Attachments } from './use-tray.ts'

interface ItemProps {
  readonly item: Attached
  readonly onRemove: () => void
  readonly onRetry: () => void
}

function Item({ item, onRemove, onRetry }: ItemProps) {
  const { t, language } = useChannelWords()
  const { mediaMaxBytes } = useSession()
  const { name, preview, share, trouble, part, sizeBytes } = item
  const coming = trouble === null && part === null
  const values = { max: byteSize(item.maxBytes ?? mediaMaxBytes, language), count: filesMax }
  return (
    <li
      className={classes(
        'relative flex max-w-full items-center gap-2.5 overflow-hidden rounded-s border bg-surface py-1.5 pr-1 pl-1.5',
        trouble ? 'w-full border-failure-line' : 'w-56 border-line max-pane:w-full',
      )}
    >
      <span className="flex size-9 shrink-0 items-center justify-center overflow-hidden rounded-s bg-sunken text-ink-2">
        {preview && !trouble ? (
          <img src={preview} alt="" className={classes('size-full object-cover', coming && 'opacity-60')} />
        ) : (
          <KindIcon mimeType={part?.mimeType ?? ''} size={16} />
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" title={name}>
          {name}
        </span>
        {trouble ? (
          <span role="alert" className="block text-failure-ink">
            {trouble === 'limitKind' || trouble === 'limitSize'
              ? t(trouble === 'limitKind' ? 'limit.kind' : 'limit.size', values)
              : t(`media.${trouble}`, values)}
          </span>
        ) : (
          <span className="block text-ink-3 tabular-nums">
            {coming ? `${Math.round(share * 100)} %` : byteSize(sizeBytes, language)}
          </span>
        )}
      </span>
      {trouble && canRetry(trouble) ? (
        <Button
          look="quiet"
          size="s"
          icon={<RotateCw size={14} />}
          aria-label={t('media.retry', { name })}
          tip={t('media.retry', { name })}
          onClick={onRetry}
        />
      ) : null}
      <Button
        look="quiet"
        size="s"
        icon={<X size={14} />}
        aria-label={t('media.remove', { name })}
        tip={t('media.remove', { name })}
        onClick={onRemove}
      />
      {coming ? (
        <span
          role="progressbar"
          aria-label={t('media.progress', { name })}
          aria-valuenow={Math.round(share * 100)}
          className="absolute inset-x-0 bottom-0 h-0.5 bg-press"
        >
          <span
            className="block h-full bg-person transition-[width]"
            style={{ width: `${Math.round(share * 100)}%` }}
          />
        </span>
      ) : null}
    </li>
  )
}

export function AttachedList({ attachments }: { readonly attachments: Attachments }) {
  const { t } = useWords()
  const { items, retry, remove } = attachments
  if (items.length === 0) return null
  return (
    <ul
      aria-label={t('media.list')}
      className="flex max-h-60 flex-wrap gap-2 overflow-y-auto px-3 pt-1 pb-2 max-pane:px-2"
    >
      {items.map(item => (
        <Item key={item.key} item={item} onRemove={() => remove(item.key)} onRetry={() => void retry(item)} />
      ))}
    </ul>
  )
}
