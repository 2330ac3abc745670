// What is said: the customer's messages, an agent's, and how far they got.

import type { Parts } from '../../message/content.ts'
import { contentKey, plainText } from '../../message/content.ts'
import { recordOf } from '../actor.ts'
import type { Context, InterruptMessage, ReachOut, ReceiveMessage, SendMessage } from '../command.ts'
import type { Happening } from '../event.ts'
import { maySend } from '../legal.ts'
import type { Rejection } from '../rejection.ts'
import type { Conversation } from '../state.ts'
import { openTurn, sendKey } from '../state.ts'
import type { TurnOpening } from '../turn.ts'
import { windowClosed } from './delivery.ts'
import { feedbackGiven, ratingIn } from './feedback.ts'
import type { Decision } from './outcome.ts'
import { botMaySpeak, happened, heldBy, openingOf, refused, system } from './outcome.ts'
import { requestEvents } from './requests.ts'
import { takeOverEvents } from './takeover.ts'

/** DL3: the sender's own id decides before anything else does. Null: not seen before. */
export function repeated(state: Conversation, key: string | null, parts: Parts): Decision | null {
  const before = key === null ? undefined : state.recall.sends.get(key)
  if (before === undefined) return null
  if (before.content !== contentKey(parts)) return refused({ code: 'client_id_reused', seq: before.seq })
  return { ok: true, events: [], acceptedAt: before.seq }
}

function turnFor(state: Conversation, context: Context): TurnOpening | null {
  if (!botMaySpeak(state)) return null
  const open = openTurn(state.control)
  // Only a turn that has not been handed to the bot yet can take more in.
  if (open && context.at < open.settlesAt) {
    return {
      turnId: open.id,
      cause: open.cause,
      resume: open.resume,
      settlesAt: open.settlesAt,
      joins: true,
      supersedes: null,
    }
  }
  const opening = openingOf(state, context, 'message', null)
  // What the superseded turn was to do is still to be done, now with the new words: a block to go on at, a wake.
  return open ? { ...opening, cause: open.cause, resume: open.resume } : opening
}

export function receiveMessage(state: Conversation, command: ReceiveMessage, context: Context): Decision {
  const text = plainText(command.parts)
  const key = command.clientId === null ? null : sendKey('contact', command.actor.id, command.clientId)
  const before = repeated(state, key, command.parts)
  if (before) return before
  if (command.ours && state.lineHolder !== null) {
    const free: Happening = { type: 'LineHolderChanged', actor: system, data: { holder: null } }
    const decided = receiveMessage({ ...state, lineHolder: null }, { ...command, ours: false }, context)
    return decided.ok ? { ...decided, events: [free, ...decided.events] } : decided
  }
  const rating = command.automatic ? null : ratingIn(state, text)
  const message: Happening = {
    type: 'MessageReceived',
    actor: command.actor,
    data: {
      messageId: context.messageId(0),
      clientId: command.clientId,
      parts: command.parts,
      text,
      turn: rating === null && !command.automatic ? turnFor(state, context) : null,
      ...quoted(state, command.replyTo),
    },
  }
  if (rating !== null && state.feedback)
    return happened(message, feedbackGiven(command.actor, rating, state.feedback.episodeSeq))
  // HB3: nobody would ever answer here.
  const unattended = state.botId === null && state.control.state === 'active'
  if (!unattended || command.automatic || context.policy.withoutBot === 'lists') return happened(message)
  const wish = { cause: 'no_bot', text: '', priority: 'normal', summary: null, teamId: null } as const
  return happened(message, ...requestEvents(state, { ...wish, actor: system }, context))
}

function lineHeld({ lineHolder }: Conversation): Rejection | null {
  return lineHolder === null ? null : { code: 'line_held', holder: lineHolder }
}

/** A quote of what is not there is no quote. */
function quoted(state: Conversation, replyTo: number | undefined): { readonly replyTo?: number } {
  return replyTo !== undefined && replyTo >= 1 && replyTo <= state.seq ? { replyTo } : {}
}

/** OW6: what the customer or another person said after the writer last looked. */
function missedBy(state: Conversation, agentId: string, seenSeq: number): readonly number[] {
  const { lastContact, lastAgent, otherAgent } = state
  const other = lastAgent && lastAgent.agentId !== agentId ? lastAgent : otherAgent
  return [lastContact?.seq ?? 0, other?.seq ?? 0].filter(seq => seq > seenSeq).sort((a, b) => a - b)
}

export function sendMessage(state: Conversation, command: SendMessage, context: Context): Decision {
  const { actor, seenSeq, via } = command
  const text = plainText(command.parts)
  const key = command.clientId === null ? null : sendKey('agent', actor.id, command.clientId)
  const before = repeated(state, key, command.parts)
  if (before) return before
  const held = state.control.state === 'intervened'
  // An echo of the phone app has reached the customer already: it can be recorded, not refused (TK4, TK7).
  if (via !== 'phone') {
    const denied = maySend(heldBy(state), actor, context.policy.composerWhileBot)
    if (denied) return refused(denied)
    const closed = lineHeld(state) ?? windowClosed(state, command.parts, context)
    if (closed) return refused(closed)
    if (seenSeq !== null && seenSeq > state.seq) return refused({ code: 'cursor_ahead', seq: state.seq })
    const missed = seenSeq === null ? [] : missedBy(state, actor.id, seenSeq)
    if (missed.length > 0) return refused({ code: 'stale_view', missed })
  }
  const message: Happening = {
    type: 'MessageSent',
    actor: recordOf(actor),
    data: {
      messageId: context.messageId(0),
      clientId: command.clientId,
      from: 'agent',
      purpose: 'reply',
      parts: command.parts,
      text,
      turnId: null,
      ...quoted(state, command.replyTo),
      ...(via === 'phone' ? { via } : {}),
    },
  }
  // TK4: one transaction, so that no bot message can come between the takeover and the text.
  if (held) return happened(message)
  return happened(...takeOverEvents(state, { actor, owner: actor, via, cancelBot: null }, context), message)
}

export function interruptMessage(_state: Conversation, command: InterruptMessage): Decision {
  const { actor, turnId, parts } = command
  return happened({ type: 'MessageInterrupted', actor, data: { turnId, parts, text: plainText(parts) } })
}

/**
 * OB1: a message that begins to talk. Whoever holds the conversation goes on holding it; where a person does, only
 * they write.
 */
export function reachOut(state: Conversation, command: ReachOut, context: Context): Decision {
  const { actor, clientId, parts } = command
  const before = repeated(state, sendKey('agent', actor.id, clientId), parts)
  if (before) return before
  const { control } = state
  if (control.state === 'intervened' && control.owner.id !== actor.id)
    return refused({ code: 'already_held', owner: control.owner })
  const closed = lineHeld(state) ?? windowClosed(state, parts, context)
  if (closed) return refused(closed)
  return happened({
    type: 'MessageSent',
    actor: recordOf(actor),
    data: {
      messageId: context.messageId(0),
      clientId,
      from: 'agent',
      purpose: 'outreach',
      parts,
      text: plainText(parts),
      turnId: null,
    },
  })
}
