// Where bots are built. The workshop itself is fetched when somebody goes there: agents at their desk never pay for it.
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback } from 'react'
import { Skeleton, skeletonDelay } from '../ui/skeleton.tsx'
import { useWords } from './i18n.tsx'
import { PlacePage } from './place-page.tsx'

const Bots = lazy(() => import('../features/bots/bots.tsx').then(module => ({ default: module.Bots })))

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
  const navigate = useNavigate()
  const { botId = null } = useParams({ strict: false })
  const open = useCallback(
    (id: string | null) =>
      void (id === null
        ? navigate({ to: '/bots' })
        : navigate({ to: '/bots/$botId', params: { botId: id } })),
    [navigate],
  )
  return (
    <PlacePage place="bots" title={t('rail.bots')} railHidden={botId !== null}>
      <Suspense fallback={<Coming />}>
        <Bots botId={botId} onOpen={open} />
      </Suspense>
    </PlacePage>
  )
}
