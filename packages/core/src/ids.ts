// Identity of the things a workspace owns. The brand keeps a contact's id out of an agent's place;
// ids are opaque UUIDv7 and are born only at the edge, where input is parsed.

declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type WorkspaceId = Id<'workspace'>
export type ConversationId = Id<'conversation'>
export type ContactId = Id<'contact'>
export type ChannelId = Id<'channel'>
export type BotId = Id<'bot'>
export type AgentId = Id<'agent'>
export type TeamId = Id<'team'>
export type TurnId = Id<'turn'>
export type MessageId = Id<'message'>

/** A moment in UTC, ISO 8601 with milliseconds and `Z`, by the database's clock. Sorts as text. */
export type Instant = string

/** Moves an instant by a number of milliseconds. */
export function plusMs(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString()
}

/** Milliseconds from `earlier` to `later`; negative when they are the other way round. */
export function msBetween(earlier: Instant, later: Instant): number {
  return Date.parse(later) - Date.parse(earlier)
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
