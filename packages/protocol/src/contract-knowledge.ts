// Routes for what an AI agent may read: files and pages.
import type { Route } from './route.ts'

export const knowledgeRoutes = {} as const satisfies Record<string, Route>
