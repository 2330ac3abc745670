// Alert channels, ladders and the log, as the settings need them.
import type { AnswerOf, BodyOf } from '@baton/client'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../../../app/link.ts'

export type AlertChannel = AnswerOf<'GET /alert-channels'>['items'][number]
export type Ladder = AnswerOf<'GET /alert-ladders'>['items'][number]
export type LadderStep = Ladder['steps'][number]
export type RuleName = Pick<AnswerOf<'GET /rules'>['items'][number], 'id' | 'name'>
export type Alert = AnswerOf<'GET /alerts'>['items'][number]
export type NewChannel = BodyOf<'POST /alert-channels'>

const channelsKey = ['alert-channels']
const laddersKey = ['alert-ladders']
const logKey = ['alert-log']

export function useAlertChannels() {
  return useQuery({
    queryKey: channelsKey,
    queryFn: async ({ signal }) => (await api.call('GET /alert-channels', {}, { signal })).items,
    refetchInterval: 15_000,
  })
}

export function useLadders() {
  return useQuery({
    queryKey: laddersKey,
    queryFn: async ({ signal }) => (await api.call('GET /alert-ladders', {}, { signal })).items,
  })
}

/** Rules that make the team be told. */
export function useTellingRules() {
  return useQuery({
    queryKey: ['rules', 'telling'],
    queryFn: async ({ signal }): Promise<readonly RuleName[]> =>
      (await api.call('GET /rules', {}, { signal })).items.filter(({ actions }) =>
        actions.some(action => action.do === 'request' || action.do === 'alert'),
      ),
  })
}

export function useAlertLog() {
  return useInfiniteQuery({
    queryKey: logKey,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'GET /alerts',
        { query: { limit: 20, ...(pageParam ? { after: pageParam } : {}) } },
        { signal },
      ),
    getNextPageParam: page => page.next,
    refetchInterval: 10_000,
  })
}

/** After a change: whatever shows alerts asks again. */
export function useRenewAlerts(): () => void {
  const queries = useQueryClient()
  return useCallback(() => {
    for (const queryKey of [channelsKey, laddersKey, logKey]) void queries.invalidateQueries({ queryKey })
  }, [queries])
}
