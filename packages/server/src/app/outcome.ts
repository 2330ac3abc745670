// What became of a command.
import type { Conversation, Rejection } from '@baton/core'
import type { EncodedEvent } from './ports.ts'

export type Outcome =
  | {
      readonly ok: true
      readonly events: readonly EncodedEvent[]
      readonly state: Conversation
      /** The `seq` under which the same send was stored before. */
      readonly acceptedAt: number | null
    }
  | { readonly ok: false; readonly rejection: Rejection; readonly state: Conversation }
  /** There is no such conversation in this workspace. */
  | { readonly ok: false; readonly rejection: null; readonly state: null }
