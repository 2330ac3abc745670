// What a bot is writing right now, shown to whoever follows the conversation on this server and never stored. Of a
// turn that is over not one more character leaves: the caller closes its draft in the same tick in which it learns.
import type { ConversationId, TurnId } from '@baton/core'
import type { Feed } from './feed.ts'
import type { Reader } from './following.ts'

export interface Draft {
  add(text: string): void
  /** Nothing more is shown. Gives what was, and begins anew. */
  take(): string
  /** As `take`, for good; readers are told that it is over. */
  close(): string
}

export interface Drafts {
  open(conversationId: ConversationId, turnId: TurnId): Draft
  /** For a reader who comes in the middle. */
  greet(reader: Reader, conversationId: ConversationId): void
}

/** Frames of single tokens would cost more than they show. */
const flushEveryMs = 40

function frame(conversationId: ConversationId, turnId: TurnId, at: number, text: string): string {
  return JSON.stringify({ type: 'draft', conversationId, turnId, at, text })
}

export function createDrafts(feed: Pick<Feed, 'followersOf'>): Drafts {
  const open = new Map<ConversationId, { readonly turnId: TurnId; shown: string }>()

  function tell(conversationId: ConversationId, message: string): void {
    for (const reader of feed.followersOf(conversationId)) reader.push(message)
  }

  return {
    open(conversationId, turnId) {
      const state = { turnId, shown: '' }
      let waiting = ''
      let timer: NodeJS.Timeout | null = null
      let closed = false

      function flush(): void {
        timer = null
        if (waiting === '' || closed) return
        const at = state.shown.length
        tell(conversationId, frame(conversationId, turnId, at, waiting))
        state.shown += waiting
        waiting = ''
      }

      function take(): string {
        if (timer) clearTimeout(timer)
        timer = null
        waiting = ''
        const { shown } = state
        state.shown = ''
        if (open.get(conversationId) === state) open.delete(conversationId)
        return shown
      }

      return {
        add(text) {
          if (closed || text === '') return
          open.set(conversationId, state)
          waiting += text
          timer ??= setTimeout(flush, state.shown === '' ? 0 : flushEveryMs)
        },
        take,
        close() {
          if (closed) return ''
          closed = true
          const shown = take()
          if (shown !== '')
            tell(conversationId, JSON.stringify({ type: 'draft_over', conversationId, turnId }))
          return shown
        },
      }
    },
    greet(reader, conversationId) {
      const state = open.get(conversationId)
      if (state && state.shown !== '') reader.push(frame(conversationId, state.turnId, 0, state.shown))
    },
  }
}
