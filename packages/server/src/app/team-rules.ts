// What cannot be set for a team: a way out of an empty queue that leads back into it.
import type { TeamId } from '@baton/core'
import type { RoutingSettings } from '@baton/protocol'
import type { Workspace } from './workspace.ts'

export type FallbackFault = 'unknown_team' | 'own_queue' | 'cycle'

/** `teamId`: whose settings they are to be; null: those of conversations of no team. */
export function fallbackFault(
  { teams }: Workspace,
  teamId: TeamId | null,
  { nobody }: RoutingSettings,
): FallbackFault | null {
  let { goes } = nobody
  const passed = new Set<TeamId | null>([teamId])
  for (let first = true; typeof goes === 'object'; first = false) {
    const next = teams.get(goes.teamId)
    if (!next) return 'unknown_team'
    if (passed.has(next.id)) return first ? 'own_queue' : 'cycle'
    passed.add(next.id)
    goes = next.routing.nobody.goes
  }
  return null
}
