// Bots, for those who build them: what there is, making one, its draft and its versions.
import type { BotId } from '@baton/core'
import { entries } from '@baton/core'
import type { BotDetail } from '@baton/protocol'
import { botKind } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { includes, mayManageBots, rightTo } from '../../app/bot-rights.ts'
import { newWebhookSecret } from '../../app/bot-secrets.ts'
import { newId } from '../../app/new-id.ts'
import type { BotEntry, Workspace } from '../../app/workspace.ts'
import type { Implementations } from '../call.ts'
import { notFound } from '../problem.ts'
import {
  draftChanged,
  mayBuild,
  onlyLeads,
  refuseAddresses,
  refuseFaults,
  soundSettings,
} from './bot-rules.ts'

type BotKey = 'GET /bots' | 'POST /bots' | 'GET /bots/{id}' | 'PUT /bots/{id}' | 'POST /bots/{id}/publish'
type VersionKey = 'GET /bots/{id}/versions/{version}' | 'POST /bots/{id}/versions/{version}/restore'

function listed(bot: BotEntry, workspace: Workspace) {
  const { id, name, kind, version, flow } = bot
  const channels = [...workspace.channels.values()].filter(channel => channel.botId === id)
  return {
    id,
    name,
    kind: botKind.parse(kind),
    version,
    channels: channels.map(channel => ({ id: channel.id, name: channel.name })),
    entries: flow ? entries(flow).map(({ block, label }) => ({ block, label })) : [],
  }
}

function lookups({ settings, directory }: App) {
  const agentIn = (workspace: Workspace, id: string | null) => {
    const agent = id === null ? undefined : workspace.agents.get(id)
    return agent ? { id: agent.id, name: agent.name } : null
  }

  async function draftOf(caller: AgentCaller, id: BotId) {
    return (await settings.readBot(caller.workspaceId, id)) ?? notFound('bot')
  }

  async function refuseSaved(caller: AgentCaller, id: BotId): Promise<never> {
    const { revision, draftedBy } = await draftOf(caller, id)
    return draftChanged(revision, agentIn(await directory.of(caller.workspaceId), draftedBy))
  }

  return { agentIn, draftOf, refuseSaved }
}

export function botRoutes(app: App): Implementations<BotKey> {
  const { settings, directory, botDrafts } = app
  const { agentIn, draftOf, refuseSaved } = lookups(app)

  async function detail(caller: AgentCaller, id: BotId): Promise<BotDetail> {
    const { bot, workspace, right } = await mayBuild(app, caller, id, 'edit')
    const { name, revision, version, changed, draft, versions } = await draftOf(caller, id)
    return {
      ...listed(bot, workspace),
      name,
      version,
      changed,
      right,
      revision,
      settings: botDrafts.shown(bot.kind, draft),
      versions: versions.map(({ by, note, at, version: n }) => ({
        version: n,
        at,
        note,
        by: agentIn(workspace, by),
      })),
      shares: bot.shares.map(share => ({ ...share })),
    }
  }

  return {
    'GET /bots': async ({ caller }) => {
      const workspace = await directory.of(caller.workspaceId)
      const changed = await settings.changedBots(caller.workspaceId)
      const items = [...workspace.bots.values()].flatMap(bot => {
        const right = rightTo(bot, workspace, caller.agent)
        if (right === null) return []
        const shown = includes(right, 'edit') ? botDrafts.shown(bot.kind, bot.settings) : {}
        return [{ ...listed(bot, workspace), changed: changed.has(bot.id), right, settings: shown }]
      })
      return { items }
    },
    'POST /bots': async ({ body, caller }) => {
      if (!mayManageBots(caller.agent)) onlyLeads()
      refuseAddresses(app, body.kind, body.settings)
      const id = newId() as BotId
      const made = body.kind === 'http' && !body.settings.secret ? newWebhookSecret() : undefined
      const given = made ? { ...body.settings, secret: made } : body.settings
      const stored = botDrafts.stored(id, body.kind, given, null)
      refuseFaults(botDrafts.faultsOf(id, body.kind, stored, await directory.of(caller.workspaceId)))
      const { name, kind } = body
      await settings.addBot(caller.workspaceId, { id, name, kind, settings: stored, by: caller.agent.id })
      app.settingsChanged(caller.workspaceId)
      return { id, ...(made ? { secret: made } : {}) }
    },
    'GET /bots/{id}': ({ params, caller }) => detail(caller, params.id),
    'PUT /bots/{id}': async ({ params, body, caller }) => {
      const { bot } = await mayBuild(app, caller, params.id, 'edit')
      const { draft } = await draftOf(caller, params.id)
      const given = body.settings ? soundSettings(app, bot.kind, body.settings, draft) : null
      if (given) refuseAddresses(app, bot.kind, given)
      const saved = await settings.saveDraft(caller.workspaceId, params.id, {
        name: body.name ?? null,
        settings: given && botDrafts.stored(params.id, bot.kind, given, draft),
        revision: body.revision,
        by: caller.agent.id,
      })
      if (saved === null) return refuseSaved(caller, params.id)
      // A draft is not in force; a name is.
      if (body.name !== undefined && body.name !== bot.name) app.settingsChanged(caller.workspaceId)
      return saved
    },
    'POST /bots/{id}/publish': async ({ params, body, caller }) => {
      const { bot, workspace } = await mayBuild(app, caller, params.id, 'publish')
      const { draft, revision } = await draftOf(caller, params.id)
      if (body.revision !== undefined && body.revision !== revision) return refuseSaved(caller, params.id)
      refuseFaults(botDrafts.faultsOf(params.id, bot.kind, draft, workspace))
      const version = await settings.publishDraft(caller.workspaceId, params.id, {
        revision,
        note: body.note,
        by: caller.agent.id,
      })
      if (version === null) return refuseSaved(caller, params.id)
      app.settingsChanged(caller.workspaceId)
      return { version }
    },
  }
}

export function botVersionRoutes(app: App): Implementations<VersionKey> {
  const { settings, botDrafts } = app
  const { agentIn, draftOf, refuseSaved } = lookups(app)
  return {
    'GET /bots/{id}/versions/{version}': async ({ params, caller }) => {
      const { bot, workspace } = await mayBuild(app, caller, params.id, 'edit')
      const found = await settings.readBotVersion(caller.workspaceId, params.id, params.version)
      if (!found) return notFound('version')
      const { version, note, at, by } = found
      const shown = botDrafts.shown(bot.kind, found.settings)
      return { version, note, at, by: agentIn(workspace, by), settings: shown }
    },
    'POST /bots/{id}/versions/{version}/restore': async ({ params, body, caller }) => {
      await mayBuild(app, caller, params.id, 'edit')
      const found = await settings.readBotVersion(caller.workspaceId, params.id, params.version)
      if (!found) return notFound('version')
      const { revision } = await draftOf(caller, params.id)
      const saved = await settings.saveDraft(caller.workspaceId, params.id, {
        name: null,
        settings: found.settings,
        revision: body.revision ?? revision,
        by: caller.agent.id,
      })
      return saved ?? refuseSaved(caller, params.id)
    },
  }
}
