// Who a contact is: ways to reach them, their other conversations, statuses.
import type { App } from '../../app/app.ts'
import type { Implementations } from '../call.ts'

export function contactsRoutes(_app: App): Implementations<never> {
  return {}
}
