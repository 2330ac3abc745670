// The form of a completion: its fields, what the workspace requires of them, and the one call that sends it.
import type { BodyOf, ConversationRow } from '@baton/client'
import { useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { listIn, sayFailure } from '../../app/refusal.ts'
import { useSession } from '../../app/session.tsx'
import { notify } from '../../ui/toast.tsx'

type Body = NonNullable<BodyOf<'POST /conversations/{id}/resolve'>>

export interface CompletionForm {
  readonly topic: string | null
  readonly outcome: string | null
  readonly tags: readonly string[]
  readonly closing: string
  readonly next: string
  readonly note: string
  readonly guidance: string
}

const blank: CompletionForm = {
  topic: null,
  outcome: null,
  tags: [],
  closing: '',
  next: 'continue',
  note: '',
  guidance: '',
}
/** Before the name of a block at which the bot goes on. */
export const atBlock = 'at:'
const isText = (item: unknown): item is string => typeof item === 'string'

function resumeOf(next: string): NonNullable<Body['botResume']> {
  if (next === 'restart' || next === 'silent') return next
  return next.startsWith(atBlock) ? { at: next.slice(atBlock.length) } : 'continue'
}

function bodyOf(form: CompletionForm): Body {
  return {
    ...(form.topic ? { topic: form.topic } : {}),
    ...(form.outcome ? { outcome: form.outcome } : {}),
    tags: [...form.tags],
    ...(form.note.trim() ? { note: form.note.trim() } : {}),
    ...(form.guidance.trim() ? { guidance: form.guidance.trim() } : {}),
    ...(form.closing ? { closingBlock: form.closing } : {}),
    botResume: resumeOf(form.next),
  }
}

/** What is filled in, what is missing, and sending it; a refusal stays in the form. */
export function useCompletionForm(row: ConversationRow, onClose: () => void) {
  const { t } = useWords()
  const { completion } = useSession()
  const [form, setForm] = useState<CompletionForm>(blank)
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  function change(part: Partial<CompletionForm>) {
    setForm(before => ({ ...before, ...part }))
    setMissing(before => new Set([...before].filter(field => !(field in part))))
  }
  async function submit() {
    if (busy) return
    const lacks = new Set([
      ...(completion.topicRequired && !form.topic ? ['topic'] : []),
      ...(completion.outcomeRequired && !form.outcome ? ['outcome'] : []),
    ])
    setMissing(lacks)
    setFailure(null)
    if (lacks.size > 0) {
      document.getElementById(`done-${[...lacks][0]}`)?.focus()
      return
    }
    setBusy(true)
    try {
      await api.call('POST /conversations/{id}/resolve', { params: { id: row.id }, body: bodyOf(form) })
      onClose()
      setForm(blank)
      notify({ title: t('done.resolved', { name: row.contact.name }) })
    } catch (fault) {
      const fields = listIn(fault, 'fields', isText)
      setMissing(new Set(fields))
      const { title, text } = sayFailure(fault, t)
      setFailure(fields.length > 0 ? null : (text ?? title))
    } finally {
      setBusy(false)
    }
  }
  return { form, change, missing, failure, busy, submit }
}
