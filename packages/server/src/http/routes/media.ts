// Attachments: given to Baton, and fetched again by signed links.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'

export function mediaRoutes(_app: App): Implementations<never> {
  return {}
}
