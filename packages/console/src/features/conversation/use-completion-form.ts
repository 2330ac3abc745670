// The form of a completion: its fields, what the workspace requires of them, and the one call that sends it.
import type { BodyOf, CompletionSettings, ConversationRow } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MessageKey } from '../../app/i18n.tsx'
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
  readonly askFeedback: boolean
}

/** Before the name of a block at which the bot goes on. */
export const atBlock = 'at:'
const isText = (item: unknown): item is string => typeof item === 'string'

/** Forms that were closed before they were sent, by conversation: an Escape too many costs nothing. */
const kept = new Map<string, CompletionForm>()

function blankFor({ botResume }: CompletionSettings): CompletionForm {
  return {
    topic: null,
    outcome: null,
    tags: [],
    closing: '',
    next: botResume,
    note: '',
    guidance: '',
    askFeedback: false,
  }
}

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
    ...(form.askFeedback ? { askFeedback: true } : {}),
    botResume: resumeOf(form.next),
  }
}

/** What is wrong with each field, in words. */
export type Faults = ReadonlyMap<string, MessageKey>

const missingWords: Readonly<Record<string, MessageKey>> = {
  tags: 'closing.missingTags',
  note: 'closing.missingNote',
}

function lacksOf(form: CompletionForm, row: ConversationRow, required: CompletionSettings): Faults {
  const lacks = [
    ...(required.topicRequired && !form.topic ? ['topic'] : []),
    ...(required.outcomeRequired && !form.outcome ? ['outcome'] : []),
    ...(required.tagRequired && form.tags.length + row.tags.length === 0 ? ['tags'] : []),
    ...(required.noteRequired && form.note.trim() === '' ? ['note'] : []),
  ]
  return new Map(lacks.map(field => [field, missingWords[field] ?? 'done.missing']))
}

function focusOn(faults: Faults): void {
  const [first] = faults.keys()
  // A field may stand in a part that has to open first.
  if (first) requestAnimationFrame(() => document.getElementById(`done-${first}`)?.focus())
}

/** What is filled in, what is wrong with it, and sending it; a refusal stays in the form. */
export function useCompletionForm(row: ConversationRow, onClose: () => void) {
  const { t } = useWords()
  const { completion } = useSession()
  const client = useQueryClient()
  const [form, setForm] = useState<CompletionForm>(() => kept.get(row.id) ?? blankFor(completion))
  const [faults, setFaults] = useState<Faults>(new Map())
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  function change(part: Partial<CompletionForm>) {
    const next = { ...form, ...part }
    kept.set(row.id, next)
    setForm(next)
    setFaults(before => new Map([...before].filter(([field]) => !(field in part))))
  }
  function refused(fault: unknown) {
    const fields = listIn(fault, 'fields', isText)
    const gone = listIn(fault, 'options', isText).length > 0
    const told: Faults = new Map(
      fields.map(field => [field, gone ? 'closing.gone' : (missingWords[field] ?? 'done.missing')]),
    )
    setFaults(told)
    const { title, text } = sayFailure(fault, t)
    setFailure(fields.length > 0 ? null : (text ?? title))
    focusOn(told)
    // Somebody changed the lists or what is required while this was open.
    if (fields.length > 0) void client.invalidateQueries({ queryKey: ['me'] })
  }
  async function submit() {
    if (busy) return
    const lacks = lacksOf(form, row, completion)
    setFaults(lacks)
    setFailure(null)
    if (lacks.size > 0) {
      focusOn(lacks)
      return
    }
    setBusy(true)
    try {
      await api.call('POST /conversations/{id}/resolve', { params: { id: row.id }, body: bodyOf(form) })
      onClose()
      kept.delete(row.id)
      setForm(blankFor(completion))
      notify({ title: t('done.resolved', { name: row.contact.name }) })
    } catch (fault) {
      refused(fault)
    } finally {
      setBusy(false)
    }
  }
  return { form, change, faults, failure, busy, submit }
}
