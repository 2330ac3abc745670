// What the state of the line means for the agent. The first connecting says nothing: it takes no time.
import { CloudOff } from 'lucide-react'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { useWords } from './i18n.tsx'
import { useDesk, useStatus } from './use-desk.tsx'

export function LineBanner() {
  const { t } = useWords()
  const desk = useDesk()
  const status = useStatus()
  if (status !== 'offline') return null
  return (
    <Banner
      tone="waiting"
      icon={<CloudOff size={14} />}
      action={
        <Button look="quiet" size="s" onClick={() => desk.reconnect()}>
          {t('app.retry')}
        </Button>
      }
    >
      {t('app.offline')}
    </Banner>
  )
}
