// The team: presence, teams, queues and routing. English.

export const enTeam = {} as const
