// One conversation as a reader holds it: immutable, in the order of the log, without gaps [DL2].
import { cutFrame, type Frame, type Outcome } from './frame.ts'

export interface ConversationLog<Item> {
  /** Everything up to and including this `seq` has been read. */
  readonly cursor: number
  readonly items: readonly Item[]
}

export const emptyLog: ConversationLog<never> = { cursor: 0, items: [] }

/** After `gap` the log is as it was: read again from its cursor. */
export function extendLog<Item extends { readonly seq: number }>(
  log: ConversationLog<Item>,
  frame: Frame<Item>,
): { readonly log: ConversationLog<Item>; readonly outcome: Outcome } {
  const { outcome, items } = cutFrame(log.cursor, frame)
  if (outcome !== 'extended') return { log, outcome }
  const next = items.length === 0 ? log.items : [...log.items, ...items]
  return { log: { cursor: frame.cursor, items: next }, outcome }
}
