// While a section is fetched, and when it could not be.
import { TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import { useSettingsWords } from './use-settings-words.ts'

export const SectionComing = () => (
  <div className={`flex flex-col gap-4 ${skeletonDelay}`} aria-hidden="true">
    <Skeleton className="h-56 w-full !rounded-m" />
    <Skeleton className="h-36 w-full !rounded-m" />
  </div>
)

export function SectionFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useSettingsWords()
  return (
    <Empty
      icon={<TriangleAlert size={18} />}
      title={t('set.failed')}
      text={t('list.failedText')}
      action={<Button onClick={onRetry}>{t('app.retry')}</Button>}
    />
  )
}
