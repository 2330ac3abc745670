// What can be done with single messages of a log. Null: it is only read.
import { createContext, useContext } from 'react'
import type { Bubble } from './bubble.ts'

export interface TalkActions {
  /** Null where it cannot be told which message an answer belongs to. */
  readonly quote: ((bubble: Bubble) => void) | null
  readonly retry: (bubble: Bubble) => void
  readonly jump: (seq: number) => void
}

export const TalkContext = createContext<TalkActions | null>(null)
export const useTalkActions = () => useContext(TalkContext)
