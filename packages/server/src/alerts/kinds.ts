// Every way to tell the team.
import type { AlertKind } from '../app/alert-port.ts'
import type { AddressOf, Egress } from '../app/egress.ts'
import { createEmailAlerts } from './email/email-alerts.ts'
import { createPushAlerts } from './push/push-alerts.ts'
import { createSlackAlerts } from './slack/slack-alerts.ts'
import { createWebhookAlerts } from './webhook/webhook-alerts.ts'

export interface AlertKindsOptions {
  readonly egress: Egress
  readonly addressOf: AddressOf
}

export function createAlertKinds({ egress, addressOf }: AlertKindsOptions): readonly AlertKind[] {
  return [
    createSlackAlerts(egress),
    createEmailAlerts(addressOf),
    createWebhookAlerts(egress),
    createPushAlerts(egress),
  ]
}
