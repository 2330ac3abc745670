// The contract's routes on Fastify: parse, authorise, call, answer. The same schemas make the OpenAPI document.
import type { Route, RouteKey } from '@baton/protocol'
import { contract } from '@baton/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller, TurnCaller } from '../app/access.ts'
import type { App } from '../app/app.ts'
import { authorise } from './authorise.ts'
import { takeBytes } from './byte-bodies.ts'
import type { Implementations } from './call.ts'
import { allowWebOrigin, answerPreflight } from './cors.ts'
import { ProblemError, problemOf } from './problem.ts'
import { botUseRoutes } from './routes/bot-uses.ts'
import { botRoutes, botVersionRoutes } from './routes/bots.ts'
import { channelRoutes } from './routes/channels.ts'
import { closingRoutes } from './routes/closing.ts'
import { commandRoutes } from './routes/commands.ts'
import { contactsRoutes } from './routes/contacts.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { findingRoutes } from './routes/finding.ts'
import { knowledgeRoutes } from './routes/knowledge.ts'
import { mediaRoutes } from './routes/media.ts'
import { outreachRoutes } from './routes/outreach.ts'
import { ruleLabRoutes } from './routes/rule-lab.ts'
import { ruleRoutes } from './routes/rules.ts'
import { peopleRoutes, signInRoutes, wiringRoutes } from './routes/set-up.ts'
import { teamRoutes } from './routes/team.ts'
import { turnRoutes } from './routes/turns.ts'
import { webRoutes } from './routes/web.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { writingRoutes } from './routes/writing.ts'

const prefix = '/api/v1'

interface AnyCall {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly caller: Caller | TurnCaller | null
  readonly request: FastifyRequest
  readonly reply: unknown
}
type AnyImplementation = (call: AnyCall) => Promise<unknown>

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Throws a ProblemError that names each wrong field, and for a text its limit. */
function parsed(schema: z.ZodType | undefined, place: 'params' | 'query' | 'body', value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.map(issue => ({
    in: place,
    path: issue.path.join('.'),
    message: issue.message,
  }))
  const lines = errors.slice(0, 5).map(error => `${error.path || `the ${place}`} ${error.message}`)
  // An id that cannot be one is an id of nothing.
  if (place === 'params')
    throw new ProblemError(
      problemOf(404, 'not_found', `There is nothing here: ${lines.join('; ')}.`, { errors }),
    )
  throw new ProblemError(problemOf(400, 'invalid_request', `${sentence(lines.join('; '))}.`, { errors }))
}

export function registerApi(server: FastifyInstance, app: App, publicUrl: string): void {
  const implementations: Implementations = {
    ...signInRoutes(app),
    ...peopleRoutes(app),
    ...wiringRoutes(app),
    ...botRoutes(app),
    ...botVersionRoutes(app),
    ...botUseRoutes(app),
    ...webRoutes(app),
    ...conversationRoutes(app),
    ...commandRoutes(app),
    ...turnRoutes(app),
    ...knowledgeRoutes(app),
    ...teamRoutes(app),
    ...contactsRoutes(app),
    ...findingRoutes(app),
    ...writingRoutes(app),
    ...mediaRoutes(app),
    ...closingRoutes(app),
    ...webhookRoutes(app),
    ...channelRoutes(app),
    ...outreachRoutes(app),
    ...ruleLabRoutes(app),
    ...ruleRoutes(app),
  }
  const register = (scope: FastifyInstance, key: RouteKey) => {
    const route: Route = contract[key]
    const [method, path] = key.split(' ')
    // The table above is exhaustive and typed; here the link between a key and its types is not expressible.
    const implementation = implementations[key] as unknown as AnyImplementation
    if (!method || !path) throw new Error(`${key} is not a route`)
    const isWeb = path.startsWith('/web/')
    scope.route({
      method,
      url: `${prefix}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ...(route.bodyMost ? { bodyLimit: route.bodyMost } : {}),
      handler: async (request, reply) => {
        const params = parsed(route.params, 'params', request.params)
        if (isWeb && !(await allowWebOrigin(app, request, reply))) {
          throw new ProblemError(
            problemOf(
              403,
              'foreign_origin',
              'This channel is not open to pages of this origin. Add it to the channel’s origins.',
            ),
          )
        }
        const caller = await authorise(app, route.auth, request, publicUrl)
        if (caller?.kind === 'agent') {
          app.presence.sign({ workspaceId: caller.workspaceId, agentId: caller.agent.id })
        }
        const query = parsed(route.query, 'query', request.query)
        const body = parsed(route.body, 'body', request.body ?? undefined)
        const answer = await implementation({ params, query, body, caller, request, reply })
        if (reply.sent || route.raw === 'out') return reply
        return reply.status(route.status ?? 200).send(answer)
      },
    })
  }
  const keys = Object.keys(contract) as RouteKey[]
  const takesBytes = (key: RouteKey) => 'raw' in contract[key] && contract[key].raw === 'in'
  for (const key of keys) if (!takesBytes(key)) register(server, key)
  server.register(async scope => {
    takeBytes(scope)
    for (const key of keys) if (takesBytes(key)) register(scope, key)
  })
  answerPreflight(server, `${prefix}/web/*`)
}
