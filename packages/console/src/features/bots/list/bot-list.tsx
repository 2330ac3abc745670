// Every bot that the agent may use: its kind, where it answers, and whether its draft waits to be published.
import { ChevronRight, Plus, TriangleAlert, Workflow } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { shownKinds } from '../kinds/bot-kind.ts'
import { useBotWords } from '../use-bot-words.ts'
import { NewBot } from './new-bot.tsx'
import type { BotListRow } from './use-bots.ts'
import { useBots } from './use-bots.ts'

interface BotListProps {
  readonly onOpen: (id: string) => void
}

function Channels({ channels }: Pick<BotListRow, 'channels'>) {
  const { t } = useBotWords()
  if (channels.length === 0) return <span className="text-ink-3">{t('bots.nowhere')}</span>
  return <>{channels.map(({ name }) => name).join(', ')}</>
}

function Row({ bot, onOpen }: { readonly bot: BotListRow } & BotListProps) {
  const { t } = useBotWords()
  const shown = shownKinds[bot.kind]
  const Icon = shown.icon
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={() => onOpen(bot.id)}
        className="group flex w-full items-center gap-3.5 px-4 py-3 text-left transition-colors hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-bot-soft text-bot-ink">
          <Icon size={17} strokeWidth={1.75} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <span className="truncate text-14 font-medium">{bot.name}</span>
            {bot.changed ? <Chip tone="waiting">{t('bots.changed')}</Chip> : null}
          </span>
          <span className="block truncate text-ink-2">
            {t(shown.name)}
            <span className="text-ink-3"> · </span>
            <Channels channels={bot.channels} />
          </span>
        </span>
        <span className="hidden shrink-0 text-right text-ink-3 tabular-nums pane:block">
          <span className="block">{t('bots.version', { version: bot.version })}</span>
          <span className="block">{t(`right.${bot.right}`)}</span>
        </span>
        <ChevronRight size={16} className="shrink-0 text-ink-3" />
      </button>
    </li>
  )
}

function Rows({ onOpen, onNew }: BotListProps & { readonly onNew: (() => void) | null }) {
  const { t } = useBotWords()
  const { data: bots, isError, refetch } = useBots()
  if (isError && !bots)
    return (
      <Empty
        icon={<TriangleAlert size={18} />}
        title={t('bots.failed')}
        action={<Button onClick={() => void refetch()}>{t('app.retry')}</Button>}
      />
    )
  if (!bots)
    return (
      <div className={`flex flex-col gap-3 p-4 ${skeletonDelay}`}>
        {[0, 1, 2].map(n => (
          <Skeleton key={n} className="h-10 w-full" />
        ))}
      </div>
    )
  if (bots.length === 0)
    return (
      <div className="py-16">
        <Empty
          icon={<Workflow size={18} />}
          title={t('bots.none')}
          text={onNew ? t('bots.noneText') : t('bots.noneShared')}
          action={onNew ? <Button onClick={onNew}>{t('bots.new')}</Button> : null}
        />
      </div>
    )
  return (
    <ul aria-label={t('bots.title')}>
      {bots.map(bot => (
        <Row key={bot.id} bot={bot} onOpen={onOpen} />
      ))}
    </ul>
  )
}

export function BotList({ onOpen }: BotListProps) {
  const { t } = useBotWords()
  const { agent } = useSession()
  const [making, setMaking] = useState(false)
  const mayMake = agent.role !== 'agent'
  return (
    <main id="chat" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto bg-canvas outline-none">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-6 py-8 max-pane:px-4 max-pane:py-5">
        <header className="flex items-center gap-3">
          <div className="min-w-0 flex-1">
            <h1 className="text-20 font-semibold">{t('bots.title')}</h1>
            <p className="text-ink-2">{t('bots.text')}</p>
          </div>
          <Button
            look="filled"
            icon={<Plus size={16} />}
            denied={mayMake ? null : t('bots.mayNotMake')}
            onClick={() => setMaking(true)}
          >
            {t('bots.new')}
          </Button>
        </header>
        <section className="overflow-hidden rounded-m border border-line bg-surface">
          <Rows onOpen={onOpen} onNew={mayMake ? () => setMaking(true) : null} />
        </section>
      </div>
      {making ? <NewBot onClose={() => setMaking(false)} onMade={onOpen} /> : null}
    </main>
  )
}
