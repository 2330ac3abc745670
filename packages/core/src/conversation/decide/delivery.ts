// How messages get to a channel: claimed once, handed over once, tried again only when they certainly did not go.
import type { Parts } from '../../message/content.ts'
import { plainText } from '../../message/content.ts'
import type { DeliveryProblem, DeliveryStatus } from '../../message/delivery.ts'
import { movesForward } from '../../message/delivery.ts'
import { recordOf } from '../actor.ts'
import type {
  ChangeLineHolder,
  ClaimDelivery,
  Context,
  DeferDelivery,
  EditMessage,
  React,
  ReportDelivery,
  RetryDelivery,
  RevokeMessage,
  SettleMedia,
} from '../command.ts'
import type { Rejection } from '../rejection.ts'
import type { Conversation } from '../state.ts'
import { sendKey } from '../state.ts'
import type { Decision } from './outcome.ts'
import { happened, nothing, refused } from './outcome.ts'

function isThere(state: Conversation, messageSeq: number): boolean {
  return messageSeq >= 1 && messageSeq <= state.seq
}

export function deliveryStatusOf(state: Conversation, messageSeq: number): DeliveryStatus {
  const own = state.recall.deliveries.get(messageSeq) ?? 'queued'
  if (own === 'withheld') return own
  if (messageSeq <= state.readThrough) return 'read'
  return messageSeq <= state.deliveredThrough && movesForward(own, 'delivered') ? 'delivered' : own
}

/** DL5: null while free text may go. */
export function windowClosed(
  state: Pick<Conversation, 'lastContact'>,
  parts: Parts,
  { at, policy }: { readonly at: Context['at']; readonly policy: Pick<Context['policy'], 'replyWindowMs'> },
): Rejection | null {
  if (policy.replyWindowMs === null || parts.some(part => part.kind === 'template')) return null
  const { lastContact } = state
  if (lastContact === null) return { code: 'window_closed', since: null }
  const closesAt = Date.parse(lastContact.at) + policy.replyWindowMs
  if (Date.parse(at) < closesAt) return null
  return { code: 'window_closed', since: new Date(closesAt).toISOString() }
}

function stoppedBy(state: Conversation, template: boolean, context: Context): DeliveryProblem | null {
  if (state.lineHolder !== null) return 'held_by_other'
  return !template && windowClosed(state, [], context) ? 'window_closed' : null
}

/**
 * TK3, second fence: what a bot wrote under an earlier epoch is withheld, not sent. `DeliveryChanged` to `sending` means
 * go; no event means that somebody went before, and nobody knows how far they came (DL3).
 */
export function claimDelivery(state: Conversation, command: ClaimDelivery, context: Context): Decision {
  const { actor, messageSeq, from, epoch, template } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  if (deliveryStatusOf(state, messageSeq) !== 'queued') return nothing
  if (from === 'bot' && epoch !== state.epoch) {
    const data = { messageSeq, reason: 'control_changed' } as const
    return happened({ type: 'MessageWithheld', actor, data })
  }
  // Checked again when it goes: it may have waited while the window closed, or another took the line.
  const stopped = stoppedBy(state, template, context)
  if (stopped) {
    const data = {
      messageSeq,
      through: false,
      status: 'failed',
      reason: null,
      problem: stopped,
    } as const
    return happened({ type: 'DeliveryChanged', actor, data })
  }
  const data = { messageSeq, through: false, status: 'sending', reason: null } as const
  return happened({ type: 'DeliveryChanged', actor, data })
}

/** Only what is being sent can go back: a status that came meanwhile shows that it went after all. */
export function deferDelivery(state: Conversation, command: DeferDelivery): Decision {
  const { actor, messageSeq, from, epoch: writtenEpoch, until, problem, reason } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  if (deliveryStatusOf(state, messageSeq) !== 'sending') return nothing
  const data = { messageSeq, from, writtenEpoch, until, problem, reason }
  return happened({ type: 'DeliveryDeferred', actor, data })
}

/** DL3: what failed, and what nobody knows of, is sent again only when a person says so. */
export function retryDelivery(state: Conversation, command: RetryDelivery): Decision {
  const { actor, messageSeq, from, epoch } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  const status = deliveryStatusOf(state, messageSeq)
  const overtaken = from === 'bot' && epoch !== state.epoch
  if ((status !== 'failed' && status !== 'unknown') || overtaken)
    return refused({ code: 'not_retriable', status })
  const data = { messageSeq, from, writtenEpoch: epoch }
  return happened({ type: 'DeliveryRetried', actor: recordOf(actor), data })
}

/** DL4: a status that would move back, or that we have, changes nothing. */
export function reportDelivery(state: Conversation, command: ReportDelivery): Decision {
  const { messageSeq, through, status, reason, actor, problem } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  // Only "delivered" and "read" can hold for all that came before.
  if (through && status !== 'delivered' && status !== 'read') return nothing
  const reached = status === 'read' ? state.readThrough : state.deliveredThrough
  const known = through ? messageSeq <= reached : !movesForward(deliveryStatusOf(state, messageSeq), status)
  if (known || status === 'withheld') return nothing
  const data = { messageSeq, through, status, reason, ...(problem ? { problem } : {}) }
  return happened({ type: 'DeliveryChanged', actor, data })
}

/** DL6 */
export function changeLineHolder(state: Conversation, { actor, holder }: ChangeLineHolder): Decision {
  return holder === state.lineHolder
    ? nothing
    : happened({ type: 'LineHolderChanged', actor, data: { holder } })
}

/** DL1: the same word of the customer's about a message, again. */
function saidBefore(
  state: Conversation,
  { actor, clientId }: Pick<EditMessage, 'actor' | 'clientId'>,
): Decision | null {
  const before =
    clientId === null ? undefined : state.recall.sends.get(sendKey('contact', actor.id, clientId))
  return before ? { ok: true, events: [], acceptedAt: before.seq } : null
}

export function editMessage(state: Conversation, command: EditMessage): Decision {
  const { actor, clientId, messageSeq, parts } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  const data = { messageSeq, clientId, parts, text: plainText(parts) }
  return saidBefore(state, command) ?? happened({ type: 'MessageEdited', actor, data })
}

export function revokeMessage(state: Conversation, command: RevokeMessage): Decision {
  const { actor, clientId, messageSeq } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  return (
    saidBefore(state, command) ?? happened({ type: 'MessageRevoked', actor, data: { messageSeq, clientId } })
  )
}

export function react(state: Conversation, command: React): Decision {
  const { actor, clientId, messageSeq, emoji } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  return (
    saidBefore(state, command) ??
    happened({ type: 'ReactionChanged', actor, data: { messageSeq, clientId, emoji } })
  )
}

export function settleMedia(state: Conversation, command: SettleMedia): Decision {
  const { actor, messageSeq, mediaId, media, problem } = command
  if (!isThere(state, messageSeq)) return refused({ code: 'no_such_message' })
  return happened({ type: 'MediaSettled', actor, data: { messageSeq, mediaId, media, problem } })
}
