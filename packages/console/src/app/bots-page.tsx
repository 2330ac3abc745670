// Where bots are built. The workshop itself is fetched when somebody goes there: agents at their desk never pay for it.
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import { Rail } from '../features/shell/rail.tsx'
import { Skeleton, skeletonDelay } from '../ui/skeleton.tsx'
import { useAction } from './actions.tsx'
import { useWords } from './i18n.tsx'
import { waitingOf } from './inbox-rows.ts'
import { later } from './later.tsx'
import { LineBanner } from './line-banner.tsx'
import { useSession } from './session.tsx'
import { useArrivals, useTitle } from './use-arrivals.ts'
import { useDesk, useLoaded, useStatus } from './use-desk.tsx'
import { useLayout } from './use-media.ts'

const Bots = lazy(() => import('../features/bots/bots.tsx').then(module => ({ default: module.Bots })))
const Shortcuts = later(() => import('../features/shortcuts/shortcuts.tsx').then(module => module.Shortcuts))

function Coming() {
  return (
    <div className={`flex flex-1 flex-col gap-3 bg-surface p-6 ${skeletonDelay}`}>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-14 w-full max-w-200" />
      <Skeleton className="h-14 w-full max-w-200" />
    </div>
  )
}

export function BotsPage() {
  const { t } = useWords()
  const { agent, signOut } = useSession()
  const navigate = useNavigate()
  const { botId = null } = useParams({ strict: false })
  const desk = useDesk()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const waiting = useMemo(() => waitingOf(inbox), [inbox])
  const said = useArrivals(waiting, useLoaded(), false)
  const [keys, setKeys] = useState(false)
  const online = useStatus() === 'online'
  const open = useCallback(
    (id: string | null) =>
      void (id === null
        ? navigate({ to: '/bots' })
        : navigate({ to: '/bots/$botId', params: { botId: id } })),
    [navigate],
  )
  useTitle(waiting.length, t('rail.bots'))
  useAction('shortcuts', () => setKeys(true))
  const onePane = useLayout() === 'pane'
  return (
    <div className="flex h-dvh max-pane:flex-col-reverse">
      {onePane && botId !== null ? null : (
        <Rail
          me={agent}
          online={online}
          waiting={waiting.length}
          place="bots"
          onInbox={() => void navigate({ to: '/inbox', search: { list: 'active' } })}
          onBots={() => open(null)}
          onShortcuts={() => setKeys(true)}
          onSignOut={signOut}
        />
      )}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <LineBanner />
        <Suspense fallback={<Coming />}>
          <Bots botId={botId} onOpen={open} />
        </Suspense>
      </div>
      <p className="sr-only" aria-live="assertive">
        {said}
      </p>
      <Shortcuts open={keys} onClose={() => setKeys(false)} />
    </div>
  )
}
