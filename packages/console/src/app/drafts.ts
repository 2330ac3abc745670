// What an agent wrote and did not send, by conversation and kind. Kept in the browser through reloads,
// sign-outs and broken lines.
import { useCallback, useState } from 'react'

/** What the box at the foot of a chat may hold. */
export type WritingKind = 'reply' | 'note' | 'guide'
/** `answer`: to a bot's question, kept under the id of the question. */
export type DraftKind = WritingKind | 'answer'

const keyOf = (conversationId: string, kind: DraftKind) => `baton.draft.${kind}.${conversationId}`

export function readDraft(conversationId: string, kind: DraftKind): string {
  try {
    return localStorage.getItem(keyOf(conversationId, kind)) ?? ''
  } catch {
    return ''
  }
}

export function writeDraft(conversationId: string, kind: DraftKind, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(conversationId, kind))
    else localStorage.setItem(keyOf(conversationId, kind), text)
  } catch {
    // Private windows refuse: the draft then lasts for this page.
  }
}

/** The draft of the conversation that is open; the caller is keyed by conversation. */
export function useDraft(conversationId: string, kind: DraftKind): readonly [string, (text: string) => void] {
  const [drafts, setDrafts] = useState<Partial<Record<DraftKind, string>>>({})
  const text = drafts[kind] ?? readDraft(conversationId, kind)
  const set = useCallback(
    (next: string) => {
      writeDraft(conversationId, kind, next)
      setDrafts(before => ({ ...before, [kind]: next }))
    },
    [conversationId, kind],
  )
  return [text, set]
}
