// Bots as they are kept: what is in force, what is being built, and every version that was published.
import type { AgentId, BotId, Instant, TeamId, WorkspaceId } from '@baton/core'

/** Each includes those before it. */
export const botRights = ['use', 'edit', 'publish'] as const
export type BotRight = (typeof botRights)[number]

export interface BotShare {
  readonly teamId: TeamId
  readonly right: BotRight
}

type Settings = Readonly<Record<string, unknown>>

export interface BotDraft {
  readonly name: string
  readonly kind: string
  readonly draft: Settings
  /** What was published last. */
  readonly settings: Settings
  readonly version: number
  /** Grows with every change of the draft. */
  readonly revision: number
  readonly draftedBy: AgentId | null
  readonly changed: boolean
  /** The newest first. */
  readonly versions: readonly Omit<BotVersion, 'settings'>[]
}

export interface BotVersion {
  readonly version: number
  readonly settings: Settings
  readonly note: string
  /** Null: Baton itself, or from before versions were kept. */
  readonly by: AgentId | null
  readonly at: Instant
}

/** Secrets in settings are sealed by now. Each call throws a PortFault when the database does not answer. */
export interface BotStore {
  /** Publishes it as version 1. */
  addBot(
    workspaceId: WorkspaceId,
    bot: {
      readonly id: BotId
      readonly name: string
      readonly kind: string
      readonly settings: object
      readonly by: AgentId | null
    },
  ): Promise<void>
  readBot(workspaceId: WorkspaceId, botId: BotId): Promise<BotDraft | null>
  readBotVersion(workspaceId: WorkspaceId, botId: BotId, version: number): Promise<BotVersion | null>
  /** The bots whose draft is another than what was published. */
  changedBots(workspaceId: WorkspaceId): Promise<ReadonlySet<string>>
  /** Null: the draft is not at this revision. What is null is left as it is. */
  saveDraft(
    workspaceId: WorkspaceId,
    botId: BotId,
    change: {
      readonly name: string | null
      readonly settings: Settings | null
      readonly revision: number
      readonly by: AgentId
    },
  ): Promise<{ readonly revision: number; readonly changed: boolean } | null>
  /** The new version; null: the draft is not at this revision. */
  publishDraft(
    workspaceId: WorkspaceId,
    botId: BotId,
    release: { readonly revision: number; readonly note: string; readonly by: AgentId },
  ): Promise<number | null>
  /** False when a channel has it, or it is gone. */
  removeBot(workspaceId: WorkspaceId, botId: BotId): Promise<boolean>
  shareBot(workspaceId: WorkspaceId, botId: BotId, shares: readonly BotShare[]): Promise<void>
}
