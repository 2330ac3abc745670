// A workspace and what it has set up, as the application knows it.
import type { AgentId, BotId, BotMay, ChannelId, Flow, Policy, Role, TeamId, WorkspaceId } from '@baton/core'
import type { BotShare } from './bot-store.ts'
import type { Completion } from './ports.ts'
import type { StatusEntry } from './status-entry.ts'

export interface AgentEntry {
  readonly id: AgentId
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly active: boolean
}
export interface TeamEntry {
  readonly id: TeamId
  readonly name: string
  readonly members: readonly AgentId[]
}
export interface BotEntry {
  readonly id: BotId
  readonly name: string
  readonly kind: string
  /** As published, secrets sealed. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly version: number
  readonly shares: readonly BotShare[]
  readonly settleMs: number
  /** Of a flow bot; null for another kind. */
  readonly flow: Flow | null
}
export interface ChannelEntry {
  readonly id: ChannelId
  readonly name: string
  readonly kind: string
  readonly botId: BotId | null
  readonly whileRequesting: BotMay
  readonly settings: Readonly<Record<string, unknown>>
  /** All of the policy but what the bot sets. */
  readonly policy: Policy
}
export interface Workspace {
  readonly id: WorkspaceId
  readonly name: string
  readonly completion: Completion
  readonly statuses: readonly StatusEntry[]
  readonly agents: ReadonlyMap<string, AgentEntry>
  readonly teams: ReadonlyMap<string, TeamEntry>
  readonly bots: ReadonlyMap<string, BotEntry>
  readonly channels: ReadonlyMap<string, ChannelEntry>
}
