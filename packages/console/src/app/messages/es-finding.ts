// Finding conversations: filters, saved views, words in messages. Spanish.
import type { enFinding } from './en-finding.ts'

export const esFinding: Readonly<Record<keyof typeof enFinding, string>> = {}
