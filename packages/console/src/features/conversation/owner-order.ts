// Colleagues to give a conversation to: whoever is there and has room first.
import type { AgentPresence, AgentRow } from '@baton/client'

export interface Candidate {
  readonly agent: AgentRow
  readonly presence: AgentRow['presence']
  readonly held: number
  /** Holds as many as routing would give them, or more. */
  readonly full: boolean
}

const rank: Record<AgentRow['presence'], number> = { online: 0, away: 1, offline: 2 }

/** How taken up they are; without a limit by what they hold. */
const share = ({ held, agent }: Candidate) => (agent.capacity > 0 ? held / agent.capacity : held)

export function candidates(
  agents: readonly AgentRow[],
  here: ReadonlyMap<string, AgentPresence>,
): readonly Candidate[] {
  return agents
    .filter(agent => agent.active)
    .map(agent => {
      const told = here.get(agent.id)
      const held = told?.held ?? agent.held
      return {
        agent,
        held,
        presence: told?.presence ?? ('offline' as const),
        full: agent.capacity > 0 && held >= agent.capacity,
      }
    })
    .sort(
      (a, b) =>
        rank[a.presence] - rank[b.presence] ||
        Number(a.full) - Number(b.full) ||
        share(a) - share(b) ||
        a.agent.name.localeCompare(b.agent.name),
    )
}

/** Why giving it to them makes the customer wait; null: it does not. */
export function doubtOf({ presence, full }: Candidate): 'offline' | 'away' | 'full' | null {
  if (presence !== 'online') return presence
  return full ? 'full' : null
}
