// The HTTP server: the API, health, the pages; every failure as problem details, none with a customer's words.
import { randomUUID } from 'node:crypto'
import type { Problem } from '@baton/protocol'
import rateLimit from '@fastify/rate-limit'
import type { FastifyBaseLogger, FastifyError, FastifyInstance } from 'fastify'
import Fastify, { LogController } from 'fastify'
import type { Logger } from 'pino'
import type { App } from '../app/app.ts'
import { PortFault } from '../app/ports.ts'
import { registerAlertHooks } from './alert-hooks.ts'
import { registerApi } from './api.ts'
import { registerHealth } from './health.ts'
import { registerHooks } from './hooks.ts'
import { createLimits } from './limits.ts'
import { openapiDocument } from './openapi.ts'
import { registerPages } from './pages.ts'
import { ProblemError, problemOf } from './problem.ts'

export interface HttpOptions {
  readonly app: App
  readonly log: Logger
  readonly publicUrl: string
  /** As it is known once the port is. */
  readonly hookUrl: () => string
  readonly rateLimits: boolean
  readonly pagesDir: string
  readonly isReady: () => Promise<boolean>
  /** The channel that the demo page shows; null: there is no demo. */
  readonly demoChannel: () => Promise<string | null>
}

/** Characters are limited per field; this bounds what is read at all. */
const bodyLimitBytes = 256 * 1_024

function problemFor(error: FastifyError | Error): { problem: Problem; retryAfterSeconds: number | null } {
  if (error instanceof ProblemError)
    return { problem: error.problem, retryAfterSeconds: error.retryAfterSeconds }
  if (error instanceof PortFault) {
    const detail = 'The database does not answer as it should. Nothing was stored; try again shortly.'
    return {
      problem: problemOf(503, 'unavailable', detail),
      retryAfterSeconds: Math.ceil(error.retryAfterMs / 1_000),
    }
  }
  const code = 'code' in error ? error.code : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return {
      problem: problemOf(413, 'too_large', `A request may have at most ${bodyLimitBytes} bytes.`),
      retryAfterSeconds: null,
    }
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return {
      problem: problemOf(415, 'not_json', 'Send JSON with content-type: application/json.'),
      retryAfterSeconds: null,
    }
  }
  if (
    error instanceof SyntaxError ||
    code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ||
    code === 'FST_ERR_CTP_INVALID_JSON_BODY'
  ) {
    return {
      problem: problemOf(400, 'malformed_json', 'The body is not JSON. Check quotes and commas.'),
      retryAfterSeconds: null,
    }
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status >= 400 && status < 500) {
    return {
      problem: problemOf(
        status,
        'invalid_request',
        'The request cannot be used. Check it against the API’s description.',
      ),
      retryAfterSeconds: null,
    }
  }
  return {
    problem: problemOf(500, 'fault', 'Baton failed here. The log has the reason; nothing was stored half.'),
    retryAfterSeconds: null,
  }
}

export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { app, log, publicUrl } = options
  const server = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // One line for each request would be most of the log; what fails is logged where it fails.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    genReqId: () => randomUUID(),
    trustProxy: false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  })
  // An empty body is a body with nothing in it: many clients send POSTs so.
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined)
    try {
      done(null, JSON.parse(String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error('not JSON'), undefined)
    }
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const { problem, retryAfterSeconds } = problemFor(error)
    if (problem.status >= 500)
      log.error({ err: error, route: request.routeOptions.url, requestId: request.id }, 'a request failed')
    if (retryAfterSeconds !== null) reply.header('retry-after', retryAfterSeconds)
    return reply.status(problem.status).type('application/problem+json').send(problem)
  })
  server.setNotFoundHandler((request, reply) => {
    const detail = `There is no ${request.method} ${request.url.split('?')[0]}. See /api/v1/openapi.json.`
    return reply
      .status(404)
      .type('application/problem+json')
      .send(problemOf(404, 'not_found', detail))
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin')
  })
  if (options.rateLimits) await server.register(rateLimit, createLimits())
  await server.register(async scope => registerApi(scope, app, publicUrl))
  server.get('/api/v1/openapi.json', async () => openapiDocument(publicUrl))
  await registerAlertHooks(server, app)
  await registerHooks(server, app, options.hookUrl)
  registerHealth(server, options.isReady)
  await registerPages(server, options.pagesDir, options.demoChannel)
  return server
}
