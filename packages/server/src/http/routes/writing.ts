// What helps to write: canned replies, drafts, mentions.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'

export function writingRoutes(_app: App): Implementations<never> {
  return {}
}
