// A question before something is lost or hard to take back.
import { useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useSettingsWords } from './use-settings-words.ts'

interface AskProps {
  readonly open: boolean
  readonly title: string
  readonly text: string
  readonly no: string
  readonly yes: string
  readonly onNo: () => void
  readonly onYes: () => void
}

/** The safe answer has the focus. */
export function Ask({ open, title, text, no, yes, onNo, onYes }: AskProps) {
  const { t } = useSettingsWords()
  const safe = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open={open}
      onClose={onNo}
      title={title}
      closeLabel={t('app.close')}
      initialFocus={safe}
      foot={
        <div className="ml-auto flex gap-2">
          <Button ref={safe} onClick={onNo}>
            {no}
          </Button>
          <Button look="danger" onClick={onYes}>
            {yes}
          </Button>
        </div>
      }
    >
      <p className="pb-2 text-14 text-ink-2">{text}</p>
    </Dialog>
  )
}
