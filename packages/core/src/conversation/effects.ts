// What an event owes to the world: data, written to the outbox in the event's own transaction and carried out
// after its commit. A later effect under the same lane and key replaces the earlier one.
import type { AlertEffect } from '../alerting/owed.ts'
import { alertsOf } from '../alerting/owed.ts'
import type { BotId, Instant, TurnId } from '../ids.ts'
import { plusMs } from '../ids.ts'
import type { Reminder } from './command.ts'
import { system } from './decide/outcome.ts'
import type { ConversationEvent, EventData } from './event.ts'
import type { Policy } from './policy.ts'
import type { Conversation } from './state.ts'
import type { TurnOpening } from './turn.ts'

export type Effect =
  | AlertEffect
  /** Give the turn to the bot at `dueAt`. */
  | { readonly type: 'RunTurn'; readonly turnId: TurnId; readonly dueAt: Instant }
  /** The turn is over or overtaken: nothing more is owed, a run under way is to stop. */
  | { readonly type: 'DropTurn'; readonly turnId: TurnId }
  /** Hand the message to its channel. Not owed where the customer reads the log itself. */
  | {
      readonly type: 'Deliver'
      readonly messageSeq: number
      readonly from: 'bot' | 'agent' | 'system'
      /** Under which the message was written. */
      readonly epoch: number
      readonly dueAt: Instant
    }
  /** The bytes of its files are to be fetched from the channel. */
  | { readonly type: 'FetchMedia'; readonly messageSeq: number }
  /** A bot that listens is told of what concerns it; how often it is tried is the server's business. */
  | {
      readonly type: 'TellBot'
      readonly botId: BotId
      readonly seq: number
      readonly news: BotNews
      readonly turnId: TurnId | null
    }
  | {
      readonly type: 'Remind'
      readonly key: ReminderKey
      readonly dueAt: Instant
      readonly command: Reminder
    }

export type ReminderKey = 'wake' | 'idle_return' | 'maximum_wait' | 'question' | 'offer' | 'rules'

/** What a bot hears besides its turns (BT2, HB2). */
export type BotNews = 'control.taken' | 'control.returned' | 'turn.cancelled'

/** How a channel's customer gets to see a message. */
export type Delivery = 'reads_log' | 'by_outbox'

function opened(opening: TurnOpening | null): readonly Effect[] {
  if (opening === null || opening.joins) return []
  const run: Effect = { type: 'RunTurn', turnId: opening.turnId, dueAt: opening.settlesAt }
  return opening.supersedes ? [...dropped(opening.supersedes), run] : [run]
}

function dropped(turnId: TurnId | null): readonly Effect[] {
  return turnId === null ? [] : [{ type: 'DropTurn', turnId }]
}

function wake(state: Conversation): readonly Effect[] {
  const pause = state.memory.wake
  if (pause === null) return []
  const command: Reminder = { type: 'WakeBot', actor: system, wakeId: pause.id }
  return [{ type: 'Remind', key: 'wake', dueAt: pause.at, command }]
}

function idleReturn(event: ConversationEvent, policy: Policy): readonly Effect[] {
  if (policy.idleReturnMs === null) return []
  const command: Reminder = { type: 'ReturnIdle', actor: system, epoch: event.epoch }
  return [{ type: 'Remind', key: 'idle_return', dueAt: plusMs(event.at, policy.idleReturnMs), command }]
}

function maximumWait(
  event: Extract<ConversationEvent, { type: 'HumanRequested' | 'ReturnedToQueue' }>,
  policy: Policy,
): readonly Effect[] {
  if (policy.maximumWait === null) return []
  const { waitingSince } = event.data
  const command: Reminder = { type: 'ExpireWait', actor: system, waitingSince }
  return [
    { type: 'Remind', key: 'maximum_wait', dueAt: plusMs(event.at, policy.maximumWait.afterMs), command },
  ]
}

function questionLimit(event: Extract<ConversationEvent, { type: 'QuestionAsked' }>): readonly Effect[] {
  const { questionId, until } = event.data
  const command: Reminder = { type: 'ExpireQuestion', actor: system, questionId }
  return [{ type: 'Remind', key: 'question', dueAt: until, command }]
}

function offerLimit({ data }: Extract<ConversationEvent, { type: 'Offered' }>): readonly Effect[] {
  const command: Reminder = { type: 'ExpireOffer', actor: system, until: data.until }
  return [{ type: 'Remind', key: 'offer', dueAt: data.until, command }]
}

function deliverAgain(
  { messageSeq, from, writtenEpoch }: EventData<'DeliveryRetried'>,
  dueAt: Instant,
): readonly Effect[] {
  return [{ type: 'Deliver', messageSeq, from, epoch: writtenEpoch, dueAt }]
}

function cancelledTurn(event: ConversationEvent): TurnId | null {
  switch (event.type) {
    case 'HumanRequested':
    case 'RequestDismissed':
    case 'TakenOver':
      return event.data.endsTurn
    case 'MessageReceived':
    case 'QuestionAnswered':
    case 'QuestionExpired':
      return event.data.turn?.supersedes ?? null
    default:
      return null
  }
}

/** What the bot of the conversation is told (BT2, HB2). */
function newsOf(event: ConversationEvent, state: Conversation): readonly Effect[] {
  const tell = (botId: BotId | null, news: BotNews, turnId: TurnId | null): readonly Effect[] =>
    botId === null ? [] : [{ type: 'TellBot', botId, seq: event.seq, news, turnId }]
  if (event.type === 'BotChanged') {
    const { previousBotId, endsTurn } = event.data
    return endsTurn ? tell(previousBotId, 'turn.cancelled', endsTurn) : []
  }
  const cancelled = cancelledTurn(event)
  const stopped = cancelled === null ? [] : tell(state.botId, 'turn.cancelled', cancelled)
  if (event.type === 'TakenOver') return [...stopped, ...tell(state.botId, 'control.taken', null)]
  if (event.type === 'Resolved' || event.type === 'TakeoverCancelled')
    return tell(state.botId, 'control.returned', null)
  return stopped
}

/** What `event` owes. `state` is the conversation after the event. */
export function effectsOf(
  event: ConversationEvent,
  state: Conversation,
  policy: Policy,
  delivery: Delivery,
): readonly Effect[] {
  const more = [...newsOf(event, state), ...alertsOf(event, state)]
  const owed = workOf(event, state, policy, delivery)
  return more.length === 0 ? owed : [...owed, ...more]
}

function workOf(
  event: ConversationEvent,
  state: Conversation,
  policy: Policy,
  delivery: Delivery,
): readonly Effect[] {
  switch (event.type) {
    case 'MessageReceived': {
      const pending = event.data.parts.some(part => part.kind === 'media' && part.pending)
      const fetch: readonly Effect[] = pending ? [{ type: 'FetchMedia', messageSeq: event.seq }] : []
      return [...opened(event.data.turn), ...fetch]
    }
    case 'MessageSent': {
      const { from } = event.data
      const idle = from === 'agent' && event.data.purpose !== 'outreach' ? idleReturn(event, policy) : []
      const pending = event.data.parts.some(part => part.kind === 'media' && part.pending)
      const fetch: readonly Effect[] = pending ? [{ type: 'FetchMedia', messageSeq: event.seq }] : []
      if (delivery === 'reads_log' || event.data.via === 'phone') return [...fetch, ...idle]
      return [{ type: 'Deliver', messageSeq: event.seq, from, epoch: event.epoch, dueAt: event.at }, ...idle]
    }
    case 'HumanRequested':
      return [...dropped(event.data.endsTurn), ...(event.data.first ? maximumWait(event, policy) : [])]
    case 'RequestDismissed':
      return [...dropped(event.data.endsTurn), ...wake(state)]
    case 'TakenOver':
      return dropped(event.data.endsTurn)
    case 'ReturnedToQueue':
      return [...maximumWait(event, policy), ...wake(state)]
    case 'TakeoverCancelled':
      return wake(state)
    case 'BotResumed':
      return [...opened(event.data.turn), ...wake(state)]
    case 'BotChanged':
      return [...dropped(event.data.endsTurn), ...opened(event.data.turn)]
    case 'TurnOpened':
      return opened(event.data.turn)
    case 'TurnFailed':
      return [{ type: 'RunTurn', turnId: event.data.turnId, dueAt: event.data.retryAt }]
    case 'TurnDeferred':
      return [{ type: 'RunTurn', turnId: event.data.turnId, dueAt: event.data.until }]
    case 'QuestionAsked':
      return questionLimit(event)
    case 'Offered':
      return offerLimit(event)
    case 'QuestionAnswered':
    case 'QuestionExpired':
      return opened(event.data.turn)
    case 'TurnEnded':
      return [...dropped(event.data.turnId), ...wake(state)]
    // A pause that ended while somebody else held the line was spent, and counts again.
    case 'LineHolderChanged':
      return event.data.holder === null ? wake(state) : []
    case 'DeliveryDeferred':
      return deliverAgain(event.data, event.data.until)
    case 'DeliveryRetried':
      return deliverAgain(event.data, event.at)
    case 'AlertRaised':
    case 'SignalsHeard':
    case 'RuleFired':
    case 'MessageEdited':
    case 'MessageRevoked':
    case 'ReactionChanged':
    case 'MediaSettled':
    case 'MessageWithheld':
    case 'MessageInterrupted':
    case 'DeliveryChanged':
    case 'OfferEnded':
    case 'NobodyThere':
    case 'QueueChanged':
    case 'OwnerChanged':
    case 'Resolved':
    case 'PermitGranted':
    case 'NoteAdded':
    case 'GuidanceGiven':
    case 'TagsChanged':
    case 'PriorityChanged':
    case 'StatusChanged':
    case 'FeedbackGiven':
    case 'TransferPromised':
      return []
  }
}
