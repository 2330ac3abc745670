// Alerts to browsers, by Web Push: encrypted for one browser, signed with the workspace's key (VAPID). One topic an
// alert, so that a repetition replaces what was not shown yet.
import webPush from 'web-push'
import type { AlertKind, AlertLine, AlertNote, AlertSent } from '../../app/alert-port.ts'
import { AlertFault } from '../../app/alert-port.ts'
import type { Egress } from '../../app/egress.ts'
import { callOut, taken } from '../call.ts'

/** After an hour somebody has seen it elsewhere. */
const keptSeconds = 3_600

function payloadOf(note: AlertNote): string {
  const where = note.teamName ? `${note.channelName} · ${note.teamName}` : note.channelName
  return JSON.stringify({
    title: note.state === 'test' ? 'Alerts reach this browser' : `${note.contactName} needs a person`,
    body: note.state === 'test' ? note.reason : `${note.reason}\n${where}`,
    url: new URL(note.openUrl).pathname,
    tag: note.alertId,
  })
}

/** Whom a push service may ask about what is sent: it takes https or mailto. */
function contactOf({ settings }: AlertLine): string {
  const own = String(settings.contact ?? '')
  return own.startsWith('https:') ? own : 'mailto:alerts@baton.invalid'
}

export function createPushAlerts(egress: Egress): AlertKind {
  return {
    kind: 'push',
    reaches: 'browsers',
    updates: false,
    async send(line, note, signal): Promise<AlertSent> {
      const privateKey = line.secret('privateKey')
      if (note.to.address === '') throw new AlertFault('gone', 'This browser listens no more.')
      if (privateKey === null) throw new AlertFault('later', 'There is no key to sign with yet.')
      const subscription = JSON.parse(note.to.address) as webPush.PushSubscription
      const publicKey = String(line.settings.publicKey)
      const { endpoint, headers, body } = webPush.generateRequestDetails(subscription, payloadOf(note), {
        vapidDetails: { subject: contactOf(line), publicKey, privateKey },
        TTL: keptSeconds,
        urgency: 'high',
        topic: note.alertId.replaceAll('-', ''),
      })
      const { 'Content-Length': _, ...sent } = headers as Record<string, string>
      const bytes = body === null ? null : new Uint8Array(body)
      const answer = await callOut(egress, endpoint, { method: 'POST', headers: sent, body: bytes, signal })
      const { status } = answer
      if (status === 404 || status === 410)
        throw new AlertFault('gone', `This browser listens no more (${status}).`, { status })
      if (status === 400 || status === 413)
        throw new AlertFault('never', `The push service refuses it (${status}).`, { status })
      taken(answer, 'The push service')
      return { externalId: null, status }
    },
  }
}
