// What is looked for inside one conversation: begun by its key, or by opening a hit of the search.
import { useSyncExternalStore } from 'react'

export interface FindHere {
  readonly conversationId: string
  readonly query: string
  /** Where to begin; null: at the latest hit. */
  readonly seq: number | null
}

let wanted: FindHere | null = null
const listeners = new Set<() => void>()

export function findHere(next: FindHere | null): void {
  wanted = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Of this conversation; null: nothing is looked for in it. */
export function useFindHere(conversationId: string): FindHere | null {
  return useSyncExternalStore(subscribe, () => (wanted?.conversationId === conversationId ? wanted : null))
}
