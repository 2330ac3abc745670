// Takes what waits out of hands that are gone (OW5), or that work here no longer. A query every few seconds, on every
// server: what one of them did, the others find done.
import type { Flights } from './flights.ts'
import type { AgentKey, HeldConversation, RoutingStore, TeamStore } from './team-store.ts'

export interface GoneOwners {
  sweep(): Promise<void>
  /** Everything that a deactivated agent holds goes back to the queue, and nothing is offered to them any more. */
  release(agent: AgentKey): Promise<void>
}

const atOnce = 200
const system = { kind: 'system' } as const

export function createGoneOwners(
  team: Pick<TeamStore, 'goneOwners' | 'heldBy'>,
  routing: Pick<RoutingStore, 'offers'>,
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
      const { workspaceId, agentId } = agent
      const [held, offers] = await Promise.all([team.heldBy(agent), routing.offers(workspaceId)])
      const theirs = offers.filter(offer => offer.agentId === agentId)
      const command = { type: 'WithdrawOffer', actor: system, agentId } as const
      await Promise.all([
        ...held.map(deactivated),
        ...theirs.map(({ conversationId }) => flights.handle({ workspaceId, conversationId, command })),
      ])
    },
  }
}
