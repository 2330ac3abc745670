import type { enSettingsStatuses } from './en-settings-statuses.ts'

export const esSettingsStatuses: Readonly<Record<keyof typeof enSettingsStatuses, string>> = {}
