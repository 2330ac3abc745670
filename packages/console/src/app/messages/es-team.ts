// The team: presence, teams, queues and routing. Spanish.
import type { enTeam } from './en-team.ts'

export const esTeam: Readonly<Record<keyof typeof enTeam, string>> = {}
