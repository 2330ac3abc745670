// What the foot of a chat is given.
import type { ConversationRow } from '@baton/client'
import type { ReadLog } from '../../app/logs.ts'
import type { Outgoing } from '../../app/outbox.ts'
import type { Commands } from '../../app/use-commands.ts'
import type { Bubble } from './bubble.ts'
import type { Send } from './use-send.ts'

export interface FootProps {
  readonly row: ConversationRow
  readonly log: ReadLog
  readonly commands: Commands
  readonly send: Send
  readonly heldBack: Outgoing | null
  /** The message that the reply is to. */
  readonly quoted: Bubble | null
  readonly onQuote: (bubble: Bubble | null) => void
  readonly onCancelBot: () => void
  readonly onTakeFrom: () => void
  readonly onDismiss: () => void
  /** What comes back into the composer: an edit of what failed or was held back. */
  readonly returned: Pick<Outgoing, 'text' | 'media'> | null
}
