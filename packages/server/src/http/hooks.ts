// Where channels call: raw bytes in, an answer only when all of it is stored (DL1). Gated by signature, not by rate.
import type { ChannelId } from '@baton/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app/app.ts'
import { HookRefused } from '../app/channel-port.ts'
import { notFound, problemOf } from './problem.ts'

/** Meta's batches have at most 3 MB; a mail with its files more. */
const bodyMost = 30 * 1_024 * 1_024
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface HookParams {
  readonly channelId: string
  readonly '*'?: string
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

async function answer(app: App, publicUrl: string, request: FastifyRequest, reply: FastifyReply) {
  const { channelId, '*': rest } = request.params as HookParams
  if (!uuid.test(channelId)) notFound('channel')
  const [, query = ''] = request.url.split('?', 2)
  const given = {
    method: request.method,
    path: rest ? `/${rest}` : '',
    query: new URLSearchParams(query),
    headers: headersOf(request),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    // As the channel knows it: behind a proxy the request itself has another host.
    url: `${publicUrl}${request.url}`,
  }
  try {
    const told = await app.inbound.take(channelId.toLowerCase() as ChannelId, given)
    if (!told) return notFound('channel')
    return reply
      .status(told.status)
      .headers({ 'content-type': 'text/plain; charset=utf-8', ...told.headers })
      .send(told.body ?? '')
  } catch (error) {
    if (!(error instanceof HookRefused)) throw error
    return reply
      .status(error.status)
      .type('application/problem+json')
      .send(problemOf(error.status, 'hook_refused', error.message))
  }
}

export async function registerHooks(
  server: FastifyInstance,
  app: App,
  publicUrl: () => string,
): Promise<void> {
  await server.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyMost }, (_request, body, done) =>
      done(null, body),
    )
    for (const url of ['/hooks/:channelId', '/hooks/:channelId/*'])
      scope.route({
        method: ['GET', 'POST'],
        url,
        bodyLimit: bodyMost,
        config: { rateLimit: false },
        handler: (request, reply) => answer(app, publicUrl(), request, reply),
      })
  })
}
