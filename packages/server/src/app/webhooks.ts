// Whom a workspace tells what happens. Secrets are made here, shown once, and kept sealed.
import type { WorkspaceId } from '@baton/core'
import { newWebhookSecret } from './bot-secrets.ts'
import { newId } from './new-id.ts'
import type { Seals } from './seals.ts'
import type {
  Delivery,
  DeliveryEntry,
  WebhookContent,
  WebhookEntry,
  WebhookKey,
  WebhookStore,
} from './webhook-store.ts'

/** What a test is told as; no event has this type. */
const testType = 'webhook.test'
/** To what a secret is sealed. */
export const webhookPlace = (webhookId: string) => `webhook ${webhookId}`

export const webhooksMax = 20
const oldSecretForMs = 24 * 60 * 60 * 1_000
const keptDays = 30

export interface WithSecret {
  readonly webhook: WebhookEntry
  readonly secret: string
}

export interface Webhooks {
  list(workspaceId: WorkspaceId): Promise<readonly WebhookEntry[]>
  /** Null: there are as many as there may be. */
  add(workspaceId: WorkspaceId, content: WebhookContent): Promise<WithSecret | null>
  /** Null here and below: there is no such webhook in the workspace. */
  change(key: WebhookKey, change: Partial<WebhookContent>): Promise<WebhookEntry | null>
  remove(key: WebhookKey): Promise<boolean>
  rotate(key: WebhookKey): Promise<WithSecret | null>
  read(key: WebhookKey): Promise<WebhookEntry | null>
  deliveries: WebhookStore['deliveries']
  replay(key: WebhookKey, id: string): Promise<DeliveryEntry | null>
  /** Waits for the answer, or for the time that one has. */
  test(key: WebhookKey): Promise<DeliveryEntry | null>
  tidy(): Promise<void>
}

export interface WebhooksOptions {
  readonly store: WebhookStore
  readonly seals: Seals
  readonly soon: () => void
  readonly tellOnce: (delivery: Delivery) => Promise<void>
}

export function createWebhooks({ store, seals, soon, tellOnce }: WebhooksOptions): Webhooks {
  const sealed = (secret: string, webhookId: string) => seals.seal(secret, webhookPlace(webhookId))

  async function shown(key: WebhookKey, secret: string): Promise<WithSecret | null> {
    const webhook = await store.read(key)
    return webhook && { webhook, secret }
  }

  return {
    list: workspaceId => store.list(workspaceId),
    async add(workspaceId, content) {
      const key = { workspaceId, webhookId: newId() }
      const secret = newWebhookSecret()
      const added = await store.add(key, content, sealed(secret, key.webhookId), webhooksMax)
      return added ? shown(key, secret) : null
    },
    async change(key, change) {
      const changed = await store.change(key, change)
      // Switched on again: what waited is due.
      soon()
      return changed ? store.read(key) : null
    },
    remove: key => store.remove(key),
    async rotate(key) {
      const secret = newWebhookSecret()
      const done = await store.setSecret(key, sealed(secret, key.webhookId), oldSecretForMs)
      return done ? shown(key, secret) : null
    },
    read: key => store.read(key),
    deliveries: (key, query) => store.deliveries(key, query),
    async replay(key, id) {
      if (!(await store.replay(key, id))) return null
      soon()
      return store.delivery(key, id)
    },
    async test(key) {
      const delivery = await store.addTest(key, newId(), testType, { webhookId: key.webhookId })
      if (delivery === null) return null
      await tellOnce(delivery)
      return store.delivery(key, delivery.id)
    },
    tidy: () => store.tidy(keptDays),
  }
}
