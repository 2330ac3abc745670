// Why a person is wanted, in one line: the asker's own words where there are some, else the kind of reason.
import type { ConversationRow } from '@baton/client'
import type { Saying } from './words.ts'

/** In the log it follows other words, here it stands alone. */
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

export function reasonLine(request: ConversationRow['request'], t: Saying['t']): string {
  const last = request?.reasons.at(-1)
  // The platform's own reasons are codes, not words.
  if (last?.text === 'owner_gone') return capital(t('line.why.owner_gone'))
  return last?.text || t(`cause.${last?.cause ?? 'customer_asked'}`)
}
