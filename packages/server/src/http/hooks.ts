// Where channels call: raw bytes in, an answer only when all of it is stored (DL1). Gated by signature, not by rate.
import type { ChannelId } from '@baton/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app/app.ts'
import { HookRefused } from '../app/channel-port.ts'
import { notFound, problemOf, refuse } from './problem.ts'

/** Meta's batches have at most 3 MB. */
const usualMost = 4 * 1_024 * 1_024
/** A mail with its files; kinds say how much of it they need. */
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

/** Before a byte of the body is read: whoever has no signature yet must not fill the memory. */
async function refuseLarge(app: App, request: FastifyRequest): Promise<void> {
  const { channelId } = request.params as HookParams
  if (!uuid.test(channelId)) notFound('channel')
  const id = channelId.toLowerCase() as ChannelId
  const workspaceId = await app.directory.workspaceOf(id)
  const line = workspaceId ? await app.lines.open(workspaceId, id) : null
  if (!line) notFound('channel')
  const most = line?.kind.hookBytes ?? usualMost
  const length = request.headers['content-length']
  // Without a length nobody knows beforehand; channels give one.
  const unsaid = length === undefined && request.headers['transfer-encoding'] !== undefined
  if (unsaid && most < bodyMost)
    refuse(411, 'length_required', 'Say how long the body is: send content-length.')
  if (Number(length ?? 0) > most) refuse(413, 'too_large', `A call may have at most ${most} bytes here.`)
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
        onRequest: request => refuseLarge(app, request),
        handler: (request, reply) => answer(app, publicUrl(), request, reply),
      })
  })
}
