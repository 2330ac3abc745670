// Canned replies as a file, to take them along. Who may use them comes along where another workspace can know it.
import type { BodyOf } from '@baton/client'
import type { CannedReply } from '../../../app/canned-replies.ts'

type ImportItem = BodyOf<'POST /canned-replies/import'>['items'][number]

export function fileOf(replies: readonly CannedReply[]): string {
  const items = replies.map(({ shortcut, title, text, language, for: people }) => ({
    shortcut,
    title,
    text,
    language,
    // Another workspace has other teams.
    for: people === 'me' ? 'me' : 'everyone',
  }))
  return `${JSON.stringify({ cannedReplies: items }, null, 2)}\n`
}

/** Null: it is no such file. What is wrong with single ones, the server says. */
export function itemsIn(text: string): ImportItem[] | null {
  try {
    const file: unknown = JSON.parse(text)
    const items = Array.isArray(file)
      ? file
      : typeof file === 'object' && file !== null && 'cannedReplies' in file
        ? file.cannedReplies
        : null
    const isItem = (item: unknown): item is ImportItem =>
      typeof item === 'object' && item !== null && 'shortcut' in item
    return Array.isArray(items) && items.length > 0 && items.every(isItem) ? items : null
  } catch {
    return null
  }
}
