// The canned replies that I may use. Read once, and again when somebody changes them here.
import type { AnswerOf } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { api } from './link.ts'

export type CannedReply = AnswerOf<'GET /canned-replies'>['items'][number]

export const cannedRepliesKey = ['canned-replies'] as const

export function useCannedReplies(wanted: boolean) {
  return useQuery({
    queryKey: cannedRepliesKey,
    queryFn: () => api.call('GET /canned-replies'),
    staleTime: 60_000,
    enabled: wanted,
  })
}
