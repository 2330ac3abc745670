// One command on its way to a conversation.
import type { Command } from '@baton/core'
import type { ConversationKey, Lane } from './ports.ts'

export interface Errand extends ConversationKey {
  readonly command: Command
  /** The outbox row that this command settles, in the same transaction, unless it turns out not to be due. */
  readonly settles?: { readonly lane: Lane; readonly key: string }
}
