// The ways to reach a contact: which are verified, which one to write to.
import type { Contact, ContactWay, WayKind } from '@baton/client'
import {
  BadgeCheck,
  Copy,
  Ellipsis,
  Mail,
  MessageCircle,
  Pencil,
  Phone,
  Plus,
  Send,
  Star,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { WriteFirstButton } from '../../app/write-first-button.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'
import { Tip } from '../../ui/tooltip.tsx'
import { Section } from './section.tsx'
import type { ContactEdits, WayChange } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'
import { WayForm } from './way-form.tsx'

const icons: Readonly<Record<WayKind, typeof Mail>> = {
  email: Mail,
  phone: Phone,
  whatsapp: MessageCircle,
  telegram: Send,
  other: Ellipsis,
}

interface WayRowProps {
  readonly way: ContactWay
  readonly edits: ContactEdits
  readonly onEdit: () => void
}

function WayRow({ way, edits, onEdit }: WayRowProps) {
  const { t, language } = useWhoWords()
  const now = useNow(60_000)
  const Icon = icons[way.kind]
  const { verified } = way
  const by = verified
    ? t('who.verifiedBy', { name: verified.by.name, when: moment(verified.at, now, language) })
    : null

  async function change(what: WayChange, said?: string) {
    const why = await edits.changeWay(way, what)
    if (why) notify({ title: why })
    else if (said) notify({ title: said })
  }
  async function remove() {
    const why = await edits.changeWay(way, { removed: true })
    if (why) return notify({ title: why })
    const undo = () => void edits.changeWay(way, { removed: false })
    notify({ title: t('who.wayRemoved', { value: way.value }), action: { label: t('app.undo'), run: undo } })
  }
  async function copy() {
    await navigator.clipboard.writeText(way.value)
    notify({ title: t('who.copied', { value: way.value }) })
  }
  return (
    <li className="flex items-start gap-2.5 py-1">
      <Icon size={14} className="mt-0.5 shrink-0 text-ink-3" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-1.5">
          <span className="truncate tabular-nums">{way.value}</span>
          {by ? (
            <Tip label={by}>
              <button type="button" aria-label={by} className="shrink-0 rounded-full text-person-ink">
                <BadgeCheck size={14} />
              </button>
            </Tip>
          ) : null}
        </p>
        <p className="flex items-center gap-2 text-ink-3">
          <span className="truncate">{way.label || t(`who.kind.${way.kind}`)}</span>
          {way.preferred ? (
            <span className="flex shrink-0 items-center gap-1 text-ink-2">
              <Star size={12} className="text-person-ink" aria-hidden="true" />
              {t('who.preferred')}
            </span>
          ) : null}
        </p>
      </div>
      <Menu
        trigger={
          <Button
            look="quiet"
            size="s"
            className="-mt-1 -mr-2"
            aria-label={t('who.wayMore', { value: way.value })}
            icon={<Ellipsis size={14} />}
          />
        }
      >
        <MenuItem icon={<Copy size={14} />} onSelect={() => void copy()}>
          {t('who.copy')}
        </MenuItem>
        <MenuItem icon={<Pencil size={14} />} onSelect={onEdit}>
          {t('who.edit')}
        </MenuItem>
        <MenuItem icon={<Star size={14} />} onSelect={() => void change({ preferred: !way.preferred })}>
          {way.preferred ? t('who.unprefer') : t('who.prefer')}
        </MenuItem>
        <MenuItem icon={<BadgeCheck size={14} />} onSelect={() => void change({ verified: !verified })}>
          {verified ? t('who.unverify') : t('who.verify')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 size={14} />} tone="danger" onSelect={() => void remove()}>
          {t('who.remove')}
        </MenuItem>
      </Menu>
    </li>
  )
}

export function Ways({ contact, edits }: { readonly contact: Contact; readonly edits: ContactEdits }) {
  const { t } = useWhoWords()
  /** The id of a way, or `new`. */
  const [open, setOpen] = useState<string | null>(null)
  const close = () => setOpen(null)
  return (
    <Section
      title={t('who.ways')}
      action={
        <Button
          look="quiet"
          size="s"
          className="-mr-2"
          aria-label={t('who.wayAdd')}
          tip={t('who.wayAdd')}
          onClick={() => setOpen('new')}
          icon={<Plus size={14} />}
        />
      }
    >
      {contact.ways.length === 0 && open !== 'new' ? <p className="text-ink-3">{t('who.noWays')}</p> : null}
      <ul>
        {contact.ways.map(way =>
          open === way.id ? (
            <li key={way.id}>
              <WayForm
                way={way}
                onClose={close}
                onSave={({ value, label }) => edits.changeWay(way, { value, label: label ?? '' })}
              />
            </li>
          ) : (
            <WayRow key={way.id} way={way} edits={edits} onEdit={() => setOpen(way.id)} />
          ),
        )}
      </ul>
      {open === 'new' ? <WayForm way={null} onClose={close} onSave={edits.addWay} /> : null}
      <WriteFirstButton contactId={contact.id} name={contact.name} wide className="mt-2 w-full" />
    </Section>
  )
}
