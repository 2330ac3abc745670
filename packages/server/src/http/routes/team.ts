// The team: presence, teams, queues and routing.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'

export function teamRoutes(_app: App): Implementations<never> {
  return {}
}
