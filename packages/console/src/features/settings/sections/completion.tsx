// How takeovers end: what a completion offers and requires, and what the customers of each channel get.
import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { api } from '../../../app/link.ts'
import { useSession } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { BriefChoice } from '../completion/brief-choice.tsx'
import { ChannelClosing } from '../completion/channel-closing.tsx'
import { CompletionLists } from '../completion/lists.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

export function CompletionSection() {
  const { t } = useSettingsWords()
  const { agent } = useSession()
  const fixed = agent.role !== 'admin'
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: () => api.call('GET /channels'),
    refetchOnMount: 'always',
  })
  return (
    <div className="flex flex-col gap-8">
      {fixed ? <p className="rounded-m bg-sunken px-3 py-2 text-ink-2">{t('set.readOnly')}</p> : null}
      <CompletionLists fixed={fixed} />
      <section className="border-t border-line pt-6">
        <h2 className="pb-3 text-16 font-semibold">{t('complete.briefing')}</h2>
        <BriefChoice fixed={fixed} />
      </section>
      <div className="flex flex-col gap-8 border-t border-line pt-6">
        <div>
          <h2 className="text-16 font-semibold">{t('complete.channels')}</h2>
          <p className="mt-1 text-ink-2">{t('complete.channelsText')}</p>
        </div>
        {channels.isError ? (
          <Empty
            icon={<TriangleAlert size={18} />}
            title={t('list.failed')}
            action={<Button onClick={() => void channels.refetch()}>{t('app.retry')}</Button>}
          />
        ) : null}
        {channels.isPending ? <Skeleton className={`h-24 w-full ${skeletonDelay}`} /> : null}
        {channels.data?.items.map(channel => (
          <ChannelClosing key={channel.id} channel={channel} fixed={fixed} />
        ))}
      </div>
    </div>
  )
}
