export const enSettingsReplies = {} as const
