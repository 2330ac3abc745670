import type { enSettingsTeam } from './en-settings-team.ts'

export const esSettingsTeam: Readonly<Record<keyof typeof enSettingsTeam, string>> = {}
