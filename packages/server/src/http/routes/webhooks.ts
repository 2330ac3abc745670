// Webhooks: endpoints of others that are told what happens, and the log of what was told.
import type { RouteKey, Webhook, WebhookDelivery } from '@baton/protocol'
import { webhookEvents } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import type { DeliveryEntry, WebhookEntry, WebhookKey } from '../../app/webhook-store.ts'
import { webhooksMax } from '../../app/webhooks.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type WebhooksKey = Extract<RouteKey, `${string} /webhooks${string}`>

function stateOf({ active, disabledBecause, failingSince }: WebhookEntry): Webhook['state'] {
  if (!active) return disabledBecause === null ? 'off' : 'disabled'
  return failingSince === null ? 'healthy' : 'failing'
}

function webhookRow(entry: WebhookEntry): Webhook {
  return { ...entry, events: entry.events && [...entry.events], state: stateOf(entry) }
}

function deliveryRow({ n: _, attempts, ...entry }: DeliveryEntry): WebhookDelivery {
  return { ...entry, attempts: attempts.map(attempt => ({ ...attempt })) }
}

const keyOf = (caller: AgentCaller, webhookId: string): WebhookKey => ({
  workspaceId: caller.workspaceId,
  webhookId,
})

function checkUrl(app: App, url: string | undefined): void {
  const why = url === undefined ? null : app.egress.refusal(url)
  if (why !== null) refuse(422, 'url_refused', why, { fields: ['url'] })
}

/** What was left out is left out. */
function given<Body extends object>(body: Body): { [Name in keyof Body]?: Exclude<Body[Name], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Body]?: Exclude<Body[Name], undefined>
  }
}

/** The place in the log after which the next page begins. */
function parseCursor(cursor: string): string {
  const n = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{1,18}$/.test(n))
    return refuse(400, 'invalid_cursor', 'This cursor is not one that the log gave. Start again without it.')
  return n
}

type LogKey = Extract<WebhooksKey, `${string}deliveries${string}`> | 'POST /webhooks/{id}/test'

function logRoutes(app: App): Implementations<LogKey> {
  const { webhooks } = app
  return {
    'GET /webhooks/{id}/deliveries': async ({ params, query, caller }) => {
      const key = keyOf(caller, params.id)
      if (!(await webhooks.read(key))) return notFound('webhook')
      const { cursor, limit, state = null } = query
      const before = cursor ? parseCursor(cursor) : null
      const found = await webhooks.deliveries(key, { state, before, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const next = found.length > limit && last ? Buffer.from(last.n).toString('base64url') : null
      return { items: items.map(deliveryRow), next }
    },
    'POST /webhooks/{id}/deliveries/{deliveryId}/replay': async ({ params, caller }) => {
      const key = keyOf(caller, params.id)
      const webhook = (await webhooks.read(key)) ?? notFound('webhook')
      if (!webhook.active) {
        return refuse(409, 'webhook_off', 'This webhook is switched off. Switch it on, then replay.')
      }
      return deliveryRow((await webhooks.replay(key, params.deliveryId)) ?? notFound('delivery'))
    },
    'POST /webhooks/{id}/test': async ({ params, caller }) =>
      deliveryRow((await webhooks.test(keyOf(caller, params.id))) ?? notFound('webhook')),
  }
}

export function webhookRoutes(app: App): Implementations<WebhooksKey> {
  const { webhooks } = app
  return {
    ...logRoutes(app),
    'GET /webhooks': async ({ caller }) => ({
      items: (await webhooks.list(caller.workspaceId)).map(webhookRow),
      types: webhookEvents,
    }),
    'POST /webhooks': async ({ body, caller }) => {
      checkUrl(app, body.url)
      const added = await webhooks.add(caller.workspaceId, body)
      if (added === null) {
        return refuse(
          409,
          'too_many',
          `There are ${webhooksMax} webhooks, which is the most. Remove one first.`,
        )
      }
      app.settingsChanged(caller.workspaceId)
      return { ...webhookRow(added.webhook), secret: added.secret }
    },
    'PUT /webhooks/{id}': async ({ params, body, caller }) => {
      checkUrl(app, body.url)
      const changed = (await webhooks.change(keyOf(caller, params.id), given(body))) ?? notFound('webhook')
      app.settingsChanged(caller.workspaceId)
      return webhookRow(changed)
    },
    'DELETE /webhooks/{id}': async ({ params, caller }) => {
      if (!(await webhooks.remove(keyOf(caller, params.id)))) notFound('webhook')
      app.settingsChanged(caller.workspaceId)
      return {}
    },
    'POST /webhooks/{id}/secret': async ({ params, caller }) => {
      const { webhook, secret } = (await webhooks.rotate(keyOf(caller, params.id))) ?? notFound('webhook')
      return { ...webhookRow(webhook), secret }
    },
  }
}
