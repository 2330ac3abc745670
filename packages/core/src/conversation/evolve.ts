// Folds one event into the conversation. Total: any event, in any state, gives a state; whether it was wise
// was decided before it was written.

import type { TeamId } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import { contentKey } from '../message/content.ts'
import { promisesTransfer } from '../message/transfer-promise.ts'
import type { ActorRecord } from './actor.ts'
import type { ConversationEvent } from './event.ts'
import { delivered, withStatus } from './evolve-delivery.ts'
import { asked, passed, rated } from './evolve-feedback.ts'
import { nobodyThere, offerEnded, offered } from './evolve-offers.ts'
import { withPriority } from './priority.ts'
import type { HumanRequest } from './request.ts'
import { higherPriority, reasonsKept } from './request.ts'
import type { Conversation, Guidance, Requesting } from './state.ts'
import { guidanceKept, openTurn, sendKey } from './state.ts'
import type { BotMemory, BotResume, TeamAnswer, Turn, TurnInput, TurnOpening } from './turn.ts'
import { freshMemory, inputsKept } from './turn.ts'

type Of<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>

function turnFrom(
  state: Conversation,
  event: ConversationEvent,
  opening: TurnOpening | null,
  said: TurnInput | null,
  answer: TeamAnswer | null = null,
) {
  const earlier = openTurn(state.control)
  if (opening === null) return earlier
  const input = [...(earlier?.input ?? []), ...(said ? [said] : [])].slice(-inputsKept)
  if (opening.joins && earlier) return { ...earlier, input }
  const turn: Turn = {
    id: opening.turnId,
    epoch: event.epoch,
    cause: opening.cause,
    resume: opening.resume,
    answer: answer ?? earlier?.answer ?? null,
    input,
    openedAt: event.at,
    settlesAt: opening.settlesAt,
    failures: earlier?.failures ?? 0,
    deferred: null,
    promised: false,
  }
  return turn
}

function withTurn(state: Conversation, turn: Turn | null): Conversation {
  return state.control.state === 'intervened' ? state : { ...state, control: { ...state.control, turn } }
}

function accepted(state: Conversation, key: string | null, seq: number, parts: Parts) {
  if (key === null) return state.recall
  const sends = new Map(state.recall.sends).set(key, { seq, content: contentKey(parts) })
  return { ...state.recall, sends }
}

function keyOf(actor: ActorRecord, clientId: string | null): string | null {
  if (clientId === null || actor.kind === 'system') return null
  return sendKey(actor.kind, actor.id, clientId)
}

function received(state: Conversation, event: Of<'MessageReceived'>): Conversation {
  const { text, parts, turn, clientId } = event.data
  const said = { seq: event.seq, text, parts, at: event.at }
  return {
    ...withTurn(state, turnFrom(state, event, turn, said)),
    feedback: passed(state),
    lastContact: { seq: event.seq, at: event.at },
    recall: accepted(state, keyOf(event.actor, clientId), event.seq, parts),
  }
}

function sent(state: Conversation, event: Of<'MessageSent'>): Conversation {
  const { text, parts, turnId } = event.data
  const recall = accepted(state, keyOf(event.actor, event.data.clientId), event.seq, parts)
  if (event.actor.kind === 'bot') {
    const turn = openTurn(state.control)
    const promises = turn !== null && turn.id === turnId && !turn.promised && promisesTransfer(text)
    const spoken = promises ? withTurn(state, { ...turn, promised: true }) : state
    return { ...spoken, recall, feedback: passed(state) }
  }
  // OB1: whoever reached out to many has not spoken in the matter of this one.
  if (event.actor.kind !== 'agent' || event.data.purpose === 'outreach')
    return { ...state, recall, feedback: asked(state, event) }
  const before = state.lastAgent
  return {
    ...state,
    recall,
    feedback: passed(state),
    lastAgent: { agentId: event.actor.id, seq: event.seq, at: event.at },
    otherAgent: before && before.agentId !== event.actor.id ? before : state.otherAgent,
  }
}

function requested(state: Conversation, event: Of<'HumanRequested'>): Conversation {
  const { reason, priority, summary, waitingSince, botMay, teamId, endsTurn } = event.data
  const { control } = state
  if (control.state === 'intervened') return state
  const before = control.state === 'requesting' ? control : null
  const request: HumanRequest = {
    since: waitingSince,
    priority: higherPriority(priority, before?.request.priority ?? state.priority),
    reasons: [...(before?.request.reasons ?? []), reason].slice(-reasonsKept),
    summary: summary ?? before?.request.summary ?? null,
  }
  const requesting: Requesting = {
    state: 'requesting',
    request,
    botMay: before?.botMay ?? botMay,
    turn: endsTurn ? null : control.turn,
    queuedAt: before?.queuedAt ?? event.at,
    botCancelled: before?.botCancelled ?? false,
    episodeSeq: before?.episodeSeq ?? event.seq,
    offer: before?.offer ?? null,
    passed: before?.passed ?? null,
  }
  return inQueue({ ...state, control: requesting }, teamId ?? state.teamId)
}

/** In another queue everybody may be asked, and whoever was asked in the old one is not any more (RT2). */
function inQueue(state: Conversation, teamId: TeamId | null): Conversation {
  const { control } = state
  if (teamId === state.teamId || control.state !== 'requesting') return { ...state, teamId }
  return { ...state, teamId, control: { ...control, offer: null, passed: null } }
}

function queueChanged(state: Conversation, event: Of<'QueueChanged'>): Conversation {
  const moved = inQueue(state, event.data.teamId)
  // RT3: a person knows better than the way it has come.
  const { nobody } = state
  return event.actor.kind === 'system' || nobody === null
    ? moved
    : { ...moved, nobody: { ...nobody, teams: [] } }
}

function dismissed(state: Conversation, event: Of<'RequestDismissed'>): Conversation {
  const { control } = state
  const turn = event.data.endsTurn ? null : openTurn(control)
  return control.state === 'requesting' ? { ...state, control: { state: 'active', turn } } : state
}

function takenOver(state: Conversation, event: Of<'TakenOver'>): Conversation {
  const { control } = state
  const episodeSeq = control.state === 'active' ? event.seq : control.episodeSeq
  return {
    ...state,
    memory: event.data.cancelBot ? freshMemory : state.memory,
    // A person is there now: nobody needs to be asked any more.
    question: null,
    control: {
      state: 'intervened',
      owner: event.data.owner,
      since: event.at,
      ownerSince: event.at,
      takenSeq: event.seq,
      request: control.state === 'active' ? null : control.request,
      botCancelled: event.data.cancelBot,
      episodeSeq,
    },
  }
}

function returned(state: Conversation, event: Of<'ReturnedToQueue'>): Conversation {
  const { control } = state
  const { waitingSince, botMay, reason, teamId, previousOwner } = event.data
  const gaveBack = event.actor.kind === 'agent' && event.actor.id === previousOwner.id
  const before = control.state === 'active' ? null : control.request
  return {
    ...state,
    teamId,
    control: {
      state: 'requesting',
      request: {
        since: waitingSince,
        priority: before?.priority ?? 'normal',
        reasons: [
          ...(before?.reasons ?? []),
          { cause: 'returned' as const, text: reason, by: event.actor, at: event.at },
        ].slice(-reasonsKept),
        summary: before?.summary ?? null,
      },
      botMay,
      turn: null,
      queuedAt: event.at,
      botCancelled: control.state === 'active' ? false : control.botCancelled,
      episodeSeq: control.state === 'active' ? event.seq : control.episodeSeq,
      offer: null,
      // RT2: whoever has just given it back is not the first to be asked.
      passed: gaveBack ? { by: [previousOwner.id], at: event.at } : null,
    },
    nobody: state.nobody && { ...state.nobody, teams: [] },
  }
}

const toBot = (state: Conversation): Conversation => ({ ...state, control: { state: 'active', turn: null } })

function resolved(state: Conversation, event: Of<'Resolved'>): Conversation {
  const { tags, guidance, topic } = event.data
  const { control } = state
  const resolvedEpisode = control.state === 'intervened' ? control.episodeSeq : state.resolvedEpisode
  const back = { ...toBot(state), tags: union(state.tags, tags), topic, resolvedEpisode }
  return guidance === null ? back : guided(back, { seq: event.seq, text: guidance, about: null })
}

function union(tags: readonly string[], more: readonly string[]): readonly string[] {
  return more.length === 0 ? tags : [...new Set([...tags, ...more])]
}

function turnEnded(state: Conversation, event: Of<'TurnEnded'>): Conversation {
  const turn = openTurn(state.control)
  const open = turn?.id === event.data.turnId ? null : turn
  const { memory, heardThrough, clientId } = event.data
  return {
    ...withTurn(state, open),
    memory,
    guidance: state.guidance.filter(({ seq }) => seq > (heardThrough ?? 0)),
    recall: accepted(state, keyOf(event.actor, clientId), event.seq, []),
  }
}

function turnFailed(state: Conversation, event: Of<'TurnFailed'>): Conversation {
  const turn = openTurn(state.control)
  if (turn?.id !== event.data.turnId) return state
  return withTurn(state, { ...turn, failures: event.data.failures, deferred: null })
}

function turnDeferred(state: Conversation, event: Of<'TurnDeferred'>): Conversation {
  const turn = openTurn(state.control)
  const { turnId, until, heardThrough } = event.data
  return turn?.id === turnId ? withTurn(state, { ...turn, deferred: { until, heardThrough } }) : state
}

function guided(state: Conversation, guidance: Guidance): Conversation {
  return { ...state, guidance: [...state.guidance, guidance].slice(-guidanceKept) }
}

function questionAsked(state: Conversation, { data, at }: Of<'QuestionAsked'>): Conversation {
  const { questionId: id, question, until } = data
  return { ...state, question: { id, question, askedAt: at, until } }
}

function questionClosed(
  state: Conversation,
  event: Of<'QuestionAnswered'> | Of<'QuestionExpired'>,
): Conversation {
  const { question, turn } = event.data
  const closed = { ...state, question: null }
  const text = event.type === 'QuestionAnswered' ? event.data.answer : null
  if (turn !== null) return withTurn(closed, turnFrom(state, event, turn, null, { question, text }))
  return text === null ? closed : guided(closed, { seq: event.seq, text, about: question })
}

/** HB3: only a bot that goes on where it stood keeps its pause; any other would be woken out of turn. */
function resumedMemory(memory: BotMemory, resume: BotResume): BotMemory {
  if (resume === 'continue') return memory
  return resume === 'restart' ? freshMemory : { ...memory, wake: null }
}

function botResumed(state: Conversation, event: Of<'BotResumed'>): Conversation {
  const { resume, turn } = event.data
  return withTurn(
    { ...state, memory: resumedMemory(state.memory, resume) },
    turnFrom(state, event, turn, null),
  )
}

function botChanged(state: Conversation, event: Of<'BotChanged'>): Conversation {
  const { botId, turn } = event.data
  const changed = { ...withTurn(state, null), botId, memory: freshMemory, question: null }
  // Nobody is there to take control from the owner.
  if (botId === null) return changed
  const { control } = changed
  const speaking: Conversation =
    control.state === 'requesting'
      ? { ...changed, control: { ...control, botMay: 'answers', botCancelled: false } }
      : toBot(changed)
  return withTurn(speaking, turnFrom(speaking, event, turn, null))
}

function change(state: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'MessageReceived':
      return received(state, event)
    case 'MessageSent':
      return sent(state, event)
    case 'DeliveryChanged':
      return delivered(state, event)
    case 'HumanRequested':
      return requested(state, event)
    case 'RequestDismissed':
      return dismissed(state, event)
    case 'QueueChanged':
      return queueChanged(state, event)
    case 'Offered':
      return offered(state, event)
    case 'OfferEnded':
      return offerEnded(state, event)
    case 'NobodyThere':
      return nobodyThere(state, event)
    case 'TakenOver':
      return takenOver(state, event)
    case 'OwnerChanged':
      return state.control.state === 'intervened'
        ? { ...state, control: { ...state.control, owner: event.data.owner, ownerSince: event.at } }
        : state
    case 'ReturnedToQueue':
      return returned(state, event)
    case 'TakeoverCancelled':
      return toBot(state)
    case 'Resolved':
      return resolved(state, event)
    case 'BotResumed':
      return botResumed(state, event)
    case 'BotChanged':
      return botChanged(state, event)
    case 'TurnOpened':
      return withTurn(state, turnFrom(state, event, event.data.turn, null))
    case 'TurnFailed':
      return turnFailed(state, event)
    case 'TurnEnded':
      return turnEnded(state, event)
    case 'TurnDeferred':
      return turnDeferred(state, event)
    case 'QuestionAsked':
      return questionAsked(state, event)
    case 'QuestionAnswered':
    case 'QuestionExpired':
      return questionClosed(state, event)
    case 'PriorityChanged':
      return withPriority(state, event.data.priority, event.actor)
    case 'StatusChanged':
      return { ...state, status: event.data.status }
    case 'FeedbackGiven':
      return rated(state, event)
    case 'GuidanceGiven':
      return guided(state, { seq: event.seq, text: event.data.text, about: null })
    case 'TagsChanged':
      return { ...state, tags: event.data.tags }
    case 'MessageWithheld':
      return withStatus(state, event.data.messageSeq, 'withheld')
    case 'DeliveryDeferred':
    case 'DeliveryRetried':
      return withStatus(state, event.data.messageSeq, 'queued')
    case 'LineHolderChanged':
      return { ...state, lineHolder: event.data.holder }
    case 'MessageEdited':
    case 'MessageRevoked':
    case 'ReactionChanged':
      return {
        ...state,
        recall: accepted(state, keyOf(event.actor, event.data.clientId), event.seq, []),
      }
    case 'MediaSettled':
    case 'MessageInterrupted':
    case 'PermitGranted':
    case 'NoteAdded':
    case 'AlertRaised':
    case 'SignalsHeard':
    case 'RuleFired':
    case 'TransferPromised':
      return state
  }
}

/** The conversation after `event`. */
export function evolve(state: Conversation, event: ConversationEvent): Conversation {
  return { ...change(state, event), seq: event.seq, epoch: event.epoch }
}
