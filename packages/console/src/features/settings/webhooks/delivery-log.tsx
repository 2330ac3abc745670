// What a webhook was told, newest first.
import { Inbox, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { Select } from '../../../ui/select.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { DeliveryRow } from './delivery-row.tsx'
import type { DeliveryFilter, WebhookRow } from './use-webhooks.ts'
import { useDeliveries } from './use-webhooks.ts'

interface ListProps {
  readonly webhook: WebhookRow
  readonly filter: DeliveryFilter
}

function DeliveryList({ webhook, filter }: ListProps) {
  const { t } = useSettingsWords()
  const asked = useDeliveries(webhook.id, filter)
  const items = asked.data?.pages.flatMap(page => page.items)
  if (!items) {
    return asked.isError ? (
      <Empty
        icon={<TriangleAlert size={18} />}
        title={t('set.failed')}
        action={<Button onClick={() => void asked.refetch()}>{t('app.retry')}</Button>}
      />
    ) : (
      <div className={`flex flex-col gap-3 ${skeletonDelay}`} aria-hidden="true">
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-9 w-full" />
      </div>
    )
  }
  if (items.length === 0) {
    return (
      <div className="py-10">
        <Empty
          icon={<Inbox size={18} />}
          title={t(filter === 'all' ? 'hook.logEmpty' : 'hook.logNone')}
          text={filter === 'all' ? t('hook.logEmptyText') : undefined}
        />
      </div>
    )
  }
  return (
    <>
      <ul className="-mx-2">
        {items.map(delivery => (
          <DeliveryRow key={delivery.id} webhook={webhook} delivery={delivery} />
        ))}
      </ul>
      <MoreButton list={asked} label={t('hook.logMore')} className="mt-3 self-center" />
    </>
  )
}

export function DeliveryLog({ webhook }: { readonly webhook: WebhookRow }) {
  const { t } = useSettingsWords()
  const [filter, setFilter] = useState<DeliveryFilter>('all')
  return (
    <section aria-label={t('hook.log')} className="flex flex-col">
      <header className="flex items-end gap-3 pb-2">
        <div className="min-w-0 flex-1">
          <h3 className="text-14 font-semibold">{t('hook.log')}</h3>
          <p className="text-ink-3">{t('hook.logText')}</p>
        </div>
        <Select
          className="w-32"
          aria-label={t('hook.logFilter')}
          value={filter}
          options={[
            { value: 'all', label: t('hook.logAll') },
            { value: 'waiting', label: t('hook.logWaiting') },
            { value: 'failed', label: t('hook.logFailed') },
          ]}
          onChange={setFilter}
        />
      </header>
      <DeliveryList key={filter} webhook={webhook} filter={filter} />
    </section>
  )
}
