// The bot's side: answers, failures, permits and waking up. First and third fence: a token counts only while
// its epoch and its turn are the open ones (TK2, TK3, BT1-BT3). Everything here fails closed.

import { plusMs } from '../../ids.ts'
import { plainText } from '../../message/content.ts'
import { promisesTransfer } from '../../message/transfer-promise.ts'
import type { AnswerTurn, Context, DeferTurn, FailTurn, GrantPermit, WakeBot } from '../command.ts'
import type { Happening } from '../event.ts'
import type { Conversation } from '../state.ts'
import { openTurn, sendKey } from '../state.ts'
import type { Turn, TurnToken } from '../turn.ts'
import { feedbackGiven } from './feedback.ts'
import { markEvents } from './marks.ts'
import { repeated } from './messages.ts'
import type { Decision } from './outcome.ts'
import { botMaySpeak, happened, openingOf, refused } from './outcome.ts'
import { askEvents } from './questions.ts'
import { dismissEvents, requestEvents } from './requests.ts'

/** The turn that the token speaks for, if it is the open one. */
export function currentTurn(state: Conversation, token: TurnToken): Turn | null {
  const turn = openTurn(state.control)
  return turn !== null && turn.id === token.turnId && state.epoch === token.epoch ? turn : null
}

/** The bot's messages take the first ids; Baton's own in the same decision come from 1000 on. */
const systemIdsFrom = 1_000

function afterMessages(context: Context): Context {
  return { ...context, messageId: n => context.messageId(systemIdsFrom + n) }
}

function saidEvents(command: AnswerTurn, turn: Turn, context: Context): readonly Happening[] {
  const { actor, messages, clientId = null } = command
  return messages.map(
    (parts, n): Happening => ({
      type: 'MessageSent',
      actor,
      data: {
        messageId: context.messageId(n),
        clientId: n === 0 ? clientId : null,
        from: 'bot',
        purpose: 'reply',
        parts,
        text: plainText(parts),
        turnId: turn.id,
      },
    }),
  )
}

/** BT4: said to the customer, and never done. */
function promiseEvents(
  state: Conversation,
  command: AnswerTurn,
  turn: Turn,
  context: Context,
): readonly Happening[] {
  const promised = turn.promised || command.messages.some(parts => promisesTransfer(plainText(parts)))
  if (!promised || state.control.state !== 'active') return []
  const { actor } = command
  const flagged: Happening = { type: 'TransferPromised', actor, data: { turnId: turn.id } }
  if (context.policy.promisedTransfer === 'flags') return [flagged]
  const wish = { cause: 'bot_promised', text: '', priority: 'normal', summary: null, teamId: null } as const
  return [flagged, ...requestEvents(state, { ...wish, actor }, context)]
}

export function answerTurn(state: Conversation, command: AnswerTurn, context: Context): Decision {
  const { actor, messages, handoff, withdraw, memory, ends, ask, marks, feedback } = command
  const { clientId = null, heardThrough = null } = command
  const first = messages[0]
  const key = clientId === null ? null : sendKey('bot', actor.id, clientId)
  const before = repeated(state, key, first ?? [])
  if (before) return before
  const turn = currentTurn(state, command.token)
  if (turn === null) return refused({ code: 'turn_superseded' })
  const rest = afterMessages(context)
  const said: readonly Happening[] = [
    ...saidEvents(command, turn, context),
    ...(marks ? markEvents(state, actor, marks) : []),
    ...(feedback ? [feedbackGiven(actor, feedback, state.resolvedEpisode)] : []),
  ]
  if (!ends && handoff === null) {
    return happened(...said, ...(withdraw ? dismissEvents(state, actor, withdraw.reason, rest) : []))
  }
  const ended: Happening = {
    type: 'TurnEnded',
    actor,
    data: {
      turnId: turn.id,
      outcome: handoff ? 'handed_off' : 'answered',
      memory,
      heardThrough: heardThrough ?? turn.deferred?.heardThrough ?? null,
      clientId: first ? null : clientId,
    },
  }
  // The turn ends before the request, so that a holding bot has no turn left to lose.
  const { control } = state
  const teamId = marks?.teamId === undefined ? state.teamId : marks.teamId
  const priority = marks?.priority ?? state.priority
  const rested: Conversation =
    control.state === 'intervened'
      ? state
      : { ...state, teamId, priority, control: { ...control, turn: null }, memory }
  if (handoff) {
    const wish = { actor, cause: 'bot_handed_off', text: handoff.reason, teamId: null } as const
    const { summary } = handoff
    return happened(
      ...said,
      ended,
      ...requestEvents(rested, { ...wish, summary, priority: handoff.priority }, rest),
    )
  }
  return happened(
    ...said,
    ended,
    ...(withdraw ? dismissEvents(rested, actor, withdraw.reason, rest) : []),
    ...(ask ? askEvents(actor, ask, rest) : []),
    ...promiseEvents(rested, command, turn, rest),
  )
}

/** BT1: an answer may come later; the turn stays open, and is tried again at `until`. */
export function deferTurn(state: Conversation, command: DeferTurn): Decision {
  const turn = currentTurn(state, command.token)
  if (turn === null) return refused({ code: 'turn_superseded' })
  const { actor, until, heardThrough } = command
  return happened({ type: 'TurnDeferred', actor, data: { turnId: turn.id, until, heardThrough } })
}

/** A bot that comes back is not left waiting longer, and a patient setting never leaves the calendar. */
const longestRetryMs = 300_000

/** BT3: tried again until the limit; then a person is wanted. One blip never ejects the bot. */
export function failTurn(state: Conversation, command: FailTurn, context: Context): Decision {
  const turn = currentTurn(state, command.token)
  if (turn === null) return refused({ code: 'turn_superseded' })
  const { actor, problem } = command
  const failures = turn.failures + 1
  if (failures < context.policy.turnAttempts) {
    const pauseMs = Math.min(context.policy.turnRetryMs * 2 ** (failures - 1), longestRetryMs)
    const retryAt = plusMs(context.at, pauseMs)
    return happened({ type: 'TurnFailed', actor, data: { turnId: turn.id, problem, failures, retryAt } })
  }
  const { control } = state
  const rested: Conversation =
    control.state === 'intervened' ? state : { ...state, control: { ...control, turn: null } }
  const wish = {
    actor,
    cause: 'bot_failed',
    text: problem,
    priority: 'high',
    summary: null,
    teamId: null,
  } as const
  return happened(
    {
      type: 'TurnEnded',
      actor,
      data: { turnId: turn.id, outcome: 'failed', memory: state.memory, heardThrough: null, clientId: null },
    },
    ...requestEvents(rested, wish, context),
  )
}

/** TK3, third fence: a side effect is allowed to the open turn only, and the log says so. */
export function grantPermit(state: Conversation, command: GrantPermit): Decision {
  const turn = currentTurn(state, command.token)
  if (turn === null) return refused({ code: 'turn_superseded' })
  const data = { turnId: turn.id, action: command.action }
  return happened({ type: 'PermitGranted', actor: command.actor, data })
}

/** A pause is over. A silenced bot stays silent; its pause is kept and counts again at the hand-back. */
export function wakeBot(state: Conversation, command: WakeBot, context: Context): Decision {
  if (state.memory.wake?.id !== command.wakeId || !botMaySpeak(state))
    return refused({ code: 'bot_not_speaking' })
  if (context.at < state.memory.wake.at) return refused({ code: 'not_due' })
  // A turn that is running now reads the clock itself: waking it again would cut it off.
  if (openTurn(state.control) !== null) return refused({ code: 'bot_not_speaking' })
  return happened({
    type: 'TurnOpened',
    actor: command.actor,
    data: { turn: openingOf(state, context, 'wake', null) },
  })
}
