// Who a contact is: ways to reach them, their other conversations, statuses. English.

export const enContacts = {} as const
