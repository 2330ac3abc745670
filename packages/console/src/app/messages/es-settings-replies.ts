import type { enSettingsReplies } from './en-settings-replies.ts'

export const esSettingsReplies: Readonly<Record<keyof typeof enSettingsReplies, string>> = {}
