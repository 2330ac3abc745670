// Effects as rows of the outbox. What is due soon is born leased to the server that writes it, which carries it
// out right after the commit; the rest waits for whoever polls when its time comes.
import type { Conversation, ConversationEvent, Effect, Instant, Policy } from '@baton/core'
import { effectsOf, msBetween } from '@baton/core'
import type { OutboxChange } from './ports.ts'

/** Rows due later than this are left to the poll. */
export const leaseHorizonMs = 60_000

function changeFor(effect: Effect, now: Instant): OutboxChange {
  switch (effect.type) {
    case 'RunTurn': {
      const leased = msBetween(now, effect.dueAt) < leaseHorizonMs
      return {
        op: 'put',
        lane: 'bot',
        key: effect.turnId,
        dueAt: effect.dueAt,
        payload: { turnId: effect.turnId },
        leased,
      }
    }
    case 'DropTurn':
      return { op: 'drop', lane: 'bot', key: effect.turnId }
    case 'Deliver': {
      const { messageSeq, from, epoch } = effect
      return {
        op: 'put',
        lane: 'deliver',
        key: String(messageSeq),
        dueAt: now,
        payload: { messageSeq, from, epoch },
        leased: false,
      }
    }
    case 'Remind': {
      const leased = msBetween(now, effect.dueAt) < leaseHorizonMs
      return {
        op: 'put',
        lane: 'timer',
        key: effect.key,
        dueAt: effect.dueAt,
        payload: { command: effect.command },
        leased,
      }
    }
  }
}

export function outboxChanges(
  events: readonly ConversationEvent[],
  states: readonly Conversation[],
  policy: Policy,
  channelKind: string,
  now: Instant,
): readonly OutboxChange[] {
  const delivery = channelKind === 'web' ? 'reads_log' : 'by_outbox'
  return events.flatMap((event, n) => {
    const state = states[n]
    return state ? effectsOf(event, state, policy, delivery).map(effect => changeFor(effect, now)) : []
  })
}
