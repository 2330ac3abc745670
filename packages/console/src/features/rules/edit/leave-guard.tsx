// Nothing that was written of a rule is lost by a step aside.
import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useRuleWords } from '../use-rule-words.ts'

/** `dirty` is asked when somebody leaves. */
export function LeaveGuard({ dirty }: { readonly dirty: () => boolean }) {
  const { t } = useRuleWords()
  const safe = useRef<HTMLButtonElement>(null)
  const leaving = useBlocker({ shouldBlockFn: dirty, enableBeforeUnload: dirty, withResolver: true })
  return (
    <Dialog
      open={leaving.status === 'blocked'}
      onClose={() => leaving.reset?.()}
      title={t('edit.leave')}
      closeLabel={t('app.close')}
      initialFocus={safe}
      foot={
        <div className="ml-auto flex gap-2">
          <Button look="danger" onClick={() => leaving.proceed?.()}>
            {t('edit.leaveDo')}
          </Button>
          <Button ref={safe} onClick={() => leaving.reset?.()}>
            {t('edit.stay')}
          </Button>
        </div>
      }
    >
      <p className="pb-2 text-14 text-ink-2">{t('edit.leaveText')}</p>
    </Dialog>
  )
}
