// Attachments: given to Baton, and fetched again by signed links. English.

export const enMedia = {} as const
