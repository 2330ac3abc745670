// The conversation goes back to a bot: completed, after the customer's silence, or by sending another bot in
// (HB1-HB4).

import { msBetween, plusMs } from '../../ids.ts'
import { recordOf } from '../actor.ts'
import type { ChangeBot, Context, Resolve, ReturnIdle } from '../command.ts'
import type { EventData, Happening } from '../event.ts'
import { mayChangeBot, mayEndTakeover } from '../legal.ts'
import type { Policy } from '../policy.ts'
import type { Rejection } from '../rejection.ts'
import type { Conversation, Intervened } from '../state.ts'
import { openTurn } from '../state.ts'
import type { BotResume } from '../turn.ts'
import type { FeedbackWish } from './feedback.ts'
import { feedbackQuestion } from './feedback.ts'
import type { Decision } from './outcome.ts'
import {
  announcement,
  happened,
  heldBy,
  nothing,
  openingOf,
  refused,
  system,
  systemMessage,
} from './outcome.ts'

/** Numbers of Baton's own messages among the ids of one decision. */
const closingMessage = 0
const handBackAnnouncement = 1

/** HB1: what the workspace requires, and that the names are on its lists. */
function completionFault(state: Conversation, command: Resolve, policy: Policy): Rejection | null {
  const hasTags = command.tags.length > 0 || state.tags.length > 0
  const missing = [
    ...(policy.topicRequired && !command.topic ? ['topic'] : []),
    ...(policy.outcomeRequired && !command.outcome ? ['outcome'] : []),
    ...(policy.tagRequired && !hasTags ? ['tags'] : []),
    ...(policy.noteRequired && !command.note?.trim() ? ['note'] : []),
  ]
  if (missing.length > 0) return { code: 'completion_incomplete', fields: missing }
  if (command.topic && !policy.topics.includes(command.topic)) {
    return { code: 'unknown_option', field: 'topic', options: policy.topics }
  }
  if (command.outcome && !policy.outcomes.includes(command.outcome)) {
    return { code: 'unknown_option', field: 'outcome', options: policy.outcomes }
  }
  return null
}

/** Whoever has stopped writing is not asked how it was. */
const unasked = { closing: null, askFeedback: 'never' } as const

type Completion = Pick<
  EventData<'Resolved'>,
  'how' | 'topic' | 'outcome' | 'tags' | 'note' | 'guidance' | 'closingBlock'
>

function handBackEvents(
  state: Conversation,
  control: Intervened,
  by: Happening['actor'],
  completion: Completion,
  { closing, askFeedback }: Pick<Resolve, 'closing'> & { readonly askFeedback: FeedbackWish },
  resume: BotResume,
  context: Context,
): readonly Happening[] {
  const resolved: Happening = {
    type: 'Resolved',
    actor: by,
    data: { ...completion, previousOwner: control.owner, heldMs: msBetween(control.since, context.at) },
  }
  const asked = feedbackQuestion(control, askFeedback, context)
  const closed = closing ? [systemMessage(context, closingMessage, 'closing', closing.parts)] : []
  const told = announcement(context, handBackAnnouncement, context.policy.announceHandBack, control.owner)
  if (state.botId === null) return [resolved, ...closed, ...asked, ...told]
  // TK6: a cancelled bot has nothing to continue.
  const how = control.botCancelled && resume === 'continue' ? 'restart' : resume
  const turn = how === 'silent' ? null : openingOf(state, context, 'resumed', how)
  const resumed: Happening = {
    type: 'BotResumed',
    actor: system,
    data: { botId: state.botId, resume: how, turn },
  }
  return [resolved, ...closed, ...asked, ...told, resumed]
}

export function resolve(state: Conversation, command: Resolve, context: Context): Decision {
  const denied = mayEndTakeover(heldBy(state), command.actor)
  if (denied) return refused(denied)
  const { control } = state
  if (control.state !== 'intervened') return refused({ code: 'not_intervened' })
  const fault = completionFault(state, command, context.policy)
  if (fault) return refused(fault)
  const { topic, outcome, tags, note, guidance, closing, askFeedback, botResume } = command
  const completion = {
    how: 'agent',
    topic,
    outcome,
    tags,
    note,
    guidance,
    closingBlock: closing?.block ?? null,
  } as const
  return happened(
    ...handBackEvents(
      state,
      control,
      recordOf(command.actor),
      completion,
      { closing, askFeedback },
      botResume,
      context,
    ),
  )
}

/** HB4: the customer has not answered the agent's last word for as long as the channel allows. */
export function returnIdle(state: Conversation, command: ReturnIdle, context: Context): Decision {
  const { control, lastAgent, lastContact, epoch } = state
  const { idleReturnMs } = context.policy
  if (control.state !== 'intervened' || epoch !== command.epoch) return refused({ code: 'not_intervened' })
  // Nobody spoke for us, or the customer spoke last: they wait, and the next word of an agent sets the timer anew.
  const answered =
    lastAgent && lastAgent.seq > control.takenSeq && lastAgent.seq > (lastContact?.seq ?? 0)
      ? lastAgent
      : null
  if (idleReturnMs === null || answered === null) return nothing
  if (context.at < plusMs(answered.at, idleReturnMs)) return refused({ code: 'not_due' })
  const completion = {
    how: 'customer_silent',
    topic: null,
    outcome: null,
    tags: [],
    note: null,
    guidance: null,
    closingBlock: null,
  } as const
  return happened(...handBackEvents(state, control, system, completion, unasked, 'silent', context))
}

/**
 * "Send a bot": the bot given, at the block given, takes the word at once, from an agent or a held bot as well.
 * Taking the bot away leaves control where it is. One that waits has its first word with the customer's next (OB1).
 */
export function changeBot(state: Conversation, command: ChangeBot, context: Context): Decision {
  const { botId, block, waits = false } = command
  const { control } = state
  if (waits && botId === state.botId) return nothing
  if (waits && control.state === 'intervened') return refused({ code: 'already_held', owner: control.owner })
  const denied = mayChangeBot(heldBy(state), command.actor)
  if (denied) return refused(denied)
  if (botId === null && state.botId === null) return nothing
  const resume: BotResume = block === null ? 'restart' : { at: block }
  const endsTurn = openTurn(control)?.id ?? null
  // The other bot's turn is ended by the change, not superseded: its words were for that bot.
  const turn =
    botId === null || waits ? null : { ...openingOf(state, context, 'resumed', resume), supersedes: null }
  const previousOwner = control.state === 'intervened' && botId !== null ? control.owner : null
  const changed: Happening = {
    type: 'BotChanged',
    actor: recordOf(command.actor),
    data: { botId, previousBotId: state.botId, previousOwner, block, turn, endsTurn },
  }
  if (previousOwner === null) return happened(changed)
  const { announceHandBack } = context.policy
  return happened(changed, ...announcement(context, handBackAnnouncement, announceHandBack, previousOwner))
}
