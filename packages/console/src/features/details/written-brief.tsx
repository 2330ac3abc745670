// The brief in a model's words. Asked for when the conversation is opened; never in the way of the one by rules.
import type { ConversationRow } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw, Sparkles } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import { LineButton } from './brief-line.tsx'

interface WrittenBriefProps {
  readonly row: ConversationRow
  readonly onJump: (seq: number) => void
}

export function WrittenBrief({ row, onJump }: WrittenBriefProps) {
  const { t, language } = useWords()
  const { data, isPending, isFetching, isError, refetch } = useQuery({
    queryKey: ['brief', row.id, language],
    queryFn: () => api.call('POST /conversations/{id}/brief', { params: { id: row.id }, body: { language } }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const failed = isError || (data?.brief === null && data.problem !== null)
  const lines = data?.brief?.lines ?? []
  const old = data?.brief ? (row.lastMessage?.seq ?? 0) > data.brief.seq : false
  return (
    <section
      aria-label={t('brief.byAi')}
      aria-busy={isFetching}
      className="mt-3 rounded-m bg-bot-soft px-2 py-2"
    >
      <header className="flex h-7 items-center gap-1.5 px-1 text-bot-ink">
        <Sparkles size={14} />
        <span className="font-medium">{t('brief.byAi')}</span>
        {old || failed ? (
          <Button
            look="quiet"
            size="s"
            className="ml-auto"
            busy={isFetching}
            onClick={() => void refetch()}
            icon={<RefreshCw size={14} />}
          >
            {failed ? t('app.retry') : t('brief.anew')}
          </Button>
        ) : null}
      </header>
      {isPending ? (
        <div className={`flex flex-col gap-2 p-1 ${skeletonDelay}`}>
          <Skeleton className="h-3 w-full" />
          <Skeleton className="h-3 w-40" />
        </div>
      ) : null}
      {failed ? <p className="px-1 pb-1 text-ink-2">{t('brief.noModel')}</p> : null}
      {!isPending && !failed && lines.length === 0 ? (
        <p className="px-1 pb-1 text-ink-2">{t('brief.nothing')}</p>
      ) : null}
      <ol className="-mx-1 flex flex-col">
        {lines.map(({ text, seqs }) => (
          <LineButton key={text} onJump={() => onJump(seqs[0] ?? 0)}>
            {text}
          </LineButton>
        ))}
      </ol>
    </section>
  )
}
