// Who works here, and with whom: me, my workspace, what a completion requires, colleagues and teams.
import type { AgentRow, AnswerOf, TeamRow } from '@baton/client'
import type { AgentActor, AgentId } from '@baton/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createContext, useContext, useMemo } from 'react'
import { api } from './link.ts'

export type Me = AnswerOf<'GET /me'>

interface Session extends Me {
  readonly signOut: () => void
}

const SessionContext = createContext<Session | null>(null)

interface SessionProviderProps {
  readonly me: Me
  readonly signOut: () => void
  readonly children: ReactNode
}

export function SessionProvider({ me, signOut, children }: SessionProviderProps) {
  const session = useMemo(() => ({ ...me, signOut }), [me, signOut])
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession needs a SessionProvider above it')
  return session
}

/** Me as the guards of the core know an agent. */
export function useActor(): AgentActor {
  const { agent } = useSession()
  return useMemo(
    () => ({ kind: 'agent', id: agent.id as AgentId, name: agent.name, role: agent.role }),
    [agent],
  )
}

const noAgents: readonly AgentRow[] = []
const noTeams: readonly TeamRow[] = []
const noBots: AnswerOf<'GET /bots'>['items'] = []

export function useAgents(): readonly AgentRow[] {
  const { data } = useQuery({
    queryKey: ['agents'],
    queryFn: () => api.call('GET /agents'),
    staleTime: 60_000,
  })
  return data?.items ?? noAgents
}

/** Read when somebody asks for them. `pending`: they are on their way. */
export function useBots(wanted: boolean) {
  const { data, isLoading } = useQuery({
    queryKey: ['bots', 'to-send'],
    queryFn: () => api.call('GET /bots'),
    staleTime: 30_000,
    enabled: wanted,
  })
  return { bots: data?.items ?? noBots, pending: isLoading }
}

export function useTeams(): readonly TeamRow[] {
  const { data } = useQuery({
    queryKey: ['teams'],
    queryFn: () => api.call('GET /teams'),
    staleTime: 60_000,
  })
  return data?.items ?? noTeams
}
