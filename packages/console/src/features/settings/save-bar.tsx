// What was changed and is not stored yet: said at the foot of the page, and asked about before it is left.
import { useBlocker } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useSettingsWords } from './use-settings-words.ts'

interface SaveBarProps {
  readonly dirty: boolean
  readonly busy: boolean
  /** Why it cannot be stored as it is. */
  readonly fault: string | null
  readonly onSave: () => void
  readonly onDiscard: () => void
}

export function SaveBar({ dirty, busy, fault, onSave, onDiscard }: SaveBarProps) {
  const { t } = useSettingsWords()
  const leaving = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <>
      {dirty || fault ? (
        <div className="sticky bottom-0 -mx-2 mt-6 flex animate-arrive flex-wrap items-center gap-2 rounded-m border border-line bg-raised px-3 py-2.5 shadow-pop">
          <p
            role="status"
            className={fault ? 'min-w-0 flex-1 text-failure-ink' : 'min-w-0 flex-1 text-ink-2'}
          >
            {fault ?? t('set.unsaved')}
          </p>
          <Button look="quiet" onClick={onDiscard}>
            {t('set.discard')}
          </Button>
          <Button look="filled" busy={busy} onClick={onSave}>
            {t('set.save')}
          </Button>
        </div>
      ) : null}
      <Dialog
        open={leaving.status === 'blocked'}
        onClose={() => leaving.reset?.()}
        title={t('set.leave')}
        closeLabel={t('app.close')}
        foot={
          <div className="ml-auto flex gap-2">
            <Button onClick={() => leaving.proceed?.()}>{t('set.leaveDo')}</Button>
            <Button look="filled" onClick={() => leaving.reset?.()}>
              {t('set.stay')}
            </Button>
          </div>
        }
      >
        <p className="pb-2 text-14 text-ink-2">{t('set.leaveText')}</p>
      </Dialog>
    </>
  )
}
