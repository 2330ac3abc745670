// Conversations as this server last wrote them. Of use only when the locked row still has the same `seq` and the
// same version of its contact: nothing else changes one, so its snapshot need not travel again.
import type { Loaded } from '../app/ports.ts'
import { nothingRecalled } from './conversation-record.ts'

export interface LoadedCache {
  get(conversationId: string): Loaded | undefined
  /** After the commit. */
  put(loaded: Loaded): void
  forget(conversationId: string): void
}

export function createLoadedCache(limit: number): LoadedCache {
  const held = new Map<string, Loaded>()
  return {
    get: conversationId => held.get(conversationId),
    put(loaded) {
      const { conversationId } = loaded.state
      // The order of insertion is the order of use: the first is the one to go.
      held.delete(conversationId)
      held.set(conversationId, { ...loaded, state: { ...loaded.state, recall: nothingRecalled } })
      if (held.size <= limit) return
      const [oldest] = held.keys()
      if (oldest !== undefined) held.delete(oldest)
    },
    forget: conversationId => void held.delete(conversationId),
  }
}
