// A bot names a queue by the team's id or its name.
import type { TeamId } from '@baton/core'

/** Null: there is no such team. Names are compared without case. */
export function teamNamed(
  teams: Iterable<{ readonly id: TeamId; readonly name: string }>,
  named: string,
): TeamId | null {
  const wanted = named.trim().toLowerCase()
  for (const { id, name } of teams) if (id === wanted || name.toLowerCase() === wanted) return id
  return null
}
