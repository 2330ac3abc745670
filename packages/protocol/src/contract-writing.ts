// What helps to write: canned replies, drafts, mentions.
import type { Route } from './route.ts'

export const writingRoutes = {} as const satisfies Record<string, Route>
