// WhatsApp by Meta's Cloud API: what comes is believed by its signature over the raw bytes alone, what goes carries our
// own id, by which its statuses are ours whatever became of the answer.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Arrival, ChannelKind, ChannelLimits, HookRequest, Line } from '../../app/channel-port.ts'
import { HookRefused } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { stepsOf, textMax } from './compose.ts'
import { askGraph, graphOf, listGraph } from './graph.ts'
import { fetchMedia, maxBytesOf } from './media.ts'
import { parseAddress } from './read-sender.ts'
import { readWebhook } from './read-webhook.ts'
import { parseJson, text } from './reading.ts'
import { sendStep } from './send.ts'
import { check, connect } from './set-up.ts'
import { readTemplate } from './templates.ts'

const limits: ChannelLimits = {
  textChars: textMax,
  media: [
    { types: 'image/jpeg', maxBytes: maxBytesOf.image },
    { types: 'image/png', maxBytes: maxBytesOf.image },
    { types: 'video/mp4', maxBytes: maxBytesOf.video },
    { types: 'video/3gpp', maxBytes: maxBytesOf.video },
    { types: 'audio/*', maxBytes: maxBytesOf.audio },
    // Whatever else there is goes as a document.
    ...['image/*', 'video/*', 'application/*', 'text/*'].map(types => ({
      types,
      maxBytes: maxBytesOf.document,
    })),
  ],
  replyWindowMs: 24 * 60 * 60 * 1_000,
  perSecond: 80,
  pair: { everyMs: 6_000, burst: 45 },
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

function verified(line: Line, query: URLSearchParams): Arrival {
  const expected = line.secret('verifyToken')
  const given = query.get('hub.verify_token') ?? ''
  const challenge = query.get('hub.challenge')
  const isRight = expected !== null && isEqual(Buffer.from(given), Buffer.from(expected))
  if (query.get('hub.mode') !== 'subscribe' || !isRight || challenge === null)
    throw new HookRefused(403, 'The verify token is another one. Copy it from the channel’s settings.')
  const headers = { 'content-type': 'text/plain' }
  return { items: [], answer: { status: 200, headers, body: challenge } }
}

function believed(line: Line, { headers, body }: HookRequest): void {
  const secret = line.secret('appSecret')
  if (secret === null) throw new HookRefused(401, 'No app secret is set, so no call can be believed. Set it.')
  const signature = /^sha256=([0-9a-f]{64})$/i.exec(headers['x-hub-signature-256'] ?? '')?.[1]
  const expected = createHmac('sha256', secret).update(body).digest()
  if (signature === undefined || !isEqual(Buffer.from(signature, 'hex'), expected))
    throw new HookRefused(
      401,
      'The signature is not of this app secret. Copy the secret from the app at Meta.',
    )
}

export function createWhatsAppChannel({ egress }: { readonly egress: Egress }): ChannelKind {
  return {
    kind: 'whatsapp',
    limits,
    async receive(line, request) {
      if (request.method === 'GET') return verified(line, request.query)
      believed(line, request)
      const payload = parseJson(request.body.toString('utf8'))
      if (payload === null) throw new HookRefused(400, 'The body is no JSON.')
      return { items: readWebhook(payload), answer: { status: 200 } }
    },
    lineOf: line => text(line.settings.phoneNumberId),
    parseAddress,
    fetchMedia: (line, ref, signal) => fetchMedia(egress, graphOf(line), ref, signal),
    steps: (_line, parts) => stepsOf(parts),
    async send(line, letter, signal) {
      return { externalId: await sendStep(egress, line, letter, signal) }
    },
    async typing(line, { lastInbound }, signal) {
      if (lastInbound === null) return
      const graph = graphOf(line)
      const json = {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: lastInbound,
        typing_indicator: { type: 'text' },
      }
      await askGraph(egress, graph, `/${graph.phoneNumberId}/messages`, { method: 'POST', json, signal })
    },
    async templates(line, signal) {
      const graph = graphOf(line)
      const rows = await listGraph(egress, graph, `/${graph.businessAccountId}/message_templates`, signal)
      return rows.flatMap(row => readTemplate(row) ?? [])
    },
    check: (line, signal) => check(egress, line, signal),
    connect: (line, signal) => connect(egress, line, signal),
  }
}
