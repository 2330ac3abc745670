// Setting up a workspace, and signing in to it.
import type { AgentId, TeamId } from '@baton/core'
import { digestOf, newApiKey } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { newId } from '../../app/new-id.ts'
import { agentRows, teamRow } from '../../app/team-rows.ts'
import type { Implementations } from '../call.ts'
import { headersOf } from '../headers.ts'
import { notFound, refuse } from '../problem.ts'

type SignInKey = 'POST /sign-in' | 'POST /sign-out' | 'GET /me'
type PeopleKey = 'GET /agents' | 'POST /agents' | 'POST /agents/{id}/api-keys' | 'GET /teams' | 'POST /teams'
type WiringKey = 'PUT /completion'

export function signInRoutes(app: App): Implementations<SignInKey> {
  return {
    'POST /sign-in': async ({ body, request, reply }) => {
      const signed = await app.signIn.signIn(body.email.toLowerCase(), body.password, headersOf(request))
      const caller = signed ? await app.access.bySignIn(signed.signInId) : null
      if (!signed || !caller)
        return refuse(401, 'wrong_credentials', 'The email address or the password is wrong.')
      for (const cookie of signed.cookies) reply.header('set-cookie', cookie)
      const agent = (await app.directory.of(caller.workspaceId)).agents.get(caller.agent.id)
      return {
        agent: {
          id: caller.agent.id,
          name: caller.agent.name,
          role: caller.agent.role,
          email: agent?.email ?? body.email,
        },
      }
    },
    'POST /sign-out': async ({ request, reply }) => {
      for (const cookie of await app.signIn.signOut(headersOf(request))) reply.header('set-cookie', cookie)
      return {}
    },
    'GET /me': async ({ caller }) => {
      const { id, name, completion, agents, briefBotId } = await app.directory.of(caller.workspaceId)
      const { agent } = caller
      return {
        agent: { id: agent.id, name: agent.name, role: agent.role, email: agents.get(agent.id)?.email ?? '' },
        workspace: { id, name },
        completion: { ...completion, topics: [...completion.topics], outcomes: [...completion.outcomes] },
        briefs: briefBotId !== null,
        mediaMaxBytes: app.media.maxBytes,
      }
    },
  }
}

export function peopleRoutes(app: App): Implementations<PeopleKey> {
  const { settings, directory } = app
  return {
    'GET /agents': async ({ query, caller }) => ({
      items: await agentRows(app, caller.workspaceId, query.all !== undefined),
    }),
    'POST /agents': async ({ body, caller }) => {
      const taken = () =>
        refuse(409, 'email_taken', `${body.email} belongs to an agent already. Use another address.`)
      const { agents } = await directory.of(caller.workspaceId)
      if ([...agents.values()].some(agent => agent.email === body.email)) taken()
      const signInId = body.password
        ? await app.signIn.register({ name: body.name, email: body.email, password: body.password })
        : null
      if (body.password && signInId === null) taken()
      const id = newId() as AgentId
      const { name, email, role } = body
      if (!(await settings.addAgent(caller.workspaceId, { id, name, email, role, signInId }))) taken()
      app.settingsChanged(caller.workspaceId)
      return { id }
    },
    'POST /agents/{id}/api-keys': async ({ params, body, caller }) => {
      const { agents } = await directory.of(caller.workspaceId)
      if (!agents.get(params.id)?.active) notFound('agent')
      const key = newApiKey()
      const id = newId()
      await settings.addApiKey(caller.workspaceId, {
        id,
        agentId: params.id,
        name: body.name,
        digest: digestOf(key),
      })
      return { id, key }
    },
    'GET /teams': async ({ caller }) => {
      const { teams } = await directory.of(caller.workspaceId)
      return {
        items: [...teams.values()].map(teamRow),
      }
    },
    'POST /teams': async ({ body, caller }) => {
      const { agents } = await directory.of(caller.workspaceId)
      const stranger = body.members.find(member => !agents.has(member))
      if (stranger) refuse(422, 'unknown_agent', `${stranger} is not an agent of this workspace.`)
      const id = newId() as TeamId
      if (!(await settings.addTeam(caller.workspaceId, { id, name: body.name, members: body.members }))) {
        refuse(409, 'name_taken', `There is a team called ${body.name} already.`)
      }
      app.settingsChanged(caller.workspaceId)
      return { id }
    },
  }
}

export function wiringRoutes(app: App): Implementations<WiringKey> {
  const { settings } = app
  return {
    'PUT /completion': async ({ body, caller }) => {
      await settings.setCompletion(caller.workspaceId, body)
      app.settingsChanged(caller.workspaceId)
      return body
    },
  }
}
