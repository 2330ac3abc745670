// Who a contact is: ways to reach them, their other conversations, statuses. Spanish.
import type { enContacts } from './en-contacts.ts'

export const esContacts: Readonly<Record<keyof typeof enContacts, string>> = {}
