// How a takeover ends: briefs, completion and feedback.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'

export function closingRoutes(_app: App): Implementations<never> {
  return {}
}
