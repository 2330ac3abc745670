// Webhooks as the application has them: who is told, and the rounds that tell them.
import type { WorkspaceId } from '@baton/core'
import type { Committed } from './ports.ts'
import type { Seals } from './seals.ts'
import type { WebhookPump } from './webhook-pump.ts'
import { createWebhookPump } from './webhook-pump.ts'
import type { WebhookCaller, WebhookStore } from './webhook-store.ts'
import type { Webhooks } from './webhooks.ts'
import { createWebhooks } from './webhooks.ts'

export interface TellingOptions {
  readonly seals: Seals
  readonly webhookPorts: { readonly store: WebhookStore; readonly caller: WebhookCaller }
}

export interface Telling {
  readonly webhooks: Webhooks
  readonly webhookPump: WebhookPump
}

/** After a commit. */
export function hurryWebhooks(pump: WebhookPump, committed: readonly Committed[]): void {
  if (committed.some(({ outbox }) => outbox.some(({ lane }) => lane === 'webhook'))) pump.soon()
}

export function createTelling(
  { seals, webhookPorts: { store, caller } }: TellingOptions,
  settingsChanged: (workspaceId: WorkspaceId) => void,
  onFault: (fault: unknown) => void,
): Telling {
  const onSwitchedOff = ({ workspaceId }: { workspaceId: WorkspaceId }) => settingsChanged(workspaceId)
  const webhookPump = createWebhookPump({ store, caller, seals, onSwitchedOff, onFault })
  return { webhooks: createWebhooks({ store, seals, ...webhookPump }), webhookPump }
}
