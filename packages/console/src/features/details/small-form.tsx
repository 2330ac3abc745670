// A small form within the details: kept by its button or Enter, left by Escape.
import type { FormEvent, KeyboardEvent, ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWhoWords } from './use-who-words.ts'

interface SmallFormProps {
  readonly label: string
  readonly onSave: () => Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
}

export function SmallForm({ label, onSave, onClose, children }: SmallFormProps) {
  const { t } = useWhoWords()
  function submit(event: FormEvent) {
    event.preventDefault()
    void onSave()
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form
      onSubmit={submit}
      onKeyDown={onKeyDown}
      aria-label={label}
      className="my-1 flex flex-col gap-2 rounded-m border border-line p-3"
    >
      {children}
      <div className="flex justify-end gap-2">
        <Button size="s" onClick={onClose}>
          {t('app.cancel')}
        </Button>
        <Button size="s" look="filled" type="submit">
          {t('who.keep')}
        </Button>
      </div>
    </form>
  )
}
