// The channels as the server knows them: what each can carry, and whether something is wrong with it.
import type { ChannelRow } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { api } from './link.ts'

export const channelsKey = ['channels'] as const

export function useChannels() {
  return useQuery({ queryKey: channelsKey, queryFn: () => api.call('GET /channels'), staleTime: 60_000 })
}

/** Null while it is not known, and for the web widget, which carries everything. */
export function useChannel({ id, kind }: { readonly id: string; readonly kind: string }): ChannelRow | null {
  const asked = useQuery({
    queryKey: channelsKey,
    queryFn: () => api.call('GET /channels'),
    staleTime: 60_000,
    enabled: kind !== 'web',
  })
  return kind === 'web' ? null : (asked.data?.items.find(channel => channel.id === id) ?? null)
}
