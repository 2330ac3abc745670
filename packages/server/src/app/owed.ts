// Effects as rows of the outbox. What is due soon is born leased to the server that writes it, which carries it
// out right after the commit; the rest waits for whoever polls when its time comes.
import type { BotId, Conversation, ConversationEvent, Effect, Instant, Policy } from '@baton/core'
import { effectsOf, msBetween } from '@baton/core'
import type { EncodedEvent, OutboxChange } from './ports.ts'

/** Rows due later than this are left to the poll. */
export const leaseHorizonMs = 60_000

function changeFor(effect: Exclude<Effect, { type: 'Alert' | 'WithdrawAlert' }>, now: Instant): OutboxChange {
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
      const { messageSeq, from, epoch, dueAt } = effect
      return {
        op: 'put',
        lane: 'deliver',
        key: String(messageSeq),
        dueAt,
        payload: { messageSeq, from, epoch },
        leased: msBetween(now, dueAt) < leaseHorizonMs,
      }
    }
    case 'FetchMedia': {
      const { messageSeq } = effect
      const key = String(messageSeq)
      return { op: 'put', lane: 'media', key, dueAt: now, payload: { messageSeq, at: now }, leased: true }
    }
    case 'TellBot': {
      const { botId, seq, news, turnId } = effect
      return {
        op: 'put',
        lane: 'bot_news',
        key: `${seq} ${news}`,
        dueAt: now,
        payload: { botId, seq, news, turnId, at: now },
        leased: true,
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

/** What webhooks are to be told of; one row for all that a flight made of a conversation. */
export function webhookChange(events: readonly EncodedEvent[], now: Instant): readonly OutboxChange[] {
  const [first, last] = [events.at(0), events.at(-1)]
  if (!first || !last) return []
  const payload = { from: first.event.seq, through: last.event.seq }
  return [{ op: 'put', lane: 'webhook', key: String(payload.from), dueAt: now, payload, leased: false }]
}

export function outboxChanges(
  events: readonly ConversationEvent[],
  states: readonly Conversation[],
  policy: Policy,
  channelKind: string,
  now: Instant,
  listens: (botId: BotId) => boolean,
): readonly OutboxChange[] {
  const delivery = channelKind === 'web' ? 'reads_log' : 'by_outbox'
  return events.flatMap((event, n) => {
    const state = states[n]
    if (!state) return []
    return effectsOf(event, state, policy, delivery).flatMap(effect =>
      effect.type === 'Alert' ||
      effect.type === 'WithdrawAlert' ||
      (effect.type === 'TellBot' && !listens(effect.botId))
        ? []
        : [changeFor(effect, now)],
    )
  })
}
