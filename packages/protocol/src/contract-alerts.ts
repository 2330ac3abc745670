// Alerts: where the team is told that a person is needed, in which order, what was told, and browsers that listen.
import { z } from 'zod'
import { alertKinds, alertLadders, alertSettings } from './alert-settings.ts'
import { conversationId, instant, name, storableText } from './primitives.ts'
import type { Route } from './route.ts'

const byId = z.object({ id: z.uuid() })
const ok = z.object({})
const active = z.boolean()

const alertChannelRow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(alertKinds),
    active,
    /** Secrets are only said to be there. */
    settings: z.record(z.string(), z.unknown()),
    /** Where Slack is to send clicks; null for other kinds. */
    hookUrl: z.string().nullable(),
    /** Why nothing gets there, since when; null: nothing is known to be wrong. */
    trouble: z.object({ problem: z.string(), since: instant }).nullable(),
    deliveredAt: instant.nullable(),
  })
  .meta({ id: 'AlertChannel' })
export type AlertChannelRow = z.output<typeof alertChannelRow>

const alertDelivery = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channelName: z.string(),
  kind: z.enum(alertKinds),
  /** The person; null: everybody who reads the channel. */
  to: z.string().nullable(),
  /** What it says: the alert itself (`open`), or what became of it. */
  says: z.string(),
  state: z.enum(['waiting', 'sent', 'failed', 'skipped']),
  step: z.int(),
  createdAt: instant,
  nextAttemptAt: instant.nullable(),
  attempts: z.array(
    z.object({
      at: instant,
      durationMs: z.int(),
      /** Of HTTP or SMTP; null: there was no answer. */
      status: z.int().nullable(),
      /** Null: it was taken. */
      problem: z.string().nullable(),
    }),
  ),
})
export type AlertDelivery = z.output<typeof alertDelivery>

const alertState = z.enum([
  'open',
  'acknowledged',
  'taken',
  'dismissed',
  'resolved',
  'withdrawn',
  'superseded',
  'test',
])

const alertRow = z
  .object({
    id: z.uuid(),
    /** Null: a test. */
    conversationId: z.uuid().nullable(),
    contactName: z.string().nullable(),
    ruleId: z.string().nullable(),
    reason: z.string(),
    state: alertState,
    raisedAt: instant,
    closedAt: instant.nullable(),
    /** Who took, acknowledged, dismissed or tested it. */
    by: z.string().nullable(),
    /** Steps of the ladder that were taken. */
    step: z.int(),
    /** When the next one is due; null: none is. */
    nextAt: instant.nullable(),
    told: z.array(alertDelivery),
  })
  .meta({ id: 'Alert' })
export type AlertRow = z.output<typeof alertRow>

const channelBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack'), name, settings: alertSettings.slack }),
  z.object({ kind: z.literal('email'), name, settings: alertSettings.email }),
  z.object({ kind: z.literal('webhook'), name, settings: alertSettings.webhook }),
  z.object({ kind: z.literal('push'), name, settings: alertSettings.push.default({}) }),
])

export const alertRoutes = {
  'GET /alert-channels': {
    summary: 'Where the team is told',
    auth: 'agent',
    response: z.object({ items: z.array(alertChannelRow) }),
  },
  'POST /alert-channels': {
    summary: 'Adds one; a secret that Baton made is shown this once',
    auth: 'admin',
    body: channelBody,
    response: z.object({ id: z.uuid(), secret: z.string().nullable(), hookUrl: z.string().nullable() }),
    status: 201,
  },
  'PUT /alert-channels/{id}': {
    summary: 'Changes one; what is left out stays, and so does a secret given as {set: true}',
    auth: 'admin',
    params: byId,
    body: z.object({
      name: name.optional(),
      active: active.optional(),
      settings: z.record(z.string(), z.unknown()).optional(),
    }),
    response: alertChannelRow,
  },
  'DELETE /alert-channels/{id}': {
    summary: 'Removes one, with what it was told',
    auth: 'admin',
    params: byId,
    response: ok,
  },
  'POST /alert-channels/{id}/test': {
    summary: 'Sends one alert there, to you, once; answers when it is known what came of it',
    auth: 'admin',
    params: byId,
    response: alertRow,
  },
  'GET /alert-ladders': {
    summary: 'Who is told when. Where none is set, every channel is told at once',
    auth: 'agent',
    response: z.object({ items: alertLadders }),
  },
  'PUT /alert-ladders': {
    summary: 'Sets all of them: of the workspace, of teams, of rules',
    auth: 'admin',
    body: z.object({ items: alertLadders }),
    response: z.object({ items: alertLadders }),
  },
  'GET /alerts': {
    summary: 'What the team was told, the latest first, with every attempt',
    auth: 'agent',
    query: z.object({
      conversationId: conversationId.optional(),
      state: alertState.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
      after: storableText(200).optional(),
    }),
    response: z.object({ items: z.array(alertRow), next: z.string().nullable() }),
  },
  'POST /alerts/{id}/acknowledge': {
    summary: 'Says that you saw it: it climbs no further',
    auth: 'agent',
    params: byId,
    response: alertRow,
  },
  'GET /push': {
    summary: 'What a browser needs to be told by push, and how many of yours are',
    auth: 'agent',
    response: z.object({ publicKey: z.string(), enabled: z.boolean(), browsers: z.int() }),
  },
  'POST /push/subscriptions': {
    summary: 'This browser is told, too',
    auth: 'agent',
    body: z.object({
      endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
      keys: z.object({
        p256dh: z.string().regex(/^[\w-]{80,100}$/),
        auth: z.string().regex(/^[\w-]{20,30}$/),
      }),
    }),
    response: ok,
  },
  'POST /push/subscriptions/remove': {
    summary: 'This browser is told no more',
    auth: 'agent',
    body: z.object({ endpoint: z.string().max(2_000) }),
    response: ok,
  },
} as const satisfies Record<string, Route>
