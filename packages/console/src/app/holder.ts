// Who holds the baton, as a ring: the one sign that is the same everywhere.
import type { ConversationRow } from '@baton/client'
import type { RingTone } from '../ui/avatar.tsx'

export function ringOf(row: ConversationRow, meId: string): RingTone {
  if (row.state === 'intervened') return row.owner?.id === meId ? 'mine' : 'person'
  return row.state === 'requesting' ? 'waiting' : 'bot'
}
