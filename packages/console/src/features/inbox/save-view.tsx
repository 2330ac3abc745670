// A name for the list as it is filtered now, and whether everybody gets it.
import type { ViewFilter } from '@baton/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import { useActor } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { SwitchRow } from '../../ui/switch-row.tsx'
import { notify } from '../../ui/toast.tsx'

interface SaveViewProps {
  readonly open: boolean
  readonly filter: ViewFilter
  readonly onClose: () => void
}

export function SaveView({ open, filter, onClose }: SaveViewProps) {
  const { t } = useWords()
  const actor = useActor()
  const client = useQueryClient()
  const box = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [missing, setMissing] = useState(false)
  useEffect(() => {
    if (!open) return
    setName('')
    setShared(false)
    setMissing(false)
  }, [open])
  const save = useMutation({
    mutationFn: () => api.call('POST /views', { body: { name: name.trim(), filter, shared } }),
    onSuccess: () => {
      notify({ title: t('views.saved', { name: name.trim() }) })
      void client.invalidateQueries({ queryKey: ['views'] })
      onClose()
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() === '') box.current?.focus()
    else save.mutate()
  }
  const failure = save.isError ? sayFailure(save.error, t).title : null
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('views.saveTitle')}
      description={t('views.saveText')}
      closeLabel={t('app.close')}
      initialFocus={box}
      foot={
        <div className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" type="submit" form="save-view" busy={save.isPending}>
            {t('views.do')}
          </Button>
        </div>
      }
    >
      <form id="save-view" onSubmit={submit} className="flex flex-col gap-4 pb-2">
        <Field label={t('views.name')} htmlFor="view-name" error={missing ? t('views.nameMissing') : failure}>
          <TextInput
            id="view-name"
            ref={box}
            value={name}
            maxLength={120}
            aria-invalid={missing || save.isError || undefined}
            aria-describedby={missing || save.isError ? 'view-name-error' : undefined}
            onChange={event => setName(event.target.value)}
          />
        </Field>
        {actor.role === 'agent' ? (
          <p className="text-13 text-ink-3">{t('views.sharedDenied')}</p>
        ) : (
          <SwitchRow label={t('views.shared')} on={shared} onChange={setShared} />
        )}
      </form>
    </Dialog>
  )
}
