// What helps to write: canned replies, drafts, mentions. Spanish.
import type { enWriting } from './en-writing.ts'

export const esWriting: Readonly<Record<keyof typeof enWriting, string>> = {}
