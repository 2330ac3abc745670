// What a workspace has set up, held in memory: bots, channels, agents, completion lists. Read on first use and
// again when somebody says that it changed.
import type { BotId, ChannelId, Policy, WorkspaceId } from '@baton/core'
import type { Workspace } from './workspace.ts'

export interface Directory {
  /** From memory when there. Throws a PortFault when it has to be read and cannot be. */
  of(workspaceId: WorkspaceId): Promise<Workspace>
  /** Without reading; undefined when it is not in memory. */
  peek(workspaceId: WorkspaceId): Workspace | undefined
  forget(workspaceId: WorkspaceId): void
  forgetAll(): void
  /** The workspace of a channel whose id a stranger gives (the web widget). Null: there is none. */
  workspaceOf(channelId: ChannelId): Promise<WorkspaceId | null>
}

/** The settings in force for one conversation. Its channel cannot be missing: the row refers to it. */
export function policyOf(workspace: Workspace, channelId: ChannelId, botId: BotId | null): Policy {
  const channel = workspace.channels.get(channelId)
  if (!channel) throw new Error(`channel ${channelId} is not in its workspace`)
  const bot = botId ? workspace.bots.get(botId) : undefined
  return bot ? { ...channel.policy, settleMs: bot.settleMs } : channel.policy
}

/** Keeps each workspace until `forget`; one read at a time for a workspace. */
export function createDirectory(
  read: (workspaceId: WorkspaceId) => Promise<Workspace>,
  workspaceOf: (channelId: ChannelId) => Promise<WorkspaceId | null>,
): Directory {
  const held = new Map<WorkspaceId, Workspace>()
  const reading = new Map<WorkspaceId, Promise<Workspace>>()
  const channelHomes = new Map<ChannelId, WorkspaceId>()

  async function load(workspaceId: WorkspaceId): Promise<Workspace> {
    const promise = read(workspaceId)
    reading.set(workspaceId, promise)
    try {
      const workspace = await promise
      // Forgotten while it was read: what came back may be old already.
      if (reading.get(workspaceId) === promise) held.set(workspaceId, workspace)
      return workspace
    } finally {
      if (reading.get(workspaceId) === promise) reading.delete(workspaceId)
    }
  }

  return {
    of: async workspaceId => held.get(workspaceId) ?? (await (reading.get(workspaceId) ?? load(workspaceId))),
    peek: workspaceId => held.get(workspaceId),
    forget(workspaceId) {
      held.delete(workspaceId)
      reading.delete(workspaceId)
    },
    forgetAll() {
      held.clear()
      reading.clear()
    },
    async workspaceOf(channelId) {
      const known = channelHomes.get(channelId)
      if (known) return known
      const found = await workspaceOf(channelId)
      if (found) channelHomes.set(channelId, found)
      return found
    },
  }
}
