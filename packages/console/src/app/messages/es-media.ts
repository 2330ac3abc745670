// Attachments: given to Baton, and fetched again by signed links. Spanish.
import type { enMedia } from './en-media.ts'

export const esMedia: Readonly<Record<keyof typeof enMedia, string>> = {}
