// What is known of a contact by name and value: added, edited in place, removed.
import type { Contact } from '@baton/client'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/field.tsx'
import { notify } from '../../ui/toast.tsx'
import { InlineField } from './inline-field.tsx'
import { Section } from './section.tsx'
import { SmallForm } from './small-form.tsx'
import type { ContactEdits, Refusal } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'

interface AttributesProps {
  readonly contact: Contact
  readonly edits: ContactEdits
}

function NewAttribute({ contact, edits, onClose }: AttributesProps & { readonly onClose: () => void }) {
  const { t } = useWhoWords()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const [refused, setRefused] = useState<Refusal>(null)
  async function save() {
    const key = name.trim()
    if (key === '') return setRefused(t('who.attributeEmpty'))
    if (Object.hasOwn(contact.attributes, key)) return setRefused(t('who.attributeTaken', { name: key }))
    const why = await edits.save({ attributes: { ...contact.attributes, [key]: value.trim() } }, contact)
    if (why === null) onClose()
    else setRefused(why)
  }
  return (
    <SmallForm label={t('who.attributeAdd')} onSave={save} onClose={onClose}>
      <TextInput
        aria-label={t('who.attributeName')}
        placeholder={t('who.attributeName')}
        autoFocus
        maxLength={60}
        value={name}
        onChange={event => setName(event.target.value)}
      />
      <TextInput
        aria-label={t('who.attributeValue')}
        placeholder={t('who.attributeValue')}
        maxLength={500}
        value={value}
        onChange={event => setValue(event.target.value)}
      />
      {refused ? (
        <p role="alert" className="text-failure-ink">
          {refused}
        </p>
      ) : null}
    </SmallForm>
  )
}

export function Attributes({ contact, edits }: AttributesProps) {
  const { t } = useWhoWords()
  const [adding, setAdding] = useState(false)
  const entries = Object.entries(contact.attributes)

  async function remove(name: string) {
    const before = contact.attributes
    const { [name]: gone = '', ...rest } = before
    const why = await edits.save({ attributes: rest }, contact)
    if (why) return notify({ title: why })
    const undo = () =>
      void edits.save({ attributes: { ...rest, [name]: gone } }, { ...contact, attributes: rest })
    notify({ title: t('who.attributeRemoved', { name }), action: { label: t('app.undo'), run: undo } })
  }
  return (
    <Section
      title={t('who.attributes')}
      action={
        <Button
          look="quiet"
          size="s"
          className="-mr-2"
          aria-label={t('who.attributeAdd')}
          tip={t('who.attributeAdd')}
          onClick={() => setAdding(true)}
          icon={<Plus size={14} />}
        />
      }
    >
      {entries.length === 0 && !adding ? <p className="text-ink-3">{t('who.noAttributes')}</p> : null}
      <dl>
        {entries.map(([name, value]) => (
          <div key={name} className="group flex items-start gap-3 py-0.5">
            <dt className="w-20 shrink-0 truncate py-0.5 text-ink-3" title={name}>
              {name}
            </dt>
            <dd className="flex min-w-0 flex-1 items-start justify-between gap-1">
              <InlineField
                label={name}
                value={value}
                placeholder={t('who.attributeValue')}
                maxLength={500}
                began={contact}
                onSave={(next, began) =>
                  edits.save({ attributes: { ...contact.attributes, [name]: next } }, began)
                }
              />
              <Button
                look="quiet"
                size="s"
                className="-my-0.5 -mr-2 h-6 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
                aria-label={t('who.attributeRemove', { name })}
                onClick={() => void remove(name)}
                icon={<X size={14} />}
              />
            </dd>
          </div>
        ))}
      </dl>
      {adding ? <NewAttribute contact={contact} edits={edits} onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}
