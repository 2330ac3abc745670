// The notes that name me, newest first. Opening one marks it as read.

import { plainOfMarkdown } from '@baton/core'
import { AtSign, TriangleAlert } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { moment } from '../../app/time.ts'
import type { Mention } from '../../app/use-mentions.ts'
import { useMentions } from '../../app/use-mentions.ts'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'

interface MentionsProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly onOpen: (mention: Mention) => void
}

function Item({ mention, onOpen }: { readonly mention: Mention; readonly onOpen: () => void }) {
  const { t, language } = useWords()
  const now = useNow(30_000)
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-start gap-3 rounded-m px-3 py-2.5 text-left transition-colors hover:bg-hover"
      >
        <Avatar name={mention.by.name} face="agent" size={28} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-1.5">
            <span className={mention.read ? 'font-medium' : 'font-semibold'}>{mention.by.name}</span>
            <span className="min-w-0 flex-1 truncate text-ink-3">
              {t('mention.about', { contact: mention.contactName })}
            </span>
            <time className="shrink-0 text-ink-3 tabular-nums" dateTime={mention.at}>
              {moment(mention.at, now, language)}
            </time>
            {mention.read ? null : (
              <span className="size-2 shrink-0 self-center rounded-full bg-person">
                <span className="sr-only">{t('mention.new')}</span>
              </span>
            )}
          </span>
          <span className={`line-clamp-2 break-words ${mention.read ? 'text-ink-2' : 'text-ink'}`}>
            {plainOfMarkdown(mention.text)}
          </span>
        </span>
      </button>
    </li>
  )
}

export function Mentions({ open, onClose, onOpen }: MentionsProps) {
  const { t } = useWords()
  const { items, unread, state, retry, markAll } = useMentions()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('mention.title')}
      closeLabel={t('app.close')}
      width="wide"
      foot={
        unread > 0 ? (
          <Button className="ml-auto" onClick={markAll}>
            {t('mention.readAll')}
          </Button>
        ) : undefined
      }
    >
      {state === 'loading' ? (
        <div className={`flex flex-col gap-3 py-2 ${skeletonDelay}`}>
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
        </div>
      ) : state === 'failed' ? (
        <div className="h-56">
          <Empty
            icon={<TriangleAlert size={18} />}
            title={t('mention.failed')}
            action={<Button onClick={retry}>{t('app.retry')}</Button>}
          />
        </div>
      ) : items.length === 0 ? (
        <div className="h-56">
          <Empty icon={<AtSign size={18} />} title={t('mention.none')} text={t('mention.noneText')} />
        </div>
      ) : (
        <ul className="-mx-3 flex flex-col">
          {items.map(mention => (
            <Item
              key={`${mention.conversationId} ${mention.seq}`}
              mention={mention}
              onOpen={() => onOpen(mention)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  )
}
