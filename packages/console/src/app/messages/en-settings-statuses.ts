export const enSettingsStatuses = {} as const
