// The place of the chat before one is chosen, or before there is one.
import { Inbox, MousePointerClick } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useWords } from './i18n.tsx'
import { keyMap } from './key-map.ts'
import { useCounts, useLoaded } from './use-desk.tsx'

interface NothingOpenProps {
  readonly waiting: number
  readonly onNext: () => void
}

export function NothingOpen({ waiting, onNext }: NothingOpenProps) {
  const { t } = useWords()
  const loaded = useLoaded()
  const { active, requesting, intervened } = useCounts()
  const none = active + requesting + intervened === 0
  return (
    <main id="chat" tabIndex={-1} className="min-w-0 flex-1 bg-canvas outline-none">
      {loaded ? (
        <Empty
          icon={none ? <Inbox size={18} /> : <MousePointerClick size={18} />}
          title={none ? t('pick.first') : t('pick.title')}
          text={none ? t('pick.firstText') : t('pick.text')}
          action={
            waiting > 0 ? (
              <Button keys={keyMap.nextWaiting.keys} onClick={onNext}>
                {t('pick.next')}
              </Button>
            ) : null
          }
        />
      ) : null}
    </main>
  )
}
