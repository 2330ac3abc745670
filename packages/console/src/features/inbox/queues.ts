// The queues of a list: all, mine, and each team's, with how many wait and are held there. Who waits and who is
// held is known whole, so that the counts are live without asking.
import type { ConversationRow, TeamRow } from '@baton/client'

export interface Load {
  readonly waiting: number
  readonly held: number
}

const nothing: Load = { waiting: 0, held: 0 }

/** By team; whatever is in no team is under null. */
export function loadsOf(rows: Iterable<ConversationRow>): ReadonlyMap<string | null, Load> {
  const loads = new Map<string | null, Load>()
  for (const row of rows) {
    if (row.state === 'active') continue
    const { waiting, held } = loads.get(row.teamId) ?? nothing
    loads.set(
      row.teamId,
      row.state === 'requesting' ? { waiting: waiting + 1, held } : { waiting, held: held + 1 },
    )
  }
  return loads
}

export const loadOf = (loads: ReadonlyMap<string | null, Load>, teamId: string): Load =>
  loads.get(teamId) ?? nothing

/** Mine first, each part by name. */
export function teamsInOrder(teams: readonly TeamRow[], meId: string): readonly TeamRow[] {
  const rank = (team: TeamRow) => (team.members.includes(meId) ? 0 : 1)
  return [...teams].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}
