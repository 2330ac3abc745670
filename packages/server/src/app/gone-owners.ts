// Takes what waits out of hands that are gone (OW5), or that work here no longer. A query every few seconds, on every
// server: what one of them did, the others find done.
import type { Flights } from './flights.ts'
import type { AgentKey, HeldConversation, TeamStore } from './team-store.ts'

export interface GoneOwners {
  sweep(): Promise<void>
  /** Everything that a deactivated agent holds goes back to the queue. */
  release(agent: AgentKey): Promise<void>
}

const atOnce = 200
const system = { kind: 'system' } as const

export function createGoneOwners(
  team: Pick<TeamStore, 'goneOwners' | 'heldBy'>,
  flights: Pick<Flights, 'handle'>,
): GoneOwners {
  async function deactivated({
    workspaceId,
    conversationId,
    ownerId,
    epoch,
  }: HeldConversation): Promise<void> {
    const why = { reason: 'agent_deactivated' } as const
    const command = { type: 'ReturnGone', actor: system, ownerId, epoch, why } as const
    await flights.handle({ workspaceId, conversationId, command })
  }

  return {
    async sweep() {
      const gone = await team.goneOwners(atOnce)
      await Promise.all(
        gone.map(async held => {
          if (!held.active) return deactivated(held)
          const { workspaceId, conversationId, ownerId, epoch, goneSince, limitMs } = held
          const why = { reason: 'owner_gone', goneSince, limitMs } as const
          const command = { type: 'ReturnGone', actor: system, ownerId, epoch, why } as const
          await flights.handle({ workspaceId, conversationId, command })
        }),
      )
    },
    async release(agent) {
      await Promise.all((await team.heldBy(agent)).map(deactivated))
    },
  }
}
