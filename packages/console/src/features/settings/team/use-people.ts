// Everybody who works here or did, and the teams, as the settings need them: asked anew when they are opened.
import type { AgentRow, TeamRow } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../../../app/link.ts'

interface People {
  readonly agents: readonly AgentRow[]
  readonly teams: readonly TeamRow[]
}

export function usePeople() {
  return useQuery({
    queryKey: ['agents', 'all'],
    queryFn: async ({ signal }): Promise<People> => {
      const [agents, teams] = await Promise.all([
        api.call('GET /agents', { query: { all: 'true' } }, { signal }),
        api.call('GET /teams', {}, { signal }),
      ])
      return { agents: agents.items, teams: teams.items }
    },
    staleTime: 0,
  })
}

/** After a change: whoever shows agents or teams asks again. */
export function useRenewPeople(): () => void {
  const queries = useQueryClient()
  return useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['agents'] })
    void queries.invalidateQueries({ queryKey: ['teams'] })
  }, [queries])
}
