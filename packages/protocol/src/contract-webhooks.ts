// Webhooks: endpoints of others that are told what happens, and the log of what was told.
import { z } from 'zod'
import { instant, optionalText, storableText } from './primitives.ts'
import type { Route } from './route.ts'
import { webhookEvents, webhookGroups } from './webhook-events.ts'

const id = z.uuid({ error: 'must be an id as the API gave it (a UUID)' }).toLowerCase()
const byWebhook = z.object({ id })
const byDelivery = z.object({ id, deliveryId: id })

const url = storableText(2_000).pipe(
  z.url({ protocol: /^https?$/, error: 'must begin with https:// or http://' }),
)
const known: ReadonlySet<string> = new Set(webhookEvents.map(({ type }) => type))
/** Null: all of them, also those that a later Baton adds. */
const events = z
  .array(z.string().refine(type => known.has(type), 'must be a type that GET /webhooks lists'))
  .min(1, 'must name at least one; null means all')
  .max(200)
  .nullable()
const description = optionalText(200).transform(text => text.trim())

export const webhookState = z.enum(['healthy', 'failing', 'disabled', 'off'])

export const webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()).nullable(),
    active: z.boolean(),
    /** `disabled`: by Baton, after 410 Gone or five days of failures; `off`: by an admin. */
    state: webhookState,
    disabledBecause: z.enum(['gone', 'failing']).nullable(),
    /** Since when nothing has succeeded; null after a success. */
    failingSince: instant.nullable(),
    lastDeliveredAt: instant.nullable(),
    /** Deliveries that are still to be made or tried again; counted to 1,000. */
    waiting: z.int(),
    /** Until when the secret before signs as well. */
    oldSecretUntil: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Webhook' })

export const webhookDelivery = z
  .object({
    /** The `webhook-id`, the same over all attempts. */
    id: z.uuid(),
    type: z.string(),
    conversationId: z.uuid().nullable(),
    seq: z.int().nullable(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    createdAt: instant,
    /** When it is tried (again); null when it is over. */
    nextAttemptAt: instant.nullable(),
    attempts: z.array(
      z.object({
        at: instant,
        /** Of the answer; null when there was none. */
        status: z.int().nullable(),
        durationMs: z.int(),
        /** The first kilobyte. */
        response: z.string(),
        /** Why it counts as failed; null: it does not. */
        problem: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'WebhookDelivery' })

export type Webhook = z.output<typeof webhook>
export type WebhookDelivery = z.output<typeof webhookDelivery>

const withSecret = webhook.extend({
  /** Shown this once. */
  secret: z.string(),
})

export const webhookRoutes = {
  'GET /webhooks': {
    summary: 'The endpoints that are told what happens, and all types of events',
    auth: 'admin',
    response: z.object({
      items: z.array(webhook),
      types: z.array(z.object({ type: z.string(), group: z.enum(webhookGroups) })),
    }),
  },
  'POST /webhooks': {
    summary: 'Adds an endpoint; what happens from now on is told there',
    auth: 'admin',
    body: z.object({
      url,
      events: events.default(null),
      description: description.default(''),
      active: z.boolean().default(true),
    }),
    response: withSecret,
    status: 201,
  },
  'PUT /webhooks/{id}': {
    summary: 'Changes an endpoint; what is left out stays. Switched on again, it is told what still waits',
    auth: 'admin',
    params: byWebhook,
    body: z.object({
      url: url.optional(),
      events: events.optional(),
      description: description.optional(),
      active: z.boolean().optional(),
    }),
    response: webhook,
  },
  'DELETE /webhooks/{id}': {
    summary: 'Removes an endpoint, what waits for it and its log',
    auth: 'admin',
    params: byWebhook,
    response: z.object({}),
  },
  'POST /webhooks/{id}/secret': {
    summary: 'Makes a new secret; for 24 hours the one before signs as well',
    auth: 'admin',
    params: byWebhook,
    response: withSecret,
  },
  'GET /webhooks/{id}/deliveries': {
    summary: 'What was told, newest first, with every attempt; kept for 30 days',
    auth: 'admin',
    params: byWebhook,
    query: z.object({
      state: z.enum(['waiting', 'delivered', 'failed']).optional(),
      cursor: z.string().max(40).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: z.object({ items: z.array(webhookDelivery), next: z.string().nullable() }),
  },
  'POST /webhooks/{id}/deliveries/{deliveryId}/replay': {
    summary: 'Tells it again under the same id, from the first attempt on',
    auth: 'admin',
    params: byDelivery,
    response: webhookDelivery,
  },
  'POST /webhooks/{id}/test': {
    summary: 'Sends one `webhook.test` now, without retries, and answers what came of it',
    auth: 'admin',
    params: byWebhook,
    response: webhookDelivery,
  },
} as const satisfies Record<string, Route>
