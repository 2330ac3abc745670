// Bots in use: who may do what with one, deleting it, trying it out, and which of them answers a channel.
import type { BotId } from '@baton/core'
import type { App } from '../../app/app.ts'
import { mayManageBots } from '../../app/bot-rights.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'
import { mayBuild, onlyLeads, soundSettings } from './bot-rules.ts'

type UseKey = 'DELETE /bots/{id}' | 'PUT /bots/{id}/shares' | 'POST /bots/{id}/try'

/** What would lose its bot. */
function usersOf(id: BotId, workspace: Workspace) {
  const channels = [...workspace.channels.values()].filter(channel => channel.botId === id)
  const bots = [...workspace.bots.values()].filter(({ flow }) =>
    Object.values(flow?.blocks ?? {}).some(block => block.kind === 'ai' && block.bot === id),
  )
  return { channels, bots }
}

function refuseInUse(id: BotId, workspace: Workspace): void {
  const { channels, bots } = usersOf(id, workspace)
  const users = [...channels, ...bots]
  if (users.length === 0) return
  const names = users.map(({ name }) => name).join(', ')
  refuse(409, 'bot_in_use', `This bot is used by ${names}. Give them another bot first.`, {
    channels: channels.map(({ id: channelId, name }) => ({ id: channelId, name })),
    bots: bots.map(({ id: botId, name }) => ({ id: botId, name })),
  })
}

const unsaid = { text: '', handoff: null, ask: null, variables: {}, problem: null }

export function botUseRoutes(app: App): Implementations<UseKey> {
  const { settings, directory, botDrafts, tryOut } = app
  return {
    'DELETE /bots/{id}': async ({ params, caller }) => {
      const { workspace } = await mayBuild(app, caller, params.id, 'use')
      if (!mayManageBots(caller.agent)) onlyLeads()
      refuseInUse(params.id, workspace)
      if (!(await settings.removeBot(caller.workspaceId, params.id))) {
        directory.forget(caller.workspaceId)
        refuseInUse(params.id, await directory.of(caller.workspaceId))
        notFound('bot')
      }
      app.settingsChanged(caller.workspaceId)
      return {}
    },
    'PUT /bots/{id}/shares': async ({ params, body, caller }) => {
      const { workspace } = await mayBuild(app, caller, params.id, 'use')
      if (!mayManageBots(caller.agent)) onlyLeads()
      const stranger = body.shares.find(({ teamId }) => !workspace.teams.has(teamId))
      if (stranger) refuse(422, 'unknown_team', `${stranger.teamId} is not a team of this workspace.`)
      if (new Set(body.shares.map(({ teamId }) => teamId)).size < body.shares.length)
        refuse(422, 'team_twice', 'A team stands there twice. Give each team one right.')
      await settings.shareBot(caller.workspaceId, params.id, body.shares)
      app.settingsChanged(caller.workspaceId)
      return {}
    },
    'POST /bots/{id}/try': async ({ params, body, caller }) => {
      const { bot, workspace } = await mayBuild(app, caller, params.id, 'edit')
      const { id, name, kind } = bot
      const tried = { workspaceId: caller.workspaceId, id, name, kind, teams: [...workspace.teams.values()] }
      const draft = (await settings.readBot(caller.workspaceId, id))?.draft ?? notFound('bot')
      if ('call' in body) {
        const sealed = botDrafts.stored(id, 'flow', { flow: body.flow }, draft)
        const result = await tryOut.call(tried, sealed.flow, body.call, body.messages)
        if (result === null)
          return refuse(422, 'no_call', `The block ${body.call.block} is no request and asks no model.`)
        return { ...unsaid, result }
      }
      if (kind === 'flow')
        return refuse(422, 'flow_runs_here', 'A flow is tried step by step: send flow and call.')
      const stored = botDrafts.stored(id, kind, soundSettings(app, kind, body.settings, draft), draft)
      return { result: null, ...(await tryOut.talk(tried, stored, body.messages, body.variables)) }
    },
  }
}
