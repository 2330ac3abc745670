// What an agent wrote as the answer to a bot's question and did not send. Kept in the browser through reloads and
// broken lines; what is begun in a conversation is kept by writing.ts.
import { useCallback, useState } from 'react'

/** What the box at the foot of a chat may hold. */
export type WritingKind = 'reply' | 'note' | 'guide'
const keyOf = (questionId: string) => `baton.draft.answer.${questionId}`

function readDraft(questionId: string): string {
  try {
    return localStorage.getItem(keyOf(questionId)) ?? ''
  } catch {
    return ''
  }
}

function writeDraft(questionId: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(questionId))
    else localStorage.setItem(keyOf(questionId), text)
  } catch {
    // Private windows refuse: the draft then lasts for this page.
  }
}

/** The caller is keyed by question. */
export function useAnswerDraft(questionId: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState(() => readDraft(questionId))
  const set = useCallback(
    (next: string) => {
      writeDraft(questionId, next)
      setDraft(next)
    },
    [questionId],
  )
  return [draft, set]
}
