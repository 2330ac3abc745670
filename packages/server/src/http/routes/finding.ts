// Finding conversations: filters, saved views, words in messages.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'

export function findingRoutes(_app: App): Implementations<never> {
  return {}
}
