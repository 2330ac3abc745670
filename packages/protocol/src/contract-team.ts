// The team: presence, teams, queues and routing.
import type { Route } from './route.ts'

export const teamRoutes = {} as const satisfies Record<string, Route>
