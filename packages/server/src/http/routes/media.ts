// Attachments: taken in by agents and visitors, given out by signed links to whoever has one.
import { Readable } from 'node:stream'
import type { RouteKey } from '@baton/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { uploaderOf } from '../../app/media.ts'
import type { MediaRow, UploadLimits } from '../../app/media-store.ts'
import { bytesOf, declaredBytes } from '../byte-bodies.ts'
import { rangeOf } from '../byte-range.ts'
import type { Implementations } from '../call.ts'
import { keyOf } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'
import { refuseUpload } from './media-refusals.ts'

type MediaKey = Extract<RouteKey, `${string}/media${string}`>

/** Of one visitor. */
const visitorLimits: UploadLimits = {
  files: 30,
  withinMs: 10 * 60_000,
  bytesADay: 250 * 1_024 * 1_024,
}

/** What a browser may show by itself. A PDF's viewer does not work in a sandbox; its scripts have no page to reach. */
const shown = /^(image\/(png|apng|jpeg|gif|webp|avif)|audio\/.+|video\/.+|application\/pdf)$/
const texts = /^(text\/.+|application\/json)$/

function disposition({ name, mimeType }: MediaRow): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const coded = encodeURIComponent(name).replace(/['()*]/g, one => `%${one.charCodeAt(0).toString(16)}`)
  return `${shown.test(mimeType) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${coded}`
}

function headersFor(row: MediaRow, secondsLeft: number): Record<string, string> {
  const { mimeType } = row
  return {
    // Never as a page: text is text, whatever it is about.
    'content-type': texts.test(mimeType) ? 'text/plain; charset=utf-8' : mimeType,
    'content-disposition': disposition(row),
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; object-src 'self'${mimeType === 'application/pdf' ? '' : '; sandbox'}`,
    'cache-control': `private, max-age=${secondsLeft}, immutable`,
    'accept-ranges': 'bytes',
    // Customers see pictures on pages of other origins.
    'cross-origin-resource-policy': 'cross-origin',
  }
}

async function take(app: App, caller: Caller, request: FastifyRequest, name: string) {
  const taken = await app.media.take({
    uploader: uploaderOf(caller),
    limits: caller.kind === 'visitor' ? visitorLimits : null,
    name,
    declaredBytes: declaredBytes(request),
    body: bytesOf(request),
  })
  if (!taken.ok) return refuseUpload(taken.why, app.media.maxBytes)
  const { workspaceId: _, ...given } = taken.row
  return given
}

async function give(
  app: App,
  row: MediaRow,
  secondsLeft: number,
  call: { request: FastifyRequest; reply: FastifyReply },
) {
  const { request, reply } = call
  const range = rangeOf(request.headers.range, row.sizeBytes)
  if (range === 'beyond') {
    reply.header('content-range', `bytes */${row.sizeBytes}`)
    return refuse(416, 'range_not_satisfiable', `The file has ${row.sizeBytes} bytes. Ask for some of these.`)
  }
  const { start, end } = range ?? { start: 0, end: row.sizeBytes - 1 }
  reply.headers(headersFor(row, secondsLeft)).header('content-length', end - start + 1)
  if (range) reply.status(206).header('content-range', `bytes ${start}-${end}/${row.sizeBytes}`)
  // Sent as a stream, as the length of nothing would take the place of the file's.
  if (request.method === 'HEAD') return reply.send(Readable.from([]))
  const body = (await app.media.open(row, range ?? undefined)) ?? notFound('file')
  return reply.send(Readable.from(body))
}

export function mediaRoutes(app: App): Implementations<MediaKey> {
  const { media } = app
  return {
    'POST /media': ({ caller, request, query }) => take(app, caller, request, query.name),
    'POST /web/media': ({ caller, request, query }) => take(app, caller, request, query.name),
    'DELETE /media/{id}': async ({ caller, params }) => {
      if (!(await media.drop(uploaderOf(caller), params.id))) notFound('unsent file')
      return {}
    },
    'DELETE /web/media/{id}': async ({ caller, params }) => {
      if (!(await media.drop(uploaderOf(caller), params.id))) notFound('unsent file')
      return {}
    },
    'GET /conversations/{id}/media/{mediaId}': async ({ caller, params }) =>
      (await media.link(keyOf(caller, params.id), params.mediaId)) ?? notFound('file'),
    'GET /web/media/{id}': async ({ caller, params }) =>
      (await media.link(caller, params.id)) ?? notFound('file'),
    'GET /media/{id}': async ({ params, query, request, reply }) => {
      const left = media.links.secondsLeft(params.id, query.expires, query.signature)
      if (left === null) return refuse(403, 'invalid_link', 'This link was altered. Ask for a new one.')
      if (left === 'expired') return refuse(403, 'link_expired', 'This link has run out. Ask for a new one.')
      const row = (await media.find(params.id)) ?? notFound('file')
      await give(app, row, left, { request, reply })
      return {}
    },
  }
}
