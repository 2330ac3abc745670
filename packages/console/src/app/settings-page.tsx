// Where the workspace is set up; fetched when somebody goes there.
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback } from 'react'
import { Skeleton, skeletonDelay } from '../ui/skeleton.tsx'
import { useWords } from './i18n.tsx'
import { PlacePage } from './place-page.tsx'

const Settings = lazy(() =>
  import('../features/settings/settings.tsx').then(module => ({ default: module.Settings })),
)

function Coming() {
  return (
    <div className={`flex flex-1 flex-col gap-3 bg-surface p-6 ${skeletonDelay}`}>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-14 w-full max-w-180" />
    </div>
  )
}

export function SettingsPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { section = null } = useParams({ strict: false })
  const open = useCallback(
    (next: string) => void navigate({ to: '/settings/$section', params: { section: next } }),
    [navigate],
  )
  return (
    <PlacePage place="settings" title={t('rail.settings')} railHidden={false}>
      <Suspense fallback={<Coming />}>
        <Settings section={section} onOpen={open} />
      </Suspense>
    </PlacePage>
  )
}
