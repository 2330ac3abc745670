// Who the contact is, to be read and edited: address, language, time zone, ways to reach, attributes.
import type { Contact } from '@baton/client'
import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useActor } from '../../app/session.tsx'
import { useNow } from '../../app/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { notify } from '../../ui/toast.tsx'
import { Attributes } from './attributes.tsx'
import { InlineField } from './inline-field.tsx'
import { Line } from './line.tsx'
import { languageName, localTime } from './local-time.ts'
import { Section } from './section.tsx'
import type { ContactEdits } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'
import { Ways } from './ways.tsx'

interface ProfileProps {
  readonly contact: Contact
  readonly edits: ContactEdits
  readonly onOpenContact: (contactId: string) => void
}

const zones: readonly string[] =
  typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
const languages = ['en', 'es', 'pt-BR', 'fr', 'de', 'it', 'nl', 'pl', 'ar', 'hi', 'ja', 'zh']

/** Others who can be reached by the same: told, and a lead may make them one. */
function SameAs({ contact, edits, onOpenContact }: ProfileProps) {
  const { t } = useWhoWords()
  const actor = useActor()
  const [asked, setAsked] = useState<Contact['sameAs'][number] | null>(null)
  const [busy, setBusy] = useState(false)
  if (contact.sameAs.length === 0 && !asked) return null

  async function merge(other: Contact['sameAs'][number]) {
    setBusy(true)
    const why = await edits.merge(other.id)
    setBusy(false)
    setAsked(null)
    notify({ title: why ?? t('who.merged', { name: contact.name }) })
  }
  return (
    <div className="border-b border-line px-5 py-3">
      {contact.sameAs.map(other => (
        <div key={other.id} className="rounded-m border border-waiting-line bg-waiting-soft px-3 py-2">
          <p className="flex gap-2 text-waiting-ink">
            <UsersRound size={14} className="mt-0.5 shrink-0" aria-hidden="true" />
            <span className="min-w-0 break-words">
              {t('who.sameAs', { name: other.name, value: other.value })}
            </span>
          </p>
          <div className="mt-2 flex gap-2">
            <Button size="s" onClick={() => onOpenContact(other.id)}>
              {t('who.sameAsOpen')}
            </Button>
            <Button
              size="s"
              denied={actor.role === 'agent' ? t('who.mergeDenied') : null}
              onClick={() => setAsked(other)}
            >
              {t('who.merge')}
            </Button>
          </div>
        </div>
      ))}
      <Dialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t('who.mergeTitle')}
        closeLabel={t('app.close')}
        foot={
          <div className="ml-auto flex gap-2">
            <Button onClick={() => setAsked(null)}>{t('app.cancel')}</Button>
            <Button look="danger" busy={busy} onClick={() => (asked ? void merge(asked) : undefined)}>
              {t('who.mergeDo')}
            </Button>
          </div>
        }
      >
        <p className="pb-2 text-14 text-ink-2">
          {t('who.mergeText', { other: asked?.name ?? '', name: contact.name })}
        </p>
      </Dialog>
    </div>
  )
}

export function Profile({ contact, edits, onOpenContact }: ProfileProps) {
  const { t, language } = useWhoWords()
  const now = useNow(30_000)
  const orNull = (text: string) => (text === '' ? null : text)
  const time = contact.timeZone ? localTime(now, contact.timeZone, language) : null
  return (
    <>
      <SameAs contact={contact} edits={edits} onOpenContact={onOpenContact} />
      <Section title={t('who.about')}>
        <dl>
          <Line label={t('who.email')}>
            <InlineField
              label={t('who.email')}
              value={contact.email ?? ''}
              placeholder={t('side.noEmail')}
              began={contact}
              onSave={(email, began) => edits.save({ email: orNull(email) }, began)}
            />
          </Line>
          <Line label={t('who.language')}>
            <InlineField
              label={t('who.language')}
              value={contact.language ?? ''}
              shown={contact.language ? languageName(contact.language, language) : undefined}
              placeholder={t('who.unknown')}
              suggestions={languages}
              began={contact}
              onSave={(tag, began) => edits.save({ language: orNull(tag) }, began)}
            />
          </Line>
          <Line label={t('who.timeZone')}>
            <InlineField
              label={t('who.timeZone')}
              value={contact.timeZone ?? ''}
              shown={
                <>
                  {contact.timeZone?.replaceAll('_', ' ')}
                  {time ? <span className="ml-2 text-ink-3 tabular-nums">{time}</span> : null}
                </>
              }
              placeholder={t('who.unknown')}
              suggestions={zones}
              began={contact}
              onSave={(zone, began) => edits.save({ timeZone: orNull(zone.replaceAll(' ', '_')) }, began)}
            />
          </Line>
        </dl>
      </Section>
      <Ways contact={contact} edits={edits} />
      <Attributes contact={contact} edits={edits} />
    </>
  )
}
