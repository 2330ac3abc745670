// What the application asks of the world about the team: who works here, who is there, whom routing may ask.
import type { AgentId, Candidate, Instant, Presence, Role, TeamId, WorkspaceId } from '@baton/core'
import type { ConversationKey, Loaded } from './ports.ts'

export interface AgentChange {
  readonly name?: string | undefined
  readonly role?: Role | undefined
  readonly active?: boolean | undefined
  readonly languages?: readonly string[] | undefined
  readonly skills?: readonly string[] | undefined
  readonly capacity?: number | undefined
}

export interface TeamChange {
  readonly name?: string | undefined
  readonly members?: readonly AgentId[] | undefined
  readonly routing?: object | undefined
}

/** One agent who has a console open on this server. */
export interface Present {
  readonly workspaceId: WorkspaceId
  readonly agentId: AgentId
  readonly awake: boolean
}

export interface AgentKey {
  readonly workspaceId: WorkspaceId
  readonly agentId: AgentId
}

/** Somebody whom routing may ask, and in which teams. */
export interface Askable extends Candidate {
  readonly name: string
  readonly teams: readonly TeamId[]
}

/** A conversation that waits for a person, and what routing needs of its contact. */
export interface Waiting {
  readonly loaded: Loaded
  readonly language: string | null
}

export interface WaitingQuery {
  readonly workspaceId: WorkspaceId
  /** Null stands for conversations of no team. */
  readonly teams: readonly (TeamId | null)[]
  /** Of these, only conversations whose customer was not told yet that nobody is there. */
  readonly untold: readonly (TeamId | null)[]
  /** Exclusive: the last of the page before. */
  readonly after: Loaded | null
  readonly limit: number
}

/** Whose turn it was, and when. */
export interface Asked {
  readonly agentId: AgentId
  readonly at: Instant
}

export interface StandingOffer extends ConversationKey {
  readonly agentId: AgentId
}

export interface HeldConversation extends ConversationKey {
  readonly ownerId: AgentId
  readonly epoch: number
}

/** Held by somebody who is gone: since then, by a limit of the workspace; or who works here no longer. */
export interface GoneOwner extends HeldConversation {
  readonly active: boolean
  readonly goneSince: Instant
  readonly limitMs: number
}

/** Each call throws a PortFault when the database does not answer. */
export interface TeamStore {
  /** `last_admin`: nobody would be left who may set anything. */
  changeAgent(key: AgentKey, change: AgentChange): Promise<'changed' | 'missing' | 'last_admin'>
  changeTeam(
    workspaceId: WorkspaceId,
    teamId: TeamId,
    change: TeamChange,
  ): Promise<'changed' | 'missing' | 'name_taken'>
  setRouting(workspaceId: WorkspaceId, routing: object, presence: object): Promise<void>
  setAway(key: AgentKey, away: boolean): Promise<void>
  /** What this server knows: who has a console open here, and of whom it saw a sign of life. */
  keepPresence(present: readonly Present[], seen: readonly AgentKey[]): Promise<void>
  /** By all servers that live; who is left out is offline. */
  presenceOf(workspaceId: WorkspaceId): Promise<ReadonlyMap<AgentId, Presence>>
  heldBy(key: AgentKey): Promise<readonly HeldConversation[]>
  /** Oldest first; of owners who are gone and conversations whose customer may wait. */
  goneOwners(limit: number): Promise<readonly GoneOwner[]>
}

export interface RoutingStore {
  /** Runs `work` while no other server routes this workspace; false, and nothing is run, while one does. */
  alone(workspaceId: WorkspaceId, work: () => Promise<void>): Promise<boolean>
  /** All who work here, whoever is there or not. */
  askable(workspaceId: WorkspaceId): Promise<readonly Askable[]>
  /** The most urgent first, then the longest waiting; only those that nobody is asked to take. */
  waiting(query: WaitingQuery): Promise<readonly Waiting[]>
  offers(workspaceId: WorkspaceId): Promise<readonly StandingOffer[]>
  offered(workspaceId: WorkspaceId, asked: readonly Asked[]): Promise<void>
  /** Workspaces in which somebody waits. */
  toRoute(): Promise<readonly WorkspaceId[]>
}
