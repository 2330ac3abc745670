// From what is stored to what is in force: settings become policies, definitions become flows.
import type { Policy } from '@baton/core'
import { defaultPolicy, parseFlow } from '@baton/core'
import { everyChannelSettings, presenceSettings, routingSettings } from '@baton/protocol'
import type { Completion, WorkspaceRecord } from './ports.ts'
import { rulesFrom } from './ready-rules.ts'
import type { BotEntry, ChannelEntry, Workspace } from './workspace.ts'

/** What every channel of the workspace goes by. */
type Ground = Required<Completion> & Pick<Policy, 'statuses'>

/** DL5: how long a customer's word lets us write freely. */
const windowsMs: Readonly<Record<string, number>> = { whatsapp: 24 * 60 * 60 * 1_000 }

function policyFrom(channel: WorkspaceRecord['channels'][number], ground: Ground): Policy {
  const parsed = everyChannelSettings.safeParse(channel.settings)
  // Stored settings were parsed when they came in; an older Baton's extra names are ignored.
  const { closingBlocks: _, ...set } = parsed.success ? parsed.data : {}
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
  const { botResume: _____, ...required } = ground
  const replyWindowMs = windowsMs[channel.kind] ?? null
  return {
    ...defaultPolicy,
    ...required,
    replyWindowMs,
    whileRequesting: channel.while_requesting,
    ...given,
  }
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

/** Stored settings were parsed when they came in; what an older Baton, or none, stored leaves the defaults. */
function routingFrom(stored: unknown) {
  const parsed = routingSettings.safeParse(stored)
  return parsed.success ? parsed.data : routingSettings.parse({})
}

function presenceFrom(stored: unknown) {
  const parsed = presenceSettings.safeParse(stored)
  return parsed.success ? parsed.data : presenceSettings.parse({})
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map(entry => [entry.id, entry]))
}

const unsaid = { tagRequired: false, noteRequired: false, botResume: 'continue' } as const

export function workspaceFrom(record: WorkspaceRecord): Workspace {
  const completion = { ...unsaid, ...record.completion }
  const ground = { ...completion, statuses: record.statuses.map(status => status.name) }
  return {
    id: record.id,
    name: record.name,
    completion,
    statuses: record.statuses,
    briefBotId: record.brief_bot_id,
    hasWebhooks: record.has_webhooks,
    routing: routingFrom(record.routing),
    presence: presenceFrom(record.presence),
    agents: byId(record.agents),
    teams: byId(record.teams.map(team => ({ ...team, routing: routingFrom(team.routing) }))),
    bots: byId(record.bots.map(botFrom)),
    rules: rulesFrom(record.rules, {
      teams: byId(record.teams),
      bots: byId(record.bots),
      channels: byId(record.channels),
      statuses: record.statuses,
      briefBotId: record.brief_bot_id,
    }),
    channels: byId(record.channels.map(channel => channelFrom(channel, ground))),
  }
}
