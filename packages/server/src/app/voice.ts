// What a running turn may do besides answering. Everything that counts goes through a flight, where the token
// decides; a draft is stopped by the signal, and by looking at the log when no word of a takeover can be trusted
// to come.
import type { BotActor, BotMemory, TurnToken } from '@baton/core'
import { currentTurn } from '@baton/core'
import type { BotVoice, TurnResult } from './bot-port.ts'
import { LateFault, TurnOver } from './bot-port.ts'
import type { Drafts } from './drafts.ts'
import type { Flights } from './flights.ts'
import { historyOf } from './history.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'

export interface VoiceOptions {
  readonly key: ConversationKey
  readonly actor: BotActor
  readonly token: TurnToken
  readonly controller: AbortController
  readonly memory: BotMemory
  readonly store: Pick<ConversationStore, 'read' | 'events'>
  readonly flights: Flights
  readonly drafts: Drafts
}

export interface Voice extends BotVoice {
  /** Rejects when the turn is over, or when this much time is. */
  overBy(limitMs: number): Promise<TurnResult>
  /** Is the turn still open? What cannot be found out counts as no. */
  recheck(): void
  /** What visitors were shown and no message became of. */
  close(): string
}

/** While it drafts, the log is looked at this often: another server's takeover may come without a word. */
const lookEveryMs = 500
/** Of a log, when the latest items are wanted: most events of a conversation are items. */
const eventsPerItem = 3

export function createVoice(options: VoiceOptions): Voice {
  const { key, actor, token, controller, store, flights, drafts } = options
  const { signal } = controller
  const draft = drafts.open(key.conversationId, token.turnId)
  let looking: NodeJS.Timeout | null = null
  let limit: NodeJS.Timeout | null = null
  let closed = false
  let shownAtEnd = ''
  let { memory } = options
  let checking = false

  function close(): string {
    if (!closed) {
      closed = true
      shownAtEnd = draft.close()
      if (looking) clearInterval(looking)
      if (limit) clearTimeout(limit)
    }
    return shownAtEnd
  }

  function recheck(): void {
    if (checking || closed || signal.aborted) return
    checking = true
    store
      .read(key)
      .then(
        loaded => loaded !== null && currentTurn(loaded.state, token) !== null,
        () => false,
      )
      .then(open => {
        checking = false
        if (!open && !closed) controller.abort()
      })
  }

  // In the tick of the abort: not one more character.
  signal.addEventListener('abort', close, { once: true })

  async function done(command: Parameters<Flights['handle']>[0]['command']): Promise<void> {
    if (signal.aborted) throw new TurnOver()
    const outcome = await flights.handle({ ...key, command })
    if (outcome.ok) return
    if (outcome.rejection?.code === 'client_id_reused') return
    controller.abort()
    throw new TurnOver()
  }

  return {
    signal,
    draft(text) {
      if (closed || signal.aborted) return
      draft.add(text)
      looking ??= setInterval(recheck, lookEveryMs)
    },
    async say(part) {
      const { messages = [], withdraw = null, marks = null, feedback = null, clientId = null } = part
      memory = part.memory ?? memory
      const said = { messages, withdraw, marks, feedback, memory, clientId, handoff: null, ends: false }
      await done({ type: 'AnswerTurn', actor, token, ...said })
      draft.take()
    },
    permit: action => done({ type: 'GrantPermit', actor, token, action }),
    async history(limitOfItems) {
      const loaded = await store.read(key)
      const from = Math.max(0, (loaded?.state.seq ?? 0) - limitOfItems * eventsPerItem)
      const events = await store.events(key, from, limitOfItems * eventsPerItem)
      return historyOf(events.map(({ event }) => event)).slice(-limitOfItems)
    },
    overBy(limitMs) {
      return new Promise((_, reject) => {
        limit = setTimeout(() => {
          // First: whatever the abort leads to comes after it.
          reject(new LateFault('the bot did not finish in time'))
          controller.abort()
        }, limitMs)
        signal.addEventListener('abort', () => reject(new TurnOver()), { once: true })
        if (signal.aborted) reject(new TurnOver())
      })
    },
    recheck,
    close,
  }
}
