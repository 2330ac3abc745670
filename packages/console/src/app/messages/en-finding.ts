// Finding conversations: filters, saved views, words in messages. English.

export const enFinding = {} as const
