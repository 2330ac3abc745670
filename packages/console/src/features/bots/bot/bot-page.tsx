// One bot, open: the builder of a flow, or the form of another kind.
import { isApiError } from '@baton/client'
import { ArrowLeft, Lock, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { FlowBot } from '../builder/flow-bot.tsx'
import { FormBot } from '../kinds/form-bot.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { useBot } from './use-bot.ts'

interface BotPageProps {
  readonly botId: string
  readonly onBack: () => void
}

function Coming() {
  return (
    <div className={`flex min-h-0 flex-1 flex-col bg-surface ${skeletonDelay}`}>
      <div className="flex h-14 items-center gap-3 border-b border-line px-4">
        <Skeleton className="size-8" />
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="flex-1 bg-canvas" />
    </div>
  )
}

export function BotPage({ botId, onBack }: BotPageProps) {
  const { t } = useBotWords()
  const { data: bot, error, refetch } = useBot(botId)
  // What is open is thrown away and read anew: after a restore, or for somebody else's draft.
  const [readings, setReadings] = useState(0)
  const reload = () => void refetch().then(() => setReadings(n => n + 1))
  if (!bot && error) {
    const denied = isApiError(error) && (error.status === 403 || error.status === 404)
    return (
      <main id="chat" className="min-h-0 flex-1 bg-surface">
        <Empty
          icon={denied ? <Lock size={18} /> : <TriangleAlert size={18} />}
          title={t(denied ? 'bot.denied' : 'bot.failed')}
          text={denied ? t('bot.deniedText') : undefined}
          action={
            denied ? (
              <Button icon={<ArrowLeft size={16} />} onClick={onBack}>
                {t('bot.back')}
              </Button>
            ) : (
              <Button onClick={() => void refetch()}>{t('app.retry')}</Button>
            )
          }
        />
      </main>
    )
  }
  if (!bot) return <Coming />
  const opened = { bot, onBack, onReload: reload }
  return bot.kind === 'flow' ? <FlowBot key={readings} {...opened} /> : <FormBot key={readings} {...opened} />
}
