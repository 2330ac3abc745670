// A canned reply as a form, and how it is saved and removed: what was refused stands beside its field.
import type { BodyOf } from '@baton/client'
import { isApiError } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CannedReply } from '../../../app/canned-replies.ts'
import { cannedRepliesKey } from '../../../app/canned-replies.ts'
import { api } from '../../../app/link.ts'
import { sayRefused } from '../../../app/refusal.ts'
import { notify } from '../../../ui/toast.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

export interface Form {
  readonly shortcut: string
  readonly title: string
  readonly text: string
  readonly language: string
  /** `everyone`, `me`, or the id of a team. */
  readonly people: string
}

export type Errors = Partial<Record<keyof Form | 'whole', string>>

export function formOf(reply: CannedReply | null, isAgent: boolean): Form {
  if (!reply) return { shortcut: '', title: '', text: '', language: '', people: isAgent ? 'me' : 'everyone' }
  const { shortcut, title, text, language, for: people } = reply
  return {
    shortcut,
    title,
    text,
    language: language ?? '',
    people: typeof people === 'object' ? people.teamId : people,
  }
}

function bodyOf({ shortcut, title, text, language, people }: Form): BodyOf<'POST /canned-replies'> {
  const audience = people === 'everyone' || people === 'me' ? people : { teamId: people }
  return { shortcut: shortcut.replace(/^\//, ''), title, text, language: language || null, for: audience }
}

const shortcutForm = /^\/?[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u

/** What is missing, before the server is asked. */
function useCheck() {
  const { t } = useSettingsWords()
  return ({ shortcut, title, text, language }: Form): Errors => ({
    ...(shortcutForm.test(shortcut.trim()) ? {} : { shortcut: t('replies.shortcutWrong') }),
    ...(title.trim() === '' ? { title: t('replies.titleMissing') } : {}),
    ...(text.trim() === '' ? { text: t('replies.textMissing') } : {}),
    ...(language === '' || /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(language)
      ? {}
      : { language: t('replies.languageWrong') }),
  })
}

/** Saves and removes; what was refused stands beside its field. */
export function useReplySaving(reply: CannedReply | null, form: Form, onDone: () => void) {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const check = useCheck()
  const [version, setVersion] = useState(reply?.version ?? 0)
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const [theirs, setTheirs] = useState<CannedReply | null>(null)

  async function run(work: () => Promise<unknown>, said: string, undo?: () => Promise<unknown>) {
    setBusy(true)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: cannedRepliesKey })
      const again = () => queries.invalidateQueries({ queryKey: cannedRepliesKey })
      const action = undo && { label: t('app.undo'), run: () => void undo().then(again, again) }
      notify({ title: said, ...(action ? { action } : {}) })
      onDone()
    } catch (fault) {
      if (!isApiError(fault)) throw fault
      if (fault.code === 'shortcut_taken') setErrors({ shortcut: t('replies.shortcutTaken') })
      else if (fault.code === 'reply_changed') {
        const now = fault.problem?.reply as CannedReply
        setVersion(now.version)
        setTheirs(now)
      } else setErrors({ whole: sayRefused(fault) })
    } finally {
      setBusy(false)
    }
  }

  return {
    errors,
    busy,
    theirs,
    save() {
      const wrong = check(form)
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return
      const body = bodyOf(form)
      void run(
        () =>
          reply
            ? api.call('PUT /canned-replies/{id}', { params: { id: reply.id }, body: { ...body, version } })
            : api.call('POST /canned-replies', { body }),
        t('replies.saved'),
      )
    },
    remove() {
      if (!reply) return
      const body = bodyOf(formOf(reply, false))
      void run(
        () => api.call('DELETE /canned-replies/{id}', { params: { id: reply.id } }),
        t('replies.removed', { shortcut: reply.shortcut }),
        () => api.call('POST /canned-replies', { body }),
      )
    },
  }
}
