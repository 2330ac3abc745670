// Alerts to an endpoint of the team's own, signed as Standard Webhooks says. One id over all attempts, so that whoever
// receives it knows a repetition.
import type { WebhookAlertSettings } from '@baton/protocol'
import { Webhook } from 'standardwebhooks'
import type { AlertKind, AlertLine, AlertNote, AlertSent } from '../../app/alert-port.ts'
import { AlertFault } from '../../app/alert-port.ts'
import type { Egress } from '../../app/egress.ts'
import { callOut, taken } from '../call.ts'

function typeOf({ state }: AlertNote): string {
  if (state === 'test') return 'alert.test'
  if (state === 'open') return 'alert.raised'
  return state === 'acknowledged' ? 'alert.acknowledged' : 'alert.closed'
}

function bodyOf(note: AlertNote): string {
  const { alertId, conversationId, state, by, reason, raisedAt, openUrl } = note
  const data = {
    alertId,
    conversationId,
    state,
    by,
    reason,
    raisedAt,
    contactName: note.contactName,
    channelName: note.channelName,
    teamName: note.teamName,
    people: note.people.map(({ id, name }) => ({ id, name })),
    url: openUrl,
  }
  return JSON.stringify({ type: typeOf(note), timestamp: new Date().toISOString(), data })
}

export function createWebhookAlerts(egress: Egress): AlertKind {
  async function call(line: AlertLine, note: AlertNote, signal: AbortSignal): Promise<AlertSent> {
    const { url } = line.settings as unknown as WebhookAlertSettings
    const secret = line.secret('secret')
    if (secret === null) throw new AlertFault('never', 'There is no secret to sign with. Enter one.')
    const at = new Date()
    const body = bodyOf(note)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Baton',
      'webhook-id': note.deliveryId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(note.deliveryId, at, body),
    }
    const answer = await callOut(egress, url, { method: 'POST', headers, body, signal })
    if (answer.status === 410)
      throw new AlertFault('never', 'The endpoint says that it is gone for good (410).', { status: 410 })
    taken(answer, 'The endpoint')
    return { externalId: null, status: answer.status }
  }

  return {
    kind: 'webhook',
    reaches: 'channel',
    updates: true,
    send: call,
    update: (line, note, _externalId, signal) => call(line, note, signal),
  }
}
