// The bot's side: answers, failures, permits and waking up. First and third fence: a token counts only while
// its epoch and its turn are the open ones (TK2, TK3, BT1-BT3). Everything here fails closed.

import { plusMs } from '../../ids.ts'
import { plainText } from '../../message/content.ts'
import type { AnswerTurn, Context, FailTurn, GrantPermit, WakeBot } from '../command.ts'
import type { Happening } from '../event.ts'
import type { Conversation } from '../state.ts'
import { openTurn } from '../state.ts'
import type { Turn, TurnToken } from '../turn.ts'
import type { Decision } from './outcome.ts'
import { botMaySpeak, happened, openingOf, refused } from './outcome.ts'
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

export function answerTurn(state: Conversation, command: AnswerTurn, context: Context): Decision {
  const turn = currentTurn(state, command.token)
  if (turn === null) return refused({ code: 'turn_superseded' })
  const { actor, messages, handoff, withdraw, memory, ends } = command
  const said = messages.map(
    (parts, n): Happening => ({
      type: 'MessageSent',
      actor,
      data: {
        messageId: context.messageId(n),
        clientId: null,
        from: 'bot',
        purpose: 'reply',
        parts,
        text: plainText(parts),
        turnId: turn.id,
      },
    }),
  )
  if (!ends && handoff === null) {
    return happened(
      ...said,
      ...(withdraw ? dismissEvents(state, actor, withdraw.reason, afterMessages(context)) : []),
    )
  }
  const ended: Happening = {
    type: 'TurnEnded',
    actor,
    data: { turnId: turn.id, outcome: handoff ? 'handed_off' : 'answered', memory },
  }
  // The turn ends before the request, so that a holding bot has no turn left to lose.
  const { control } = state
  const rested: Conversation =
    control.state === 'intervened' ? state : { ...state, control: { ...control, turn: null }, memory }
  const rest = afterMessages(context)
  if (handoff) {
    const wish = { actor, cause: 'bot_handed_off', text: handoff.reason, teamId: null } as const
    const { summary, priority } = handoff
    return happened(...said, ended, ...requestEvents(rested, { ...wish, summary, priority }, rest))
  }
  const dismissed = withdraw ? dismissEvents(rested, actor, withdraw.reason, rest) : []
  return happened(...said, ended, ...dismissed)
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
    { type: 'TurnEnded', actor, data: { turnId: turn.id, outcome: 'failed', memory: state.memory } },
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
