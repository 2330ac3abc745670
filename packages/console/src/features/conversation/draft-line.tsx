// What the bot is writing right now. It is not said yet: a takeover keeps the rest of it back.
import type { ConversationRow } from '@baton/client'
import { useWords } from '../../app/i18n.tsx'
import { useDraftOfBot } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'

export function DraftLine({ row }: { readonly row: ConversationRow }) {
  const { t } = useWords()
  const text = useDraftOfBot(row.id)
  if (text === '') return null
  const name = row.bot?.name ?? t('talk.bot')
  return (
    <article className="flex animate-fade flex-row-reverse gap-2.5" aria-hidden="true">
      <div className="pt-6 max-pane:hidden">
        <Avatar name={name} face="bot" size={28} />
      </div>
      <div className="flex min-w-0 max-w-[82%] flex-1 flex-col items-end gap-1">
        <header className="flex items-center gap-2 px-0.5">
          <span className="font-medium">{name}</span>
          <span className="text-ink-3">{t('talk.writing')}</span>
        </header>
        <p className="max-w-full rounded-m border border-dashed border-bot-line px-3 py-2 text-14 break-words whitespace-pre-wrap text-ink-2">
          {text}
          <span className="ml-0.5 inline-block h-3.5 w-px animate-breathe bg-bot-ink align-text-bottom" />
        </p>
      </div>
    </article>
  )
}
