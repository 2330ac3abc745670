// How a takeover ends: briefs, completion and feedback. English.

export const enClosing = {} as const
