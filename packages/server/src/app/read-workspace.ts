// From what is stored to what is in force: settings become policies, definitions become flows.
import type { Policy } from '@baton/core'
import { defaultPolicy, parseFlow } from '@baton/core'
import { webChannelSettings } from '@baton/protocol'
import type { Completion, WorkspaceRecord } from './ports.ts'
import type { BotEntry, ChannelEntry, Workspace } from './workspace.ts'

/** What every channel of the workspace goes by. */
type Ground = Completion & Pick<Policy, 'statuses'>

function policyFrom(channel: WorkspaceRecord['channels'][number], ground: Ground): Policy {
  const parsed = webChannelSettings.safeParse(channel.settings)
  // Stored settings were parsed when they came in; an older Baton's extra names are ignored.
  const {
    closingBlocks: _,
    origins: __,
    accent: ___,
    greeting: ____,
    ...set
  } = parsed.success ? parsed.data : {}
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
  return { ...defaultPolicy, ...ground, whileRequesting: channel.while_requesting, ...given }
}

function botFrom(bot: WorkspaceRecord['bots'][number]): BotEntry {
  const flow = bot.kind === 'flow' ? parseFlow(bot.settings.flow) : null
  return {
    id: bot.id,
    name: bot.name,
    kind: bot.kind,
    settings: bot.settings,
    version: bot.version,
    shares: bot.shares,
    settleMs: typeof bot.settings.settleMs === 'number' ? bot.settings.settleMs : 0,
    flow: flow?.ok ? flow.flow : null,
  }
}

function channelFrom(channel: WorkspaceRecord['channels'][number], ground: Ground): ChannelEntry {
  const { id, name, kind, bot_id: botId, while_requesting: whileRequesting, settings } = channel
  return { id, name, kind, botId, whileRequesting, settings, policy: policyFrom(channel, ground) }
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map(entry => [entry.id, entry]))
}

export function workspaceFrom(record: WorkspaceRecord): Workspace {
  const ground = { ...record.completion, statuses: record.statuses.map(status => status.name) }
  return {
    id: record.id,
    name: record.name,
    completion: record.completion,
    statuses: record.statuses,
    agents: byId(record.agents),
    teams: byId(record.teams),
    bots: byId(record.bots.map(botFrom)),
    channels: byId(record.channels.map(channel => channelFrom(channel, ground))),
  }
}
