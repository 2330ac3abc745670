// A workspace and what it has set up, as the application knows it.
import type { AgentId, BotId, BotMay, ChannelId, Flow, Policy, Role, TeamId, WorkspaceId } from '@baton/core'
import type { PresenceSettings, RoutingSettings } from '@baton/protocol'
import type { BotShare } from './bot-store.ts'
import type { Completion } from './ports.ts'
import type { WorkspaceRules } from './ready-rules.ts'
import type { StatusEntry } from './status-entry.ts'

export interface AgentEntry {
  readonly id: AgentId
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly active: boolean
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  readonly capacity: number
}
export interface TeamEntry {
  readonly id: TeamId
  readonly name: string
  readonly members: readonly AgentId[]
  readonly routing: RoutingSettings
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
  readonly completion: Required<Completion>
  readonly statuses: readonly StatusEntry[]
  /** The AI agent whose model writes briefs. */
  readonly briefBotId: BotId | null
  /** Somebody outside is told of every event. */
  readonly hasWebhooks: boolean
  /** Of conversations of no team. */
  readonly routing: RoutingSettings
  readonly presence: PresenceSettings
  readonly agents: ReadonlyMap<string, AgentEntry>
  readonly teams: ReadonlyMap<string, TeamEntry>
  readonly bots: ReadonlyMap<string, BotEntry>
  readonly channels: ReadonlyMap<string, ChannelEntry>
  readonly rules: WorkspaceRules
}
