// Who may call a route. A bearer or our cookie for agents, a bearer only for visitors; a write with a cookie must
// come from our own pages.
import type { Auth } from '@baton/protocol'
import type { FastifyRequest } from 'fastify'
import type { AgentCaller, Caller, TurnCaller, VisitorCaller } from '../app/access.ts'
import type { App } from '../app/app.ts'
import { bearerOf, headersOf } from './headers.ts'
import { refuse } from './problem.ts'

/** Whether the request comes from a page that this server serves. */
export function isOwnOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers
  if (!origin) return false
  return origin === new URL(publicUrl).origin || origin === `${request.protocol}://${request.headers.host}`
}

async function agentCaller(app: App, request: FastifyRequest, publicUrl: string): Promise<AgentCaller> {
  const bearer = bearerOf(request)
  if (bearer !== null) {
    return (
      (await app.access.byApiKey(bearer)) ??
      refuse(401, 'invalid_key', 'This API key is not known. Check it, or have an admin make a new one.')
    )
  }
  if (!request.headers.cookie)
    return refuse(401, 'not_signed_in', 'Sign in, or send an API key as Authorization: Bearer.')
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isOwnOrigin(request, publicUrl)) {
    return refuse(
      403,
      'foreign_origin',
      'A session is only good on Baton’s own pages. Use an API key from elsewhere.',
    )
  }
  const signInId = await app.signIn.identify(headersOf(request))
  const caller = signInId ? await app.access.bySignIn(signInId) : null
  return caller ?? refuse(401, 'not_signed_in', 'Your session has ended. Sign in again.')
}

async function visitorCaller(app: App, request: FastifyRequest): Promise<VisitorCaller> {
  const bearer = bearerOf(request)
  if (bearer === null)
    return refuse(401, 'token_missing', 'Send the visitor’s token as Authorization: Bearer.')
  const caller = await app.access.byVisitorToken(bearer)
  if (caller === 'expired')
    return refuse(401, 'token_expired', 'This token has run out. Renew it with POST /api/v1/web/token.')
  return caller ?? refuse(401, 'invalid_token', 'This token is not one of ours. Begin a new conversation.')
}

/** `Authorization: Turn <token>`. */
async function turnCaller(app: App, request: FastifyRequest): Promise<TurnCaller> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'turn' || !token)
    return refuse(401, 'token_missing', 'Send the token of the turn as Authorization: Turn <token>.')
  const caller = await app.access.byTurnToken(token)
  return caller ?? refuse(401, 'invalid_token', 'This token is not one of ours, or its turn is long over.')
}

/** The caller that the route asks for. Throws a ProblemError with 401 or 403. */
export async function authorise(
  app: App,
  auth: Auth,
  request: FastifyRequest,
  publicUrl: string,
): Promise<Caller | TurnCaller | null> {
  if (auth === 'none') return null
  if (auth === 'turn') return turnCaller(app, request)
  if (auth === 'visitor') return visitorCaller(app, request)
  const caller = await agentCaller(app, request, publicUrl)
  if (auth === 'admin' && caller.agent.role !== 'admin') {
    refuse(403, 'not_allowed', 'This needs the role admin. Ask an admin of your workspace.', {
      needs: 'admin',
    })
  }
  return caller
}
