// A line that somebody wants to see in a conversation which is not open yet. Taken once, by the chat that opens.
let wanted: { readonly conversationId: string; readonly seq: number } | null = null
const listeners = new Set<() => void>()

export function askJump(conversationId: string, seq: number): void {
  wanted = { conversationId, seq }
  for (const listener of listeners) listener()
}

export function takeJump(conversationId: string): number | null {
  if (wanted?.conversationId !== conversationId) return null
  const { seq } = wanted
  wanted = null
  return seq
}

/** For a chat that is open already. */
export function onJump(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
