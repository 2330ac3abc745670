// The wish for a person: asked for, added to, dismissed, run out (RQ2-RQ5, HB4).

import type { TeamId } from '../../ids.ts'
import { plusMs } from '../../ids.ts'
import { textParts } from '../../message/content.ts'
import type { Actor, AgentActor, BotActor, SystemActor } from '../actor.ts'
import { recordOf } from '../actor.ts'
import type { Context, DismissRequest, ExpireWait, RequestHuman } from '../command.ts'
import type { Happening } from '../event.ts'
import { mayDismiss, mayRequest } from '../legal.ts'
import type { Priority, RequestCause } from '../request.ts'
import type { Conversation } from '../state.ts'
import { openTurn } from '../state.ts'
import type { Decision } from './outcome.ts'
import {
  botMaySpeak,
  happened,
  heldBy,
  nothing,
  openingOf,
  refused,
  system,
  systemMessage,
} from './outcome.ts'

interface Wish {
  readonly actor: Actor
  readonly cause: RequestCause
  readonly text: string
  readonly priority: Priority
  readonly summary: string | null
  readonly teamId: TeamId | null
}

/** Number of the holding message among the ids of one decision. */
const holdingMessage = 6

export function holding(context: Context): readonly Happening[] {
  const { holdingText } = context.policy
  return holdingText ? [systemMessage(context, holdingMessage, 'holding', textParts(holdingText))] : []
}

/** RQ2-RQ4: not for a conversation that a person holds. */
export function requestEvents(state: Conversation, wish: Wish, context: Context): readonly Happening[] {
  const { control } = state
  const before = control.state === 'requesting' ? control : null
  const botMay = before?.botMay ?? context.policy.whileRequesting
  const by = recordOf(wish.actor)
  const asked: Happening = {
    type: 'HumanRequested',
    actor: by,
    data: {
      reason: { cause: wish.cause, text: wish.text, by, at: context.at },
      priority: wish.priority,
      summary: wish.summary,
      waitingSince: before?.request.since ?? context.at,
      botMay,
      first: before === null,
      teamId: wish.teamId,
      // A bot that must hold its tongue loses the turn it is in, or it would speak once more.
      endsTurn: botMay === 'answers' ? null : (openTurn(control)?.id ?? null),
    },
  }
  return before === null && botMay === 'holds' ? [asked, ...holding(context)] : [asked]
}

export function requestHuman(state: Conversation, command: RequestHuman, context: Context): Decision {
  if (command.actor.kind === 'agent') {
    const denied = mayRequest(heldBy(state), command.actor)
    if (denied) return refused(denied)
  }
  const { control } = state
  if (control.state === 'intervened') return refused({ code: 'already_held', owner: control.owner })
  return happened(...requestEvents(state, command, context))
}

export function dismissEvents(
  state: Conversation,
  actor: AgentActor | BotActor | SystemActor,
  reason: string,
  context: Context,
): readonly Happening[] {
  const { control } = state
  if (control.state !== 'requesting') return []
  const dismissed: Happening = {
    type: 'RequestDismissed',
    actor: recordOf(actor),
    data: { reason, endsTurn: null },
  }
  // A bot that was held back is given the word again, or the customer's open question would hang in the air.
  const wasHeld = control.botMay !== 'answers' && state.botId !== null
  const active: Conversation = { ...state, control: { state: 'active', turn: openTurn(control) } }
  if (!wasHeld || state.botId === null || !botMaySpeak(active)) return [dismissed]
  // TK6: a cancelled bot has nothing to continue.
  const resume = control.botCancelled ? 'restart' : 'continue'
  const turn = openingOf(active, context, 'resumed', resume)
  return [dismissed, { type: 'BotResumed', actor: system, data: { botId: state.botId, resume, turn } }]
}

export function dismissRequest(state: Conversation, command: DismissRequest, context: Context): Decision {
  const denied = mayDismiss(heldBy(state), command.actor)
  if (denied) return refused(denied)
  return happened(...dismissEvents(state, command.actor, command.reason, context))
}

/** HB4: the longest wait is over and nobody came. */
export function expireWait(state: Conversation, command: ExpireWait, context: Context): Decision {
  const { control } = state
  const { maximumWait } = context.policy
  if (control.state !== 'requesting' || control.request.since !== command.waitingSince) {
    return refused({ code: 'not_requesting' })
  }
  if (maximumWait === null) return nothing
  if (context.at < plusMs(control.queuedAt, maximumWait.afterMs)) return refused({ code: 'not_due' })
  const { fallback } = maximumWait
  if (fallback.to === 'team') {
    if (state.teamId === fallback.teamId) return nothing
    return happened({ type: 'QueueChanged', actor: system, data: { teamId: fallback.teamId } })
  }
  // Without a bot the queue is the only place where somebody may still see the customer.
  if (state.botId === null) return nothing
  const told = fallback.text ? [systemMessage(context, 0, 'announcement', textParts(fallback.text))] : []
  return happened(...told, ...dismissEvents(state, system, 'maximum_wait', context))
}
