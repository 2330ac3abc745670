export const enSettingsTeam = {} as const
