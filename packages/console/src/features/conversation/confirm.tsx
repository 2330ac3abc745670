// The small questions before what cannot be taken back, or what takes something from a colleague.
import { useRef, useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextArea } from '../../ui/field.tsx'

interface ConfirmProps {
  readonly open: boolean
  readonly title: string
  readonly text: string
  readonly confirm: string
  readonly danger?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

export function Confirm({ open, title, text, confirm, danger, onConfirm, onClose }: ConfirmProps) {
  const { t } = useWords()
  const button = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      closeLabel={t('app.close')}
      initialFocus={button}
      foot={
        <div className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            ref={button}
            look={danger ? 'danger' : 'filled'}
            onClick={() => {
              onClose()
              onConfirm()
            }}
          >
            {confirm}
          </Button>
        </div>
      }
    >
      <p className="pb-2 text-14 text-ink-2">{text}</p>
    </Dialog>
  )
}

interface DismissProps {
  readonly open: boolean
  readonly onDismiss: (reason: string) => void
  readonly onClose: () => void
}

export function Dismiss({ open, onDismiss, onClose }: DismissProps) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const submit = () => {
    onClose()
    onDismiss(reason.trim())
    setReason('')
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('dismiss.title')}
      description={t('dismiss.text')}
      closeLabel={t('app.close')}
      initialFocus={box}
      foot={
        <div className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" keys="mod+enter" onClick={submit}>
            {t('dismiss.do')}
          </Button>
        </div>
      }
    >
      <Field label={t('dismiss.reason')} htmlFor="dismiss-reason">
        <TextArea
          ref={box}
          id="dismiss-reason"
          value={reason}
          maxLength={500}
          placeholder={t('dismiss.place')}
          onChange={event => setReason(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
          }}
        />
      </Field>
    </Dialog>
  )
}
