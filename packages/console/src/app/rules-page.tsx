// Where rules are written and tried. Fetched when somebody goes there.
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback } from 'react'
import { Skeleton, skeletonDelay } from '../ui/skeleton.tsx'
import { useWords } from './i18n.tsx'
import { askJump } from './jumps.ts'
import { PlacePage } from './place-page.tsx'
import { useOpenConversation } from './use-open-conversation.ts'

const Rules = lazy(() => import('../features/rules/rules.tsx').then(module => ({ default: module.Rules })))

function Coming() {
  return (
    <div className={`flex flex-1 flex-col gap-3 bg-surface p-6 ${skeletonDelay}`}>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-14 w-full max-w-210" />
      <Skeleton className="h-14 w-full max-w-210" />
    </div>
  )
}

export function RulesPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const openConversation = useOpenConversation()
  const { ruleId = null } = useParams({ strict: false })
  const onPlace = useCallback(
    (place: string | null) =>
      void (place === null
        ? navigate({ to: '/rules' })
        : navigate({ to: '/rules/$ruleId', params: { ruleId: place } })),
    [navigate],
  )
  const onMessage = useCallback(
    (conversationId: string, seq: number) => {
      askJump(conversationId, seq)
      openConversation(conversationId)
    },
    [openConversation],
  )
  return (
    <PlacePage place="rules" title={t('rail.rules')} railHidden={false}>
      <Suspense fallback={<Coming />}>
        <Rules place={ruleId} onPlace={onPlace} onMessage={onMessage} />
      </Suspense>
    </PlacePage>
  )
}
