// Who it is, in one look: name, where they write from, what time it is there.
import type { Contact, ConversationRow } from '@baton/client'
import { Clock, Languages, X } from 'lucide-react'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelGlyph } from '../../ui/channel-glyph.tsx'
import { InlineField } from './inline-field.tsx'
import { languageName, localTime } from './local-time.ts'
import type { ContactEdits } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'

interface ProfileHeadProps {
  readonly row: ConversationRow
  readonly contact: Contact | null
  readonly edits: ContactEdits
  readonly onClose: () => void
}

export function ProfileHead({ row, contact, edits, onClose }: ProfileHeadProps) {
  const { t, language } = useWhoWords()
  const now = useNow(30_000)
  const time = contact?.timeZone ? localTime(now, contact.timeZone, language) : null
  return (
    <div className="flex items-start gap-3 px-5 pt-4 pb-3">
      <Avatar name={row.contact.name} size={48} />
      <div className="min-w-0 flex-1 pt-0.5">
        <h2 className="sr-only">{row.contact.name}</h2>
        {contact ? (
          <InlineField
            label={t('who.name')}
            value={row.contact.name}
            placeholder={t('who.name')}
            look="title"
            maxLength={120}
            began={contact}
            onSave={(name, began) => edits.save({ name }, began)}
          />
        ) : (
          <p className="truncate text-16 font-semibold">{row.contact.name}</p>
        )}
        <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-ink-2">
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="shrink-0 text-ink-3">
              <ChannelGlyph kind={row.channel.kind} size={13} />
            </span>
            <span className="truncate">{row.channel.name}</span>
          </span>
          {time ? (
            <span className="flex items-center gap-1.5" title={t('who.localTime')}>
              <Clock size={13} className="text-ink-3" aria-hidden="true" />
              <span className="sr-only">{t('who.localTime')}: </span>
              <span className="tabular-nums">{time}</span>
            </span>
          ) : null}
          {contact?.language ? (
            <span className="flex items-center gap-1.5" title={t('who.language')}>
              <Languages size={13} className="text-ink-3" aria-hidden="true" />
              {languageName(contact.language, language)}
            </span>
          ) : null}
        </p>
      </div>
      <Button
        look="quiet"
        size="s"
        className="-mr-2 wide:hidden"
        aria-label={t('side.closed')}
        onClick={onClose}
        icon={<X size={16} />}
      />
    </div>
  )
}
