// All that the panel draws from, as one immutable value.
import { type ConversationLog, emptyLog, type LiveStatus, type VisitorItem } from '@baton/client'
import type { ChannelConfig } from './memory.ts'
import type { Unsent } from './unsent.ts'

export interface VisitState {
  readonly config: ChannelConfig | null
  readonly configFailed: boolean
  readonly log: ConversationLog<VisitorItem>
  /** Messages that plain calls brought while the line was down; the line brings them again, with the rest. */
  readonly ahead: readonly VisitorItem[]
  /** False while a known conversation has not been read yet. */
  readonly loaded: boolean
  readonly unsent: readonly Unsent[]
  /** `idle`: there is no conversation yet. */
  readonly line: LiveStatus | 'idle'
  /** The line is down, but plain calls come through. */
  readonly polling: boolean
  /** Who is writing; null: nobody. */
  readonly typing: { readonly name: string | null } | null
  /** What the bot has written of its next message; empty: nothing yet. */
  readonly writing: string
  readonly begunAnew: boolean
  readonly asking: 'no' | 'asking' | 'failed'
  readonly open: boolean
  readonly draft: string
  /** The line has been down for longer than is worth passing over. */
  readonly troubled: boolean
  /** The visitor has seen everything up to this `seq`. */
  readonly readThrough: number
}

export const firstState: VisitState = {
  config: null,
  configFailed: false,
  log: emptyLog,
  ahead: [],
  loaded: true,
  unsent: [],
  line: 'idle',
  polling: false,
  typing: null,
  writing: '',
  begunAnew: false,
  asking: 'no',
  open: false,
  draft: '',
  troubled: false,
  readThrough: 0,
}

export function itemsOf({ log, ahead }: VisitState): readonly VisitorItem[] {
  const more = ahead.filter(item => item.seq > log.cursor)
  return more.length === 0 ? log.items : [...log.items, ...more]
}

/** Messages to the visitor that they have not seen. */
export function unreadOf(state: VisitState): number {
  return itemsOf(state).filter(item => item.type === 'MessageSent' && item.seq > state.readThrough).length
}

/** The `seq` of the last message to the visitor; 0 when there is none. */
export function lastToVisitor(state: VisitState): number {
  return itemsOf(state).findLast(item => item.type === 'MessageSent')?.seq ?? 0
}
