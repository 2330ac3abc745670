// The side: why a person is needed, who the customer is, and what happened before.
import type { ConversationRow } from '@baton/client'
import { TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { later } from '../../app/later.tsx'
import { useLogAsRead } from '../../app/use-desk.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BriefSection } from './brief-section.tsx'
import { Facts, TagSection } from './facts.tsx'
import { Notes, notesOf } from './notes.tsx'
import { ProfileHead } from './profile-head.tsx'
import { useContact } from './use-contact.ts'
import { useWhoWords } from './use-who-words.ts'

const Profile = later(() => import('./profile.tsx').then(module => module.Profile))
const History = later(() => import('./history.tsx').then(module => module.History))

interface DetailsProps {
  readonly row: ConversationRow
  readonly onJump: (seq: number) => void
  /** Another conversation, to be read beside this one. */
  readonly onOpenPast: (row: ConversationRow) => void
  readonly onOpenContact: (contactId: string) => void
  readonly onClose: () => void
}

type Tab = 'now' | 'profile' | 'history'

function ProfileWait() {
  return (
    <div className={`flex flex-col gap-3 px-5 py-4 ${skeletonDelay}`} aria-hidden="true">
      <Skeleton className="h-4 w-2/5" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="h-4 w-3/5" />
    </div>
  )
}

export function Details({ row, onJump, onOpenPast, onOpenContact, onClose }: DetailsProps) {
  const { t } = useWhoWords()
  const [tab, setTab] = useState<Tab>('now')
  const { items } = useLogAsRead(row.id)
  const { contact, failed, retry, edits } = useContact(row.contact.id, row.contact.version)
  const notes = useMemo(() => notesOf(items), [items])
  const now = (
    <>
      <BriefSection row={row} items={items} onJump={onJump} />
      <Facts row={row} />
      <TagSection row={row} />
      <Notes notes={notes} onJump={onJump} />
    </>
  )
  const profile = contact ? (
    <Profile key={contact.id} contact={contact} edits={edits} onOpenContact={onOpenContact} />
  ) : failed ? (
    <Empty
      icon={<TriangleAlert size={18} />}
      title={t('who.failed')}
      action={<Button onClick={retry}>{t('app.retry')}</Button>}
    />
  ) : (
    <ProfileWait />
  )
  return (
    <aside aria-label={t('side.label')} className="flex min-h-0 flex-1 flex-col bg-surface">
      <ProfileHead key={row.contact.id} row={row} contact={contact} edits={edits} onClose={onClose} />
      <Tabs<Tab>
        label={t('side.label')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'now', label: t('who.tabNow'), content: now },
          { value: 'profile', label: t('who.tabProfile'), content: profile },
          {
            value: 'history',
            label: t('who.tabHistory'),
            content: <History row={row} items={items} onJump={onJump} onOpen={onOpenPast} />,
          },
        ]}
      />
    </aside>
  )
}
