// What helps to write: canned replies, drafts, mentions. English.

export const enWriting = {} as const
