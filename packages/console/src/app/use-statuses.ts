// The statuses of the workspace, in their order; none: any text is one.
import type { Status } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { api } from './link.ts'

const none: readonly Status[] = []

export const statusesKey = ['statuses']

export function useStatuses() {
  const { data, isLoading } = useQuery({
    queryKey: statusesKey,
    queryFn: () => api.call('GET /statuses'),
    staleTime: 30_000,
  })
  return { statuses: data?.items ?? none, pending: isLoading }
}
