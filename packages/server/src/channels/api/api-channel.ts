// The generic channel: whatever can post JSON and take it. Both ways are signed by Standard Webhooks; the id of a
// message is the webhook's, so that the same twice is one for the receiver.
import type { MessageId } from '@baton/core'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type {
  Arrival,
  ChannelKind,
  HookRequest,
  InboundItem,
  InboundPart,
  Letter,
  Line,
} from '../../app/channel-port.ts'
import { HookRefused, MediaFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'
import { faultOfAnswer, faultOfEgress } from '../send-faults.ts'

const id = z.string().min(1).max(512)
const text = z.string().max(4_096)
const sender = z.object({
  id,
  name: z.string().max(120).nullish(),
  phone: z.string().max(30).nullish(),
  email: z.string().max(254).nullish(),
  language: z.string().max(35).nullish(),
})
const file = z.object({
  url: z.url({ protocol: /^https?$/ }),
  name: z.string().max(255).default('file'),
  mimeType: z.string().max(120).default('application/octet-stream'),
  caption: text.optional(),
})

const said = z
  .object({
    type: z.literal('message'),
    id,
    from: sender,
    text: text.default(''),
    media: z.array(file).max(10).default([]),
    location: z
      .object({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        name: text.optional(),
      })
      .optional(),
    /** Of a choice that was offered. */
    choiceId: z.string().max(200).optional(),
    replyTo: id.nullish(),
  })
  .refine(
    ({ text: words, media, location }) => words.trim() !== '' || media.length > 0 || location,
    'says nothing',
  )
const status = z.object({
  type: z.literal('status'),
  messageId: z.uuid(),
  status: z.enum(['sent', 'delivered', 'read', 'failed']),
  reason: z.string().max(500).nullish(),
})
const reaction = z.object({
  type: z.literal('reaction'),
  id,
  messageId: id,
  from: sender,
  emoji: z.string().max(20).nullable(),
})
const edit = z.object({ type: z.literal('edit'), id, messageId: id, from: sender, text: text.min(1) })
const revoke = z.object({ type: z.literal('revoke'), id, messageId: id, from: sender })
const event = z.discriminatedUnion('type', [said, status, reaction, edit, revoke])
const payload = z.union([z.object({ events: z.array(event).min(1).max(1_000) }), event])
type Event = z.output<typeof event>

const senderOf = ({ id: address, name, phone, email, language }: z.output<typeof sender>) => ({
  address,
  name: name ?? null,
  phone: phone ?? null,
  email: email ?? null,
  language: language ?? null,
})

function partsOf({ text: words, media, location, choiceId }: z.output<typeof said>): readonly InboundPart[] {
  return [
    ...(words.trim() === ''
      ? []
      : [{ kind: 'text' as const, text: words, ...(choiceId ? { choiceId } : {}) }]),
    ...media.map(({ url, caption, ...given }) => ({
      kind: 'media' as const,
      ref: url,
      sizeBytes: 0,
      ...given,
      ...(caption ? { caption } : {}),
    })),
    ...(location
      ? [
          {
            kind: 'location' as const,
            latitude: location.latitude,
            longitude: location.longitude,
            ...(location.name ? { name: location.name } : {}),
          },
        ]
      : []),
  ]
}

function itemOf(given: Event): InboundItem {
  switch (given.type) {
    case 'message':
      return {
        type: 'message',
        externalId: given.id,
        sender: senderOf(given.from),
        parts: partsOf(given),
        replyTo: given.replyTo ?? null,
      }
    case 'status':
      return {
        type: 'status',
        messageId: given.messageId as MessageId,
        externalId: null,
        status: given.status,
        reason: given.reason ?? null,
        ...(given.status === 'failed' ? { problem: 'other' as const } : {}),
      }
    case 'reaction':
      return {
        type: 'reaction',
        eventId: given.id,
        externalId: given.messageId,
        sender: senderOf(given.from),
        emoji: given.emoji,
      }
    case 'edit':
      return {
        type: 'edit',
        eventId: given.id,
        externalId: given.messageId,
        sender: senderOf(given.from),
        parts: [{ kind: 'text', text: given.text }],
      }
    case 'revoke':
      return {
        type: 'revoke',
        eventId: given.id,
        externalId: given.messageId,
        sender: senderOf(given.from),
      }
  }
}

function signer(line: Line): Webhook {
  const secret = line.secret('secret')
  if (!secret) throw new HookRefused(401, 'This channel has no secret. Save its settings, and one is made.')
  return new Webhook(secret)
}

function receive(line: Line, { body, headers }: HookRequest): Arrival {
  let given: unknown
  try {
    given = signer(line).verify(body.toString('utf8'), { ...headers })
  } catch (error) {
    if (error instanceof HookRefused) throw error
    throw new HookRefused(
      401,
      'The signature does not fit. Sign with this channel’s secret (Standard Webhooks).',
    )
  }
  const parsed = payload.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new HookRefused(400, `The body cannot be used: ${issue?.path.join('.') || 'it'} ${issue?.message}.`)
  }
  const events = 'events' in parsed.data ? parsed.data.events : [parsed.data]
  return { items: events.map(itemOf), answer: { status: 200, body: '{}' } }
}

async function bodyOf(letter: Letter): Promise<string> {
  const parts = await Promise.all(
    letter.parts.map(async part => {
      if (part.kind !== 'media') return part
      const { link } = await letter.media(part.mediaId)
      return { ...part, url: await link() }
    }),
  )
  return JSON.stringify({
    type: 'message',
    timestamp: new Date().toISOString(),
    data: {
      id: letter.messageId,
      conversationId: letter.key.conversationId,
      to: letter.to.address,
      from: { kind: letter.from, name: letter.author },
      parts,
      replyTo: letter.replyTo,
    },
  })
}

const answer = z.object({ id: id.optional() })
const answerMost = 64 * 1_024
const answerWithinMs = 15_000

async function send(egress: Egress, line: Line, letter: Letter, signal: AbortSignal) {
  const body = await bodyOf(letter)
  const at = new Date()
  const signature = signer(line).sign(letter.messageId, at, body)
  let response: Response
  try {
    response = await egress.fetch(
      String(line.settings.url),
      {
        method: 'POST',
        body,
        signal,
        headers: {
          'content-type': 'application/json',
          'webhook-id': letter.messageId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': signature,
        },
      },
      { timeoutMs: answerWithinMs, maxBytes: answerMost },
    )
  } catch (error) {
    throw faultOfEgress(error)
  }
  if (!response.ok) throw await faultOfAnswer(response)
  // It has the message, whatever else it says.
  const told = answer.safeParse(await response.json().catch(() => ({})))
  return { externalId: told.success ? (told.data.id ?? letter.messageId) : letter.messageId }
}

async function fetchMedia(egress: Egress, maxBytes: number, ref: string, signal: AbortSignal) {
  try {
    const response = await egress.fetch(ref, { signal }, { timeoutMs: answerWithinMs, maxBytes })
    if (response.status === 404 || response.status === 410)
      throw new MediaFault('expired', { retryable: false })
    if (!response.ok || !response.body)
      throw new MediaFault('unreachable', { retryable: response.status >= 500 })
    const length = Number(response.headers.get('content-length'))
    return {
      body: response.body as AsyncIterable<Uint8Array>,
      sizeBytes: length > 0 ? length : null,
      name: null,
    }
  } catch (error) {
    if (error instanceof MediaFault) throw error
    const refused = error instanceof EgressFault && error.code === 'refused'
    const tooLarge = error instanceof EgressFault && error.code === 'too_large'
    const problem = refused ? 'refused' : tooLarge ? 'too_large' : 'unreachable'
    throw new MediaFault(problem, { retryable: !refused && !tooLarge, cause: error })
  }
}

export interface ApiChannelOptions {
  readonly egress: Egress
  readonly mediaMaxBytes: number
}

export function createApiChannel({ egress, mediaMaxBytes }: ApiChannelOptions): ChannelKind {
  return {
    kind: 'api',
    limits: {
      textChars: 4_096,
      media: [{ types: '*/*', maxBytes: mediaMaxBytes }],
      replyWindowMs: null,
      perSecond: 200,
      pair: null,
    },
    idempotent: true,
    receive: async (line, request) => {
      if (request.method !== 'POST') throw new HookRefused(404, 'Post events here.')
      return receive(line, request)
    },
    steps: (_line, parts) => [parts],
    send: (line, letter, signal) => send(egress, line, letter, signal),
    fetchMedia: (_line, ref, signal) => fetchMedia(egress, mediaMaxBytes, ref, signal),
    async check(line) {
      const refusal = egress.refusal(String(line.settings.url))
      return [{ code: 'url', ok: refusal === null, detail: refusal }]
    },
  }
}
