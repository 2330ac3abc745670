// The webhooks and their deliveries as the settings need them; looked at anew while somebody looks at them.
import type { AnswerOf } from '@baton/client'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../app/link.ts'

export type WebhookRow = AnswerOf<'GET /webhooks'>['items'][number]
export type WebhookDelivery = AnswerOf<'GET /webhooks/{id}/deliveries'>['items'][number]
export type EventTypes = AnswerOf<'GET /webhooks'>['types']
export type DeliveryFilter = 'all' | 'waiting' | 'failed'

const key = ['webhooks'] as const
const lookMs = 5_000

export function useWebhooks(enabled: boolean) {
  return useQuery({
    queryKey: [...key, 'list'],
    queryFn: () => api.call('GET /webhooks'),
    refetchOnMount: 'always',
    refetchInterval: lookMs,
    enabled,
  })
}

export function useDeliveries(id: string, filter: DeliveryFilter) {
  return useInfiniteQuery({
    queryKey: [...key, 'log', id, filter],
    queryFn: ({ pageParam }) =>
      api.call('GET /webhooks/{id}/deliveries', {
        params: { id },
        query: {
          ...(filter === 'all' ? {} : { state: filter }),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
      }),
    initialPageParam: '',
    getNextPageParam: page => page.next,
    refetchInterval: lookMs,
  })
}

/** Both are read anew. */
export function useRenewWebhooks(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: key })
}

/** Host and path apart: the host is what an address is known by. */
export function partsOf(url: string): { readonly host: string; readonly rest: string } {
  try {
    const { host, pathname, search } = new URL(url)
    return { host, rest: `${pathname}${search}`.replace(/^\/$/, '') }
  } catch {
    return { host: url, rest: '' }
  }
}
