// Attachments: given to Baton, and fetched again by signed links.
import type { Route } from './route.ts'

export const mediaRoutes = {} as const satisfies Record<string, Route>
