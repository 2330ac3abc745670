export const enSettingsCompletion = {} as const
