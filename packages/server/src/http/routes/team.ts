// The team: presence, teams, queues and routing.
import type { TeamId } from '@baton/core'
import type { RoutingSettings } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { agentRows, teamRow } from '../../app/team-rows.ts'
import { fallbackFault } from '../../app/team-rules.ts'
import type { AgentKey } from '../../app/team-store.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { Implementations } from '../call.ts'
import { keyOf, perform, seqOf } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'

type RoutingKey = 'PUT /teams/{id}' | 'GET /routing' | 'PUT /routing'
type AgentsKey = 'PUT /me/presence' | 'PUT /agents/{id}' | 'POST /conversations/{id}/decline'

const fallbackFaults = {
  unknown_team: 'There is no such team to go to when nobody is there. Choose one that exists.',
  own_queue: 'A queue cannot go to itself when nobody is there. Choose another team, or let it wait.',
  cycle: 'That team goes on to this one when nobody is there, and so for ever. Let one of them wait.',
} as const

function checkFallback(workspace: Workspace, teamId: TeamId | null, routing: RoutingSettings): void {
  const fault = fallbackFault(workspace, teamId, routing)
  if (fault) refuse(422, 'fallback_cycle', fallbackFaults[fault], { fields: ['routing.nobody.goes'], fault })
}

function checkYourself(
  caller: AgentCaller,
  key: AgentKey,
  { active, role }: { readonly active?: boolean | undefined; readonly role?: string | undefined },
): void {
  if (key.agentId !== caller.agent.id) return
  if (active === false) {
    refuse(409, 'yourself', 'You cannot deactivate yourself. Ask another admin to do it.')
  }
  if (role !== undefined && role !== caller.agent.role) {
    refuse(409, 'yourself', 'You cannot change your own role. Ask another admin to do it.')
  }
}

/** Without empty ones, each once. */
function words(given: readonly string[] | undefined): readonly string[] | undefined {
  return given && [...new Set(given.filter(word => word !== ''))]
}

function agentsRoutes(app: App): Implementations<AgentsKey> {
  return {
    'PUT /me/presence': async ({ body, caller }) => {
      const { workspaceId } = caller
      const agentId = caller.agent.id
      await app.team.setAway({ workspaceId, agentId }, body.presence === 'away')
      await app.lists.lookWhoIsHere(workspaceId)
      app.router.soon(workspaceId)
      const here = await app.presence.of(workspaceId)
      return { chosen: body.presence, presence: here.get(agentId) ?? 'offline' }
    },
    'PUT /agents/{id}': async ({ params, body, caller }) => {
      const { workspaceId } = caller
      const key = { workspaceId, agentId: params.id }
      checkYourself(caller, key, body)
      const change = { ...body, languages: words(body.languages), skills: words(body.skills) }
      const done = await app.team.changeAgent(key, change)
      if (done === 'missing') notFound('agent')
      if (done === 'last_admin') {
        refuse(409, 'last_admin', 'This is the last admin. Make somebody else an admin first.')
      }
      app.settingsChanged(workspaceId)
      if (body.active === false) await app.goneOwners.release(key)
      const rows = await agentRows(app, workspaceId, true)
      return rows.find(({ id }) => id === params.id) ?? notFound('agent')
    },
    'POST /conversations/{id}/decline': async ({ params, caller }) => {
      const command = { type: 'DeclineOffer', actor: caller.agent } as const
      return { seq: seqOf(await perform(app, keyOf(caller, params.id), command), 'OfferEnded') }
    },
  }
}

function routingRoutes(app: App): Implementations<RoutingKey> {
  return {
    'PUT /teams/{id}': async ({ params, body, caller }) => {
      const { workspaceId } = caller
      const workspace = await app.directory.of(workspaceId)
      if (!workspace.teams.has(params.id)) notFound('team')
      const stranger = body.members?.find(member => !workspace.agents.has(member))
      if (stranger) refuse(422, 'unknown_agent', `${stranger} is not an agent of this workspace.`)
      if (body.routing) checkFallback(workspace, params.id, body.routing)
      const done = await app.team.changeTeam(workspaceId, params.id, body)
      if (done === 'name_taken') refuse(409, 'name_taken', `There is a team called ${body.name} already.`)
      if (done === 'missing') notFound('team')
      app.settingsChanged(workspaceId)
      const team = (await app.directory.of(workspaceId)).teams.get(params.id)
      return team ? teamRow(team) : notFound('team')
    },
    'GET /routing': async ({ caller }) => {
      const { routing, presence } = await app.directory.of(caller.workspaceId)
      return { routing, presence }
    },
    'PUT /routing': async ({ body, caller }) => {
      const { workspaceId } = caller
      checkFallback(await app.directory.of(workspaceId), null, body.routing)
      await app.team.setRouting(workspaceId, body.routing, body.presence)
      app.settingsChanged(workspaceId)
      return body
    },
  }
}

export function teamRoutes(app: App): Implementations<RoutingKey | AgentsKey> {
  return { ...agentsRoutes(app), ...routingRoutes(app) }
}
