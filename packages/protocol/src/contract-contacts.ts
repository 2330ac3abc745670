// Who a contact is: ways to reach them, their other conversations, statuses.
import type { Route } from './route.ts'

export const contactsRoutes = {} as const satisfies Record<string, Route>
