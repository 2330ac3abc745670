// How a takeover ends: briefs, completion and feedback. Spanish.
import type { enClosing } from './en-closing.ts'

export const esClosing: Readonly<Record<keyof typeof enClosing, string>> = {}
