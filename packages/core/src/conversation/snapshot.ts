// A conversation as it is kept between commands. The recall is left out: a store loads the keys it needs.
import type { Conversation, Recall } from './state.ts'

export type Snapshot = Omit<Conversation, 'recall'>

/** Grows with every change of shape; a snapshot of another version is folded anew from the log. */
export const snapshotVersion = 7

export function toSnapshot(state: Conversation): Snapshot {
  const { recall: _, ...snapshot } = state
  return snapshot
}

export function fromSnapshot(snapshot: Snapshot, recall: Recall): Conversation {
  return { ...snapshot, recall }
}
