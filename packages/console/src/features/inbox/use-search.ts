// What typing finds: names at once among the rows held, then all names and everything that was said.
import type { AnswerOf, ConversationRow, Inbox } from '@baton/client'
import { searchTerms, wordsIn } from '@baton/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'
import { api } from '../../app/link.ts'
import { useDesk } from '../../app/use-desk.tsx'

export type Hit = AnswerOf<'GET /search'>['items'][number]

const namesAtOnce = 5
const page = 20

/** Every word typed begins a word of the name or the address. */
function namedAmong(inbox: Inbox, query: string): readonly ConversationRow[] {
  const wanted = searchTerms(query, 1).flatMap(term => term.words)
  if (wanted.length === 0) return []
  const found: ConversationRow[] = []
  const { requesting, intervened, active } = inbox.lists
  for (const list of [requesting, intervened, active]) {
    for (const row of list) {
      const words = wordsIn(`${row.contact.name} ${row.contact.email ?? ''}`)
      if (wanted.every(one => words.some(({ word }) => word.startsWith(one)))) found.push(row)
      if (found.length === namesAtOnce) return found
    }
  }
  return found
}

export function useSearch(query: string) {
  const desk = useDesk()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const words = useDeferredValue(query.trim())
  const asked = words !== ''
  const named = useInfiniteQuery({
    queryKey: ['conversations', 'named', words],
    enabled: asked,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        q: words,
        limit: pageParam ? page : namesAtOnce,
        ...(pageParam ? { cursor: pageParam } : {}),
      }
      const found = await api.call('GET /conversations', { query }, { signal })
      desk.learn(found.items)
      return { ids: found.items.map(row => row.id), next: found.next }
    },
    getNextPageParam: last => last.next,
  })
  const said = useInfiniteQuery({
    queryKey: ['search', words],
    enabled: asked,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = { q: words, limit: page, ...(pageParam ? { cursor: pageParam } : {}) }
      const found = await api.call('GET /search', { query }, { signal })
      desk.learn(found.items.map(item => item.conversation))
      return found
    },
    getNextPageParam: last => last.next,
  })
  const rows = useMemo(() => {
    const ids = named.data?.pages.flatMap(one => one.ids)
    if (!ids || named.isPlaceholderData) return namedAmong(inbox, words)
    return [...new Set(ids)].flatMap(id => inbox.rows.get(id) ?? [])
  }, [named.data, named.isPlaceholderData, inbox, words])
  return {
    words,
    rows,
    hits: said.data?.pages.flatMap(one => one.items) ?? [],
    pending: (named.isPending && rows.length === 0) || said.isPending,
    failed: named.isError || said.isError,
    moreNames: named.hasNextPage ? () => void named.fetchNextPage() : null,
    moreHits: said.hasNextPage && !said.isFetchingNextPage ? () => void said.fetchNextPage() : null,
    retry: () => {
      void named.refetch()
      void said.refetch()
    },
  }
}
