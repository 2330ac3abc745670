// The notes that name me, as the server keeps them; read again when a colleague writes one.
import type { AnswerOf } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from './link.ts'

type Answer = AnswerOf<'GET /me/mentions'>
export type Mention = Answer['items'][number]

const key = ['mentions'] as const
const none: readonly Mention[] = []

export function useMentions() {
  const queries = useQueryClient()
  const { data, isError, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api.call('GET /me/mentions'),
    staleTime: 60_000,
  })
  /** Null: all of them. At once on the page; what the server then says counts. */
  const mark = useCallback(
    (one: Pick<Mention, 'conversationId' | 'seq'> | null) => {
      const isMeant = ({ conversationId, seq }: Mention) =>
        one === null || (conversationId === one.conversationId && seq === one.seq)
      queries.setQueryData<Answer>(key, before => {
        if (!before) return before
        const items = before.items.map(each => (isMeant(each) ? { ...each, read: true } : each))
        return { items, unread: items.filter(({ read }) => !read).length }
      })
      const body = one ? { conversationId: one.conversationId, seq: one.seq } : {}
      const again = () => queries.invalidateQueries({ queryKey: key })
      void api.call('POST /me/mentions/read', { body }).then(again, again)
    },
    [queries],
  )
  return {
    items: data?.items ?? none,
    unread: data?.unread ?? 0,
    state: data ? ('ready' as const) : isError ? ('failed' as const) : ('loading' as const),
    retry: () => void refetch(),
    refresh: useCallback(() => void queries.invalidateQueries({ queryKey: key }), [queries]),
    mark,
    markAll: () => mark(null),
  }
}
