// Files both ways. Inbound: an id, then an address that lives five minutes, then bytes that must be the ones announced.
// The token goes to Meta's hosts only, whatever address an answer names.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FetchedMedia, OutboundMedia } from '../../app/channel-port.ts'
import { MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'
import type { MediaType } from './compose.ts'
import type { Graph, GraphAnswer } from './graph.ts'
import { askGraph, callGraph } from './graph.ts'
import { number, record, text } from './reading.ts'

const mb = 1_024 * 1_024
export const maxBytesOf: Readonly<Record<MediaType, number>> = {
  image: 5 * mb,
  video: 16 * mb,
  audio: 16 * mb,
  sticker: 500 * 1_024,
  document: 100 * mb,
}

const fetchLimits = { timeoutMs: 30_000, maxBytes: 101 * mb }
const metaHosts = ['fbcdn.net', 'fbsbx.com', 'facebook.com', 'whatsapp.net', 'whatsapp.com']

function isMetas(url: URL, graph: Graph): boolean {
  if (url.origin === new URL(graph.url).origin) return true
  const isHost = metaHosts.some(host => url.hostname === host || url.hostname.endsWith(`.${host}`))
  return url.protocol === 'https:' && url.port === '' && isHost
}

async function look(egress: Egress, graph: Graph, id: string, signal: AbortSignal): Promise<GraphAnswer> {
  const path = `/${encodeURIComponent(id)}?phone_number_id=${graph.phoneNumberId}`
  try {
    return await callGraph(egress, graph, path, { method: 'GET', signal })
  } catch (cause) {
    throw new MediaFault('unreachable', { retryable: true, cause })
  }
}

/** The id is gone after 7 days; what is wrong with the token may be put right. */
function faultOfLook({ status, body }: GraphAnswer): MediaFault {
  const code = number(record(body.error).code)
  const isGone = status === 404 || status === 410 || code === 100 || code === 131_052
  return isGone
    ? new MediaFault('expired', { retryable: false })
    : new MediaFault('unreachable', { retryable: true })
}

/** Meta writes checksums in base64 in calls, and in hex in answers. */
function isSame(digest: Buffer, announced: string): boolean {
  const hex = /^[0-9a-f]{64}$/i.test(announced)
  return digest.equals(Buffer.from(announced, hex ? 'hex' : 'base64'))
}

async function* checked(
  body: ReadableStream<Uint8Array>,
  announced: string | null,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])) {
      hash.update(chunk)
      yield chunk
    }
  } catch (cause) {
    const isTooLarge = cause instanceof EgressFault && cause.code === 'too_large'
    throw new MediaFault(isTooLarge ? 'too_large' : 'unreachable', { retryable: !isTooLarge, cause })
  }
  if (announced !== null && !isSame(hash.digest(), announced))
    throw new MediaFault('refused', { retryable: true })
}

export async function fetchMedia(
  egress: Egress,
  graph: Graph,
  ref: string,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  const [id = '', sha256 = null] = ref.split(' ')
  const told = await look(egress, graph, id, signal)
  if (told.status !== 200) throw faultOfLook(told)
  const { url, sha256: toldSha256, file_size } = told.body
  const address = URL.canParse(text(url) ?? '') ? new URL(text(url) ?? '') : null
  if (address === null || !isMetas(address, graph)) throw new MediaFault('refused', { retryable: false })
  const init = { headers: { authorization: `Bearer ${graph.token}` }, signal }
  const answer = await egress.fetch(address, init, fetchLimits).catch(cause => {
    const isRefused = cause instanceof EgressFault && (cause.code === 'refused' || cause.code === 'redirect')
    throw new MediaFault(isRefused ? 'refused' : 'unreachable', { retryable: !isRefused, cause })
  })
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel()
    // The address has run out, not the id: the next try gets another one.
    throw new MediaFault('unreachable', { retryable: true })
  }
  const body = checked(answer.body, sha256 ?? text(toldSha256))
  return { body, sizeBytes: number(file_size), name: null }
}

const boundary = '----baton-file'

async function* multipart(
  head: Buffer,
  file: AsyncIterable<Uint8Array>,
  tail: Buffer,
): AsyncGenerator<Uint8Array> {
  yield head
  yield* file
  yield tail
}

/** Answers the id by which a message names it. Nothing is sent by this, so no failure of it is an unknown one. */
export async function uploadMedia(
  egress: Egress,
  graph: Graph,
  type: MediaType,
  media: OutboundMedia,
  attempt: number,
  signal: AbortSignal,
): Promise<string> {
  if (media.sizeBytes > maxBytesOf[type]) {
    const mostMb = Math.floor(maxBytesOf[type] / mb)
    throw new SendFault('refused', 'too_large', {
      reason: `WhatsApp takes ${mostMb === 0 ? '500 KB' : `${mostMb} MB`} of this kind`,
    })
  }
  const name = media.name.replace(/["\r\n\\]/g, '_')
  const field = (key: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
  const head = Buffer.from(
    `${field('messaging_product', 'whatsapp')}${field('type', media.mimeType)}--${boundary}\r\n` +
      `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${media.mimeType}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const bytes = {
    body: multipart(head, await media.open(), tail),
    length: head.length + media.sizeBytes + tail.length,
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
  try {
    const path = `/${graph.phoneNumberId}/media`
    const answer = await askGraph(egress, graph, path, { method: 'POST', bytes, signal }, attempt)
    const id = text(answer.id)
    if (id !== null) return id
    throw new SendFault('not_sent', 'channel_down', { reason: 'the upload was given no id' })
  } catch (error) {
    if (!(error instanceof SendFault) || error.outcome !== 'unknown') throw error
    throw new SendFault('not_sent', 'channel_down', { reason: error.reason, cause: error })
  }
}
