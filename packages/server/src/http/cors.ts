// The web channel is called from other people's pages: those that the channel names, or any when it names none.

import type { ChannelId } from '@baton/core'
import { webChannelSettings } from '@baton/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app/app.ts'
import { bearerOf } from './headers.ts'

const allowed = 'authorization, content-type'
const maxAgeSeconds = '600'

async function channelOf(app: App, request: FastifyRequest): Promise<ChannelId | null> {
  const { params } = request
  if (typeof params === 'object' && params !== null && 'channelId' in params)
    return params.channelId as ChannelId
  const bearer = bearerOf(request)
  const caller = bearer ? await app.access.byVisitorToken(bearer) : null
  return caller && caller !== 'expired' ? caller.channelId : null
}

/** Whether pages of this origin may use the channel. Exact comparison: no suffixes, no wildcards. */
export async function isOriginOf(app: App, channelId: ChannelId, origin: string): Promise<boolean> {
  const workspaceId = await app.directory.workspaceOf(channelId)
  const channel = workspaceId ? (await app.directory.of(workspaceId)).channels.get(channelId) : undefined
  if (!channel) return true
  const settings = webChannelSettings.safeParse(channel.settings)
  const origins = settings.success ? (settings.data.origins ?? []) : []
  return origins.length === 0 || origins.some(one => new URL(one).origin === origin)
}

/** False when the page may not call. No Origin at all: not a page. */
export async function allowWebOrigin(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { origin } = request.headers
  if (!origin) return true
  reply.header('vary', 'origin').header('access-control-allow-origin', origin)
  const own = origin === `${request.protocol}://${request.headers.host}`
  const channelId = own ? null : await channelOf(app, request)
  return channelId === null || (await isOriginOf(app, channelId, origin))
}

/** Bearers only, never cookies: so a preflight tells nothing and may be answered to anyone. */
export function answerPreflight(server: FastifyInstance, url: string): void {
  server.options(url, async (request, reply) =>
    reply
      .status(204)
      .header('vary', 'origin')
      .header('access-control-allow-origin', request.headers.origin ?? '*')
      .header('access-control-allow-headers', allowed)
      .header('access-control-allow-methods', 'GET, POST, DELETE')
      .header('access-control-max-age', maxAgeSeconds)
      .send(),
  )
}
