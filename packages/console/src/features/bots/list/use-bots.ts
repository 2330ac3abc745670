// The bots as the server lists them. Nothing pushes changes to them: they are asked for when the list is opened.
import type { AnswerOf } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../app/link.ts'

export type BotListRow = AnswerOf<'GET /bots'>['items'][number]
export type BotRight = BotListRow['right']

export const botsKey = ['bots'] as const

export function useBots() {
  return useQuery({
    queryKey: botsKey,
    queryFn: () => api.call('GET /bots'),
    select: ({ items }) => items,
    refetchOnMount: 'always',
  })
}
