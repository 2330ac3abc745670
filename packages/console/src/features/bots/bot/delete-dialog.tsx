// Deletes a bot that nothing needs any more; else it says what does.
import { isApiError } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { botsKey } from '../list/use-bots.ts'
import { useBotWords } from '../use-bot-words.ts'
import type { BotDetail } from './use-bot.ts'

interface DeleteDialogProps {
  readonly bot: BotDetail
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** The names of what still needs the bot. */
function usersIn(fault: unknown): readonly string[] {
  if (!isApiError(fault)) return []
  return [fault.problem?.channels, fault.problem?.bots].flatMap(list =>
    Array.isArray(list)
      ? list.flatMap((each: unknown) =>
          typeof each === 'string'
            ? [each]
            : typeof each === 'object' && each !== null && 'name' in each
              ? [String(each.name)]
              : [],
        )
      : [],
  )
}

export function DeleteDialog({ bot, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useBotWords()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  async function remove() {
    setBusy(true)
    try {
      await api.call('DELETE /bots/{id}', { params: { id: bot.id } })
      await queries.invalidateQueries({ queryKey: botsKey })
      onDeleted()
    } catch (fault) {
      const names = usersIn(fault)
      const { title, text } = sayFailure(fault, t)
      setFailure(names.length > 0 ? t('delete.inUse', { names: names.join(', ') }) : (text ?? title))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('delete.title', { name: bot.name })}
      description={t('delete.text')}
      closeLabel={t('app.close')}
      foot={
        <>
          <span className="flex-1" />
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="danger" busy={busy} onClick={() => void remove()}>
            {t('bot.delete')}
          </Button>
        </>
      }
    >
      {failure ? (
        <p role="alert" className="pb-2 text-failure-ink">
          {failure}
        </p>
      ) : null}
    </Dialog>
  )
}
