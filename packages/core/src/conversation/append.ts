// Gives what happened its place in the log: `seq` without a gap (DL2), the epoch after it (TK2).
import type { Instant } from '../ids.ts'
import type { ConversationEvent, Happening } from './event.ts'
import { growsEpoch } from './event.ts'
import { evolve } from './evolve.ts'
import type { Conversation } from './state.ts'

export interface Appended {
  readonly events: readonly ConversationEvent[]
  /** The conversation after each event, in the order of `events`. */
  readonly states: readonly Conversation[]
}

export function append(state: Conversation, happenings: readonly Happening[], at: Instant): Appended {
  const events: ConversationEvent[] = []
  const states: Conversation[] = []
  let current = state
  for (const happening of happenings) {
    const epoch = current.epoch + (growsEpoch(happening.type) ? 1 : 0)
    const event = { ...happening, seq: current.seq + 1, epoch, at }
    current = evolve(current, event)
    events.push(event)
    states.push(current)
  }
  return { events, states }
}
