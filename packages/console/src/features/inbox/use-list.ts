// The rows of one list: live ones and further pages by cursor. What a page gives becomes live, too.
import type { ConversationRow } from '@baton/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { api } from '../../app/link.ts'
import { isFiltered, useListFilter } from '../../app/list-filter.ts'
import { useListSort } from '../../app/list-sort.ts'
import { useDesk } from '../../app/use-desk.tsx'
import { useNow } from '../../app/use-now.ts'
import { fitsFilter, queryOfFilter } from './filter-fits.ts'
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
/** Rows that are read anew after a break; further ones when they are scrolled to. */
const reread = 500
/** How soon a filter by time notices that time went by. */
const tickMs = 30_000

export function useList(tab: Tab, meId: string, teamId: string | null): List {
  const desk = useDesk()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const filter = useListFilter()
  const chosen = useListSort()
  const sort = tab === 'active' ? chosen : 'default'
  const filtered = isFiltered(filter)
  const now = useNow(tickMs)

  const pages = useInfiniteQuery({
    // A snapshot may have left rows behind: what was paged before it is paged anew.
    queryKey: ['conversations', tab, teamId, filter, sort, inbox.snapshots],
    initialPageParam: '',
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        ...queryOfFilter(filter, Date.now()),
        ...(tab === 'mine' ? { state: 'intervened' as const, owner: 'me' as const } : { state: tab }),
        ...(teamId && tab !== 'mine' ? { team: teamId } : {}),
        sort,
        limit: pageSize,
        ...(pageParam ? { cursor: pageParam } : {}),
      }
      const page = await api.call('GET /conversations', { query }, { signal })
      desk.learn(page.items)
      return { next: page.next }
    },
    getNextPageParam: page => page.next,
  })

  const listed = useMemo(
    () => listOrder(inbox, tab, { meId, teamId, sort }),
    [inbox, tab, meId, teamId, sort],
  )
  const rows = useMemo(
    () => (filtered ? listed.filter(row => fitsFilter(row, filter, meId, now)) : listed),
    [listed, filtered, filter, meId, now],
  )
  // After a break the pages that were shown are read anew: what they list may have changed meanwhile.
  const { hasNextPage, isFetching, fetchNextPage } = pages
  const behind = (pages.data?.pages.length ?? 0) * pageSize < Math.min(rows.length, reread)
  useEffect(() => {
    if (inbox.snapshots > 1 && behind && hasNextPage && !isFetching) void fetchNextPage()
  }, [inbox.snapshots, behind, hasNextPage, isFetching, fetchNextPage])

  const loaded = inbox.loaded && !(filtered && pages.isPending)
  const failed = pages.isError && (filtered || !inbox.loaded)
  return {
    rows,
    state: failed ? 'failed' : loaded || rows.length > 0 ? 'ready' : 'loading',
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    loadingMore: pages.isFetchingNextPage,
    retry: () => {
      desk.reconnect()
      void pages.refetch()
    },
  }
}
