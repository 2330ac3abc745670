// What a decision looks like, and the small pieces that several decisions share.

import { plusMs } from '../../ids.ts'
import type { Parts } from '../../message/content.ts'
import { plainText, textParts } from '../../message/content.ts'
import type { AgentRef, SystemActor } from '../actor.ts'
import type { Context } from '../command.ts'
import type { Happening } from '../event.ts'
import type { Held } from '../legal.ts'
import type { Rejection } from '../rejection.ts'
import type { Conversation } from '../state.ts'
import { openTurn } from '../state.ts'
import type { BotResume, TurnCause, TurnOpening } from '../turn.ts'

export type Decision =
  | {
      readonly ok: true
      readonly events: readonly Happening[]
      /** Set when the same send was accepted before: its place in the log (DL3). */
      readonly acceptedAt?: number
    }
  | { readonly ok: false; readonly rejection: Rejection }

export const system: SystemActor = { kind: 'system' }

export const nothing: Decision = { ok: true, events: [] }

export function happened(...events: readonly Happening[]): Decision {
  return { ok: true, events }
}

export function refused(rejection: Rejection): Decision {
  return { ok: false, rejection }
}

/** A conversation as the guards see it. */
export function heldBy(state: Conversation): Held {
  const { control } = state
  return { state: control.state, owner: control.state === 'intervened' ? control.owner : null }
}

/** BT1: a turn may open only where a bot is and may answer. */
export function botMaySpeak(state: Conversation): boolean {
  const { control } = state
  if (state.botId === null || state.lineHolder !== null) return false
  return control.state === 'active' || (control.state === 'requesting' && control.botMay === 'answers')
}

export function openingOf(
  state: Conversation,
  context: Context,
  cause: TurnCause,
  resume: BotResume | null,
): TurnOpening {
  return {
    turnId: context.turnId,
    cause,
    resume,
    settlesAt: cause === 'message' ? plusMs(context.at, context.policy.settleMs) : context.at,
    joins: false,
    supersedes: openTurn(state.control)?.id ?? null,
  }
}

/** A message of Baton's own (RQ3, TK8, HB1). `n` keeps the ids of one decision apart. */
export function systemMessage(
  context: Context,
  n: number,
  purpose: 'holding' | 'announcement' | 'closing' | 'feedback',
  parts: Parts,
): Happening {
  return {
    type: 'MessageSent',
    actor: system,
    data: {
      messageId: context.messageId(n),
      clientId: null,
      from: 'system',
      purpose,
      parts,
      text: plainText(parts),
      turnId: null,
    },
  }
}

/** TK8: `{agent}` stands for the owner's name; no text, no message. */
export function announcement(
  context: Context,
  n: number,
  template: string | null,
  owner: AgentRef,
): readonly Happening[] {
  if (template === null || template === '') return []
  return [
    systemMessage(context, n, 'announcement', textParts(template.replaceAll('{agent}', () => owner.name))),
  ]
}

export function refOf(actor: AgentRef): AgentRef {
  return { id: actor.id, name: actor.name }
}
