// Another conversation that is read beside the open one.
import type { ConversationRow } from '@baton/client'
import { useState } from 'react'
import { notify } from '../ui/toast.tsx'
import { useWords } from './i18n.tsx'
import { api } from './link.ts'
import { sayFailure } from './refusal.ts'

export interface PastReading {
  readonly row: ConversationRow | null
  readonly show: (row: ConversationRow) => void
  /** The conversation of a contact that began last. */
  readonly showLatestOf: (contactId: string) => void
  readonly close: () => void
}

export function usePast(): PastReading {
  const { t } = useWords()
  const [row, setRow] = useState<ConversationRow | null>(null)
  async function latest(id: string) {
    try {
      const query = { limit: 1 }
      const { items } = await api.call('GET /contacts/{id}/conversations', { params: { id }, query })
      setRow(items[0]?.conversation ?? null)
    } catch (fault) {
      notify(sayFailure(fault, t))
    }
  }
  return { row, show: setRow, showLatestOf: id => void latest(id), close: () => setRow(null) }
}
