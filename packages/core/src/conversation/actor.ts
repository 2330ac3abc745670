// Who does something. A name is kept with the act, so that a transcript reads on its own.
import type { AgentId, BotId, ContactId } from '../ids.ts'

export type Role = 'admin' | 'lead' | 'agent'

export interface AgentRef {
  readonly id: AgentId
  readonly name: string
}
export interface AgentActor extends AgentRef {
  readonly kind: 'agent'
  readonly role: Role
}
export interface ContactActor {
  readonly kind: 'contact'
  readonly id: ContactId
}
export interface BotActor {
  readonly kind: 'bot'
  readonly id: BotId
  readonly name: string
}
/** Baton itself: a timer, a rule, the platform's own messages. */
export interface SystemActor {
  readonly kind: 'system'
  readonly name?: string
}
export type Actor = AgentActor | ContactActor | BotActor | SystemActor

/** An actor as the log keeps it: rights belong to the moment of the act, not to its record. */
export type ActorRecord =
  | { readonly kind: 'agent'; readonly id: AgentId; readonly name: string }
  | ContactActor
  | BotActor
  | SystemActor

export function recordOf(actor: Actor): ActorRecord {
  return actor.kind === 'agent' ? { kind: 'agent', id: actor.id, name: actor.name } : actor
}

/** May act on a conversation that a colleague holds (OW1's "with the right"). */
export function leads(actor: AgentActor): boolean {
  return actor.role !== 'agent'
}
