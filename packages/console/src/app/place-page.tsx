// A place beside the inbox: the rail, the line's banner, what is offered, the sheet of keys, and what the place shows.
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { Rail } from '../features/shell/rail.tsx'
import { useAction } from './actions.tsx'
import { waitingOf } from './inbox-rows.ts'
import { OfferBar } from './late-offer-bar.ts'
import { later } from './later.tsx'
import { LineBanner } from './line-banner.tsx'
import { MentionsDoor } from './mentions-door.tsx'
import { useSession } from './session.tsx'
import { useDesk } from './use-desk.tsx'
import { useLayout } from './use-media.ts'
import { useTitle } from './use-title.ts'

const Shortcuts = later(() => import('../features/shortcuts/shortcuts.tsx').then(module => module.Shortcuts))

interface PlacePageProps {
  readonly place: 'bots' | 'rules' | 'settings'
  readonly title: string
  /** On a phone, where what is open needs the whole page. */
  readonly railHidden: boolean
  readonly children: ReactNode
}

export function PlacePage({ place, title, railHidden, children }: PlacePageProps) {
  const { agent, signOut } = useSession()
  const navigate = useNavigate()
  const desk = useDesk()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const waiting = useMemo(() => waitingOf(inbox, agent.id), [inbox, agent.id])
  const [keys, setKeys] = useState(false)
  useTitle(waiting.length, title)
  useAction('shortcuts', () => setKeys(true))
  const onePane = useLayout() === 'pane'
  return (
    <div className="flex h-dvh max-pane:flex-col-reverse">
      {onePane && railHidden ? null : (
        <Rail
          me={agent}
          waiting={waiting.length}
          place={place}
          onInbox={() => void navigate({ to: '/inbox', search: { list: 'active' } })}
          onBots={() => void navigate({ to: '/bots' })}
          onRules={() => void navigate({ to: '/rules' })}
          onSettings={() => void navigate({ to: '/settings' })}
          onShortcuts={() => setKeys(true)}
          onSignOut={signOut}
        >
          <MentionsDoor />
        </Rail>
      )}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <LineBanner />
        <OfferBar />
        {children}
      </div>
      <Shortcuts open={keys} onClose={() => setKeys(false)} />
    </div>
  )
}
