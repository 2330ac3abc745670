import type { enSettingsCompletion } from './en-settings-completion.ts'

export const esSettingsCompletion: Readonly<Record<keyof typeof enSettingsCompletion, string>> = {}
