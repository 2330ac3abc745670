// The templates of a channel, as they were fetched last, and fetching them again.
import type { TemplateRow } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { notify } from '../../ui/toast.tsx'
import { api } from '../link.ts'
import { sayFailure } from '../refusal.ts'
import { useChannelWords } from '../use-channel-words.ts'

export interface Templates {
  /** Null while they come. */
  readonly items: readonly TemplateRow[] | null
  readonly syncedAt: string | null
  readonly failed: boolean
  readonly busy: boolean
  readonly retry: () => void
  readonly sync: () => Promise<void>
}

export function useTemplates(channelId: string): Templates {
  const { t, plural } = useChannelWords()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const queryKey = ['templates', channelId]
  const params = { id: channelId }
  const asked = useQuery({
    queryKey,
    queryFn: () => api.call('GET /channels/{id}/templates', { params }),
    enabled: channelId !== '',
  })
  return {
    items: asked.data?.items ?? null,
    syncedAt: asked.data?.syncedAt ?? null,
    failed: asked.isError && !asked.data,
    busy,
    retry: () => void asked.refetch(),
    async sync() {
      setBusy(true)
      try {
        const fresh = await api.call('POST /channels/{id}/templates/sync', { params })
        client.setQueryData(queryKey, fresh)
        notify({ title: plural('template.syncDone', fresh.items.length) })
      } catch (fault) {
        notify(sayFailure(fault, t))
      } finally {
        setBusy(false)
      }
    },
  }
}
