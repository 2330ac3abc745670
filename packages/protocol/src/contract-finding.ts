// Finding conversations: filters, saved views, words in messages.
import type { Route } from './route.ts'

export const findingRoutes = {} as const satisfies Record<string, Route>
