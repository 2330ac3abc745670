// The guards of the agents' actions. The decider refuses by them and the console draws its buttons by them:
// one place, so that no button promises what the server then refuses.
import type { AgentActor, AgentRef } from './actor.ts'
import { leads } from './actor.ts'
import type { ComposerWhileBot } from './policy.ts'
import type { Rejection } from './rejection.ts'

/** As much of a conversation as the guards need; a row of a list will do. */
export interface Held {
  readonly state: 'active' | 'requesting' | 'intervened'
  readonly owner: AgentRef | null
}

export type Guard = (held: Held, actor: AgentActor) => Rejection | null

const heldByOther = (held: Held, actor: AgentActor): AgentRef | null =>
  held.state === 'intervened' && held.owner !== null && held.owner.id !== actor.id ? held.owner : null

/** TK1 */
export const mayTakeOver: Guard = (held, actor) => {
  const owner = heldByOther(held, actor)
  return owner ? { code: 'already_held', owner } : null
}

/** OW1, TK7: whose text may reach the customer. */
export function maySend(held: Held, actor: AgentActor, composerWhileBot: ComposerWhileBot): Rejection | null {
  const owner = heldByOther(held, actor)
  if (owner) return { code: 'not_owner', owner }
  return held.state !== 'intervened' && composerWhileBot === 'locked' ? { code: 'intervene_first' } : null
}

/** Ending or passing on a takeover is the owner's, or a lead's. */
export const mayEndTakeover: Guard = (held, actor) => {
  if (held.state !== 'intervened') return { code: 'not_intervened' }
  const owner = heldByOther(held, actor)
  return owner && !leads(actor) ? { code: 'not_owner', owner } : null
}

/** OW2: while nobody holds it, anyone may give it away; afterwards its owner or a lead. */
export const mayAssign: Guard = (held, actor) =>
  held.state === 'intervened' ? mayEndTakeover(held, actor) : null

/** RQ2: asking for a person makes no sense where one speaks already. */
export const mayRequest: Guard = held =>
  held.state === 'intervened' && held.owner ? { code: 'already_held', owner: held.owner } : null

/** RQ5 */
export const mayDismiss: Guard = held => (held.state === 'requesting' ? null : { code: 'not_requesting' })

/** A bot is sent into a conversation by whoever may speak there. */
export const mayChangeBot: Guard = (held, actor) => {
  const owner = heldByOther(held, actor)
  return owner && !leads(actor) ? { code: 'not_owner', owner } : null
}

export interface LegalActions {
  readonly takeOver: Rejection | null
  readonly send: Rejection | null
  readonly assign: Rejection | null
  readonly returnToQueue: Rejection | null
  readonly cancelTakeover: Rejection | null
  readonly resolve: Rejection | null
  readonly request: Rejection | null
  readonly dismiss: Rejection | null
  readonly changeBot: Rejection | null
}

/** For each action: null when the server would do it, else the rejection that it would answer. */
export function legal(held: Held, actor: AgentActor, composerWhileBot: ComposerWhileBot): LegalActions {
  const ending = mayEndTakeover(held, actor)
  return {
    takeOver: mayTakeOver(held, actor),
    send: maySend(held, actor, composerWhileBot),
    assign: mayAssign(held, actor),
    returnToQueue: ending,
    cancelTakeover: ending,
    resolve: ending,
    request: mayRequest(held, actor),
    dismiss: mayDismiss(held, actor),
    changeBot: mayChangeBot(held, actor),
  }
}
