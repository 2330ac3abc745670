// Publishes the draft with a note. A draft with faults is refused here as by the server; each fault leads to its place.
import { isApiError } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextArea } from '../../../ui/field.tsx'
import { notify } from '../../../ui/toast.tsx'
import type { Finding } from '../flow/faults.ts'
import { botsKey } from '../list/use-bots.ts'
import { useBotWords } from '../use-bot-words.ts'
import { FindingList } from './finding-list.tsx'
import type { BotDetail, KeptDraft } from './use-bot.ts'
import { botKey } from './use-bot.ts'

interface PublishDialogProps {
  readonly bot: BotDetail
  readonly kept: KeptDraft
  readonly findings: readonly Finding[]
  readonly onClose: () => void
  readonly onFinding: (finding: Finding) => void
}

/** The faults that the server found. */
function faultsIn(fault: unknown): readonly Finding[] {
  const list = isApiError(fault) ? fault.problem?.faults : null
  if (!Array.isArray(list)) return []
  return list.flatMap((each: unknown): Finding[] => {
    if (typeof each !== 'object' || each === null || !('message' in each)) return []
    const block = 'block' in each && typeof each.block === 'string' ? each.block : null
    const path = 'path' in each && typeof each.path === 'string' ? each.path : ''
    return [{ grade: 'fault', block, path, message: String(each.message) }]
  })
}

export function PublishDialog({ bot, kept, findings, onClose, onFinding }: PublishDialogProps) {
  const { t, plural } = useBotWords()
  const queries = useQueryClient()
  const id = useId()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<readonly Finding[]>([])
  const [failure, setFailure] = useState<string | null>(null)
  const faults = [...findings.filter(({ grade }) => grade === 'fault'), ...refused]
  const warnings = findings.filter(({ grade }) => grade === 'warning')

  async function publish() {
    if (busy || faults.length > 0) return
    setBusy(true)
    setFailure(null)
    try {
      const { status, revision } = await kept.flush()
      if (status !== 'saved') return onClose()
      const { version } = await api.call('POST /bots/{id}/publish', {
        params: { id: bot.id },
        body: { note: note.trim(), revision },
      })
      kept.published()
      notify({ title: t('publish.done', { version }) })
      void queries.invalidateQueries({ queryKey: botsKey })
      void queries.invalidateQueries({ queryKey: botKey(bot.id) })
      onClose()
    } catch (fault) {
      setRefused(faultsIn(fault))
      const { title, text } = sayFailure(fault, t)
      setFailure(text ?? title)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      width={faults.length + warnings.length > 0 ? 'wide' : 'narrow'}
      onClose={onClose}
      title={faults.length > 0 ? t('publish.refused') : t('publish.title', { name: bot.name })}
      description={faults.length > 0 ? plural('publish.faults', faults.length) : t('publish.text')}
      closeLabel={t('app.close')}
      foot={
        <>
          <span className="flex-1" />
          <Button onClick={onClose}>{t(faults.length > 0 ? 'app.close' : 'app.cancel')}</Button>
          {faults.length > 0 ? null : (
            <Button look="filled" busy={busy} keys="mod+enter" onClick={() => void publish()}>
              {warnings.length > 0 ? plural('publish.anyway', warnings.length) : t('publish.publish')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {faults.length + warnings.length > 0 ? (
          <FindingList findings={[...faults, ...warnings]} onOpen={onFinding} />
        ) : null}
        {faults.length > 0 ? null : (
          <Field label={t('publish.note')} htmlFor={`${id}-note`} required={t('form.optional')}>
            <TextArea
              id={`${id}-note`}
              value={note}
              maxLength={500}
              placeholder={t('publish.notePlace')}
              onChange={event => setNote(event.target.value)}
              onKeyDown={event =>
                event.key === 'Enter' && (event.ctrlKey || event.metaKey) ? void publish() : undefined
              }
            />
          </Field>
        )}
        {failure ? (
          <p role="alert" className="text-failure-ink">
            {failure}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}
