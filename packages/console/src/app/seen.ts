// How far I have read each conversation that needs a person. Bot's conversations have no dot: they are the
// bot's to read.
import type { ConversationRow } from '@baton/protocol'
import { useSyncExternalStore } from 'react'

const key = 'baton.seen'
const kept = 400
const listeners = new Set<() => void>()
let seen: ReadonlyMap<string, number> = load()

function load(): ReadonlyMap<string, number> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return new Map(Array.isArray(stored) ? stored : [])
  } catch {
    return new Map()
  }
}

export function markSeen(id: string, seq: number): void {
  if ((seen.get(id) ?? 0) >= seq) return
  const next = new Map(seen)
  next.delete(id)
  seen = next.set(id, seq)
  try {
    localStorage.setItem(key, JSON.stringify([...seen].slice(-kept)))
  } catch {
    // Forgotten with the page.
  }
  for (const listener of listeners) listener()
}

export function isUnread(
  row: ConversationRow,
  meId: string,
  seenThrough: ReadonlyMap<string, number>,
): boolean {
  const wanted = row.state === 'requesting' || row.owner?.id === meId
  return wanted && row.lastMessage?.from === 'contact' && row.lastMessage.seq > (seenThrough.get(row.id) ?? 0)
}

export function useSeen(): ReadonlyMap<string, number> {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => seen,
  )
}
