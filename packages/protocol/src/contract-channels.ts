// Channels: connected, checked, changed; their templates; what did not go; talks that are begun.
import { z } from 'zod'
import { channelSettings } from './channel-settings.ts'
import { templateSend } from './commands.ts'
import { botId, channelId, contactId, conversationId, name, seq, storableText } from './primitives.ts'
import type { Route } from './route.ts'

const whileRequesting = z.enum(['answers', 'holds', 'silent'])
const limits = z.object({
  textChars: z.int(),
  media: z.array(z.object({ types: z.string(), maxBytes: z.int() })),
  /** DL5: ms; null: no window. */
  replyWindowMs: z.int().nullable(),
})

export const channelRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  botId: z.uuid().nullable(),
  whileRequesting,
  /** Secrets are only said to be there. */
  settings: z.record(z.string(), z.unknown()),
  /** What it can carry; null for the web widget, which shows all. */
  limits: limits.nullable(),
  /** Has templates to be synced and sent. */
  templates: z.boolean(),
  /** A conversation can be begun here. */
  startable: z.boolean(),
  /** Where the channel's servers call; null for the web widget. */
  hookUrl: z.string().nullable(),
  /** Why nothing goes out, since when; null: nothing is known to be wrong. */
  trouble: z
    .object({ problem: z.string(), reason: z.string().nullable(), since: z.iso.datetime() })
    .nullable(),
})
export type ChannelRow = z.output<typeof channelRow>

const wiring = { botId: botId.nullish(), whileRequesting: whileRequesting.default('answers') }
const channelBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('web'), name, ...wiring, settings: channelSettings.web.default({}) }),
  z.object({ kind: z.literal('whatsapp'), name, ...wiring, settings: channelSettings.whatsapp }),
  z.object({ kind: z.literal('telegram'), name, ...wiring, settings: channelSettings.telegram }),
  z.object({ kind: z.literal('slack'), name, ...wiring, settings: channelSettings.slack }),
  z.object({ kind: z.literal('sms'), name, ...wiring, settings: channelSettings.sms }),
  z.object({ kind: z.literal('email'), name, ...wiring, settings: channelSettings.email }),
  z.object({ kind: z.literal('api'), name, ...wiring, settings: channelSettings.api }),
])

const check = z.object({ code: z.string(), ok: z.boolean(), detail: z.string().nullable() })
export type ChannelCheck = z.output<typeof check>

const template = z.object({
  name: z.string(),
  locale: z.string(),
  category: z.string(),
  status: z.enum(['approved', 'pending', 'rejected', 'paused', 'disabled']),
  reason: z.string().nullable(),
  header: z.string().nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(z.string()),
  variables: z.int(),
  examples: z.array(z.string()),
})
export type TemplateRow = z.output<typeof template>

const deliveryRow = z.object({
  conversationId: z.uuid(),
  contactName: z.string(),
  channelId: z.uuid(),
  messageSeq: seq,
  from: z.enum(['bot', 'agent', 'system']),
  status: z.enum(['failed', 'unknown']),
  problem: z.string().nullable(),
  reason: z.string().nullable(),
  attempts: z.int(),
  at: z.iso.datetime(),
})
export type DeliveryRow = z.output<typeof deliveryRow>

const outreachRow = z.object({
  id: z.uuid(),
  name: z.string(),
  channelId: z.uuid(),
  template: templateSend,
  botId: z.uuid().nullable(),
  by: z.object({ id: z.uuid(), name: z.string() }),
  createdAt: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  perMinute: z.int(),
  state: z.enum(['scheduled', 'running', 'done', 'cancelled']),
  counts: z.object({
    total: z.int(),
    waiting: z.int(),
    sent: z.int(),
    delivered: z.int(),
    read: z.int(),
    replied: z.int(),
    failed: z.int(),
    skipped: z.int(),
  }),
})
export type OutreachRow = z.output<typeof outreachRow>

const recipient = z.object({
  /** In the channel's form: +15551234567. */
  address: storableText(320),
  name: storableText(120).optional(),
  variables: z.array(storableText(1_024)).max(30).optional(),
  /** Said yes to being written to. */
  optedIn: z.boolean(),
})

export const channelRoutes = {
  'GET /channels': {
    summary: 'The channels',
    auth: 'agent',
    response: z.object({ items: z.array(channelRow) }),
  },
  'POST /channels': {
    summary: 'Connects a channel; a secret that Baton made is shown this once',
    auth: 'admin',
    body: channelBody,
    response: z.object({ id: z.uuid(), secret: z.string().nullable(), hookUrl: z.string().nullable() }),
    status: 201,
  },
  'PUT /channels/{id}': {
    summary: 'Changes a channel; what is left out stays, and so does a secret given as {set: true}',
    auth: 'admin',
    params: z.object({ id: channelId }),
    body: z.object({
      name: name.optional(),
      botId: botId.nullable().optional(),
      whileRequesting: whileRequesting.optional(),
      /** All of them, in the form of the channel's kind. */
      settings: z.record(z.string(), z.unknown()).optional(),
    }),
    response: channelRow,
  },
  'POST /channels/{id}/check': {
    summary:
      'Asks the channel itself whether the settings work; with `connect`, tells it where to call first',
    auth: 'admin',
    params: z.object({ id: channelId }),
    body: z.object({ connect: z.boolean().default(false) }).prefault({}),
    response: z.object({ checks: z.array(check) }),
  },
  'GET /channels/{id}/templates': {
    summary: 'The templates, as they were synced last',
    auth: 'agent',
    params: z.object({ id: channelId }),
    response: z.object({ items: z.array(template), syncedAt: z.iso.datetime().nullable() }),
  },
  'POST /channels/{id}/templates/sync': {
    summary: 'Reads the templates from the channel',
    auth: 'agent',
    params: z.object({ id: channelId }),
    response: z.object({ items: z.array(template), syncedAt: z.iso.datetime() }),
  },
  'GET /deliveries': {
    summary: 'Messages that did not go, or of which nobody knows; the latest first',
    auth: 'agent',
    query: z.object({
      channelId: channelId.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      after: z.string().max(200).optional(),
    }),
    response: z.object({ items: z.array(deliveryRow), next: z.string().nullable() }),
  },
  'POST /conversations/{id}/messages/{seq}/retry': {
    summary: 'Sends again what failed, or of which nobody knows whether it came',
    auth: 'agent',
    params: z.object({ id: conversationId, seq: z.coerce.number().int().min(1) }),
    response: z.object({ seq }),
  },
  'POST /outreach': {
    summary: 'Begins a conversation with one contact or with a list; who did not opt in is skipped',
    auth: 'agent',
    body: z.object({
      name,
      channelId,
      template: templateSend,
      /** Answers the replies, in the place of the channel's own bot. */
      botId: botId.nullish(),
      recipients: z.array(recipient).min(1).max(10_000),
      startsAt: z.iso.datetime().optional(),
      perMinute: z.int().min(1).max(4_800).default(600),
    }),
    response: z.object({ id: z.uuid() }),
    status: 201,
  },
  'POST /contacts/{id}/outreach': {
    summary: 'Begins, or goes on with, a conversation with this contact on a channel, by a template',
    auth: 'agent',
    params: z.object({ id: contactId }),
    body: z.object({ channelId, address: storableText(320), template: templateSend, botId: botId.nullish() }),
    response: z.object({ conversationId: z.uuid(), seq }),
    status: 201,
  },
  'GET /outreach': {
    summary: 'What was begun, the latest first, with its results so far',
    auth: 'agent',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      after: z.string().max(200).optional(),
    }),
    response: z.object({ items: z.array(outreachRow), next: z.string().nullable() }),
  },
  'GET /outreach/{id}': {
    summary: 'Each recipient and what came of it',
    auth: 'agent',
    params: z.object({ id: z.uuid() }),
    query: z.object({
      limit: z.coerce.number().int().min(1).max(500).default(100),
      after: z.coerce.number().int().default(0),
    }),
    response: z.object({
      outreach: outreachRow,
      recipients: z.array(
        z.object({
          n: z.int(),
          address: z.string(),
          name: z.string().nullable(),
          state: z.enum(['waiting', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped']),
          problem: z.string().nullable(),
          conversationId: z.uuid().nullable(),
        }),
      ),
      next: z.int().nullable(),
    }),
  },
  'POST /outreach/{id}/cancel': {
    summary: 'Sends no more of it; what went stays',
    auth: 'agent',
    params: z.object({ id: z.uuid() }),
    response: z.object({ cancelled: z.int() }),
  },
} as const satisfies Record<string, Route>
