// The rows of one list: live ones, further pages by cursor, or what a search found. What a page gives becomes
// live, too.
import type { ConversationRow } from '@baton/client'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'
import { api } from '../../app/link.ts'
import { useDesk } from '../../app/use-desk.tsx'
import type { Tab } from './list-order.ts'
import { listOrder } from './list-order.ts'

export interface List {
  readonly rows: readonly ConversationRow[]
  readonly state: 'loading' | 'failed' | 'ready'
  readonly more: (() => void) | null
  readonly loadingMore: boolean
  readonly retry: () => void
}

const pageSize = 50

export function useList(tab: Tab, query: string, meId: string, teamId: string | null): List {
  const desk = useDesk()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const words = useDeferredValue(query.trim())

  const pages = useInfiniteQuery({
    queryKey: ['conversations', 'active', teamId],
    enabled: tab === 'active',
    initialPageParam: '',
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        state: 'active' as const,
        limit: pageSize,
        ...(pageParam ? { cursor: pageParam } : {}),
        ...(teamId ? { team: teamId } : {}),
      }
      const page = await api.call('GET /conversations', { query }, { signal })
      desk.learn(page.items)
      return { next: page.next }
    },
    getNextPageParam: page => page.next,
  })
  const found = useQuery({
    queryKey: ['conversations', 'search', words],
    enabled: words !== '',
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const page = await api.call('GET /conversations', { query: { q: words, limit: pageSize } }, { signal })
      desk.learn(page.items)
      return page.items.map(row => row.id)
    },
  })

  const rows = useMemo(() => {
    if (words === '') return listOrder(inbox, tab, { meId, teamId })
    return (found.data ?? []).flatMap(id => inbox.rows.get(id) ?? [])
  }, [inbox, tab, meId, teamId, words, found.data])

  if (words !== '') {
    const state = found.isError ? 'failed' : found.isPending ? 'loading' : 'ready'
    return { rows, state, more: null, loadingMore: false, retry: () => void found.refetch() }
  }
  const failed = !inbox.loaded && pages.isError
  return {
    rows,
    state: failed ? 'failed' : inbox.loaded || rows.length > 0 ? 'ready' : 'loading',
    more: tab === 'active' && pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    loadingMore: pages.isFetchingNextPage,
    retry: () => {
      desk.reconnect()
      void pages.refetch()
    },
  }
}
