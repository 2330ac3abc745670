// How a takeover ends: briefs, completion and feedback.
import type { Route } from './route.ts'

export const closingRoutes = {} as const satisfies Record<string, Route>
