// The place of the chat before one is chosen.
import { MessagesSquare } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useWords } from './i18n.tsx'
import { keyMap } from './key-map.ts'

interface NothingOpenProps {
  readonly waiting: number
  readonly onNext: () => void
}

export function NothingOpen({ waiting, onNext }: NothingOpenProps) {
  const { t } = useWords()
  return (
    <main id="chat" tabIndex={-1} className="min-w-0 flex-1 bg-surface">
      <Empty
        icon={<MessagesSquare size={18} />}
        title={t('pick.title')}
        text={t('pick.text')}
        action={
          waiting > 0 ? (
            <Button keys={keyMap.nextWaiting.keys} onClick={onNext}>
              {t('pick.next')}
            </Button>
          ) : null
        }
      />
    </main>
  )
}
