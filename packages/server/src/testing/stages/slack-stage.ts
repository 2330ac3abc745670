// Slack for the contract suite: calls signed as Slack signs them, and a server behind.
import { createHmac } from 'node:crypto'
import type { ChannelStage, HookCall, StagedCustomer } from '../channel-stage.ts'
import { listenAsSlack, SlackServer, slackApp } from './slack-server.ts'

export interface SlackStage extends ChannelStage {
  event(event: object, eventId?: string): HookCall
  tap(payload: object): HookCall
  signed(body: string, contentType: string, at?: number): HookCall
  /** Bodies of chat.postMessage, as they came. */
  bodies(): readonly URLSearchParams[]
}

export async function startSlackStage(): Promise<SlackStage> {
  const slack = new SlackServer()
  const standIn = await listenAsSlack(slack)
  slack.url = standIn.url
  function signed(body: string, contentType: string, at = Date.now()): HookCall {
    const timestamp = String(Math.floor(at / 1_000))
    const mac = createHmac('sha256', slackApp.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
    return {
      method: 'POST',
      path: '',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${mac}`,
      },
      body: Buffer.from(body),
    }
  }
  const event = (told: object, eventId = `Ev${Math.random().toString(36).slice(2)}`) => {
    const given = told as { readonly channel?: string; readonly ts?: string; readonly thread_ts?: string }
    if (given.ts) slack.threads.set(`${given.channel}:${given.ts}`, given.thread_ts ?? given.ts)
    return signed(
      JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: eventId, event: told }),
      'application/json',
    )
  }
  const userOf = (customer: StagedCustomer) => customer.address.replace('D', 'U')
  const said = (from: StagedCustomer, externalId: string, more: object) =>
    event({
      type: 'message',
      channel: from.address,
      channel_type: 'im',
      user: userOf(from),
      ts: slack.tsOf(externalId),
      ...more,
    })

  return {
    kind: 'slack',
    settings: { token: slackApp.token, signingSecret: slackApp.signingSecret, apiUrl: standIn.url },
    connected: () => undefined,
    event,
    signed,
    tap: payload =>
      signed(
        new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
        'application/x-www-form-urlencoded',
      ),
    bodies: () => slack.bodies,
    customer: n => ({ address: `D000${n}`, name: `Customer ${n}` }),
    says: messages => messages.map(({ from, text, externalId }) => said(from, externalId, { text })),
    forged: call => ({ ...call, headers: { ...call.headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` } }),
    sendsFile(from, file, externalId) {
      const id = `IN${slack.files.size + 1}`
      slack.files.set(id, file)
      const { name, mimeType: mimetype } = file
      const told = { id, name, mimetype, size: file.bytes.byteLength }
      return said(from, externalId, { subtype: 'file_share', text: '', files: [told] })
    },
    status: null,
    taken: () => slack.taken,
    mishap: standIn.mishap,
    settlesUnknown: true,
    owedCalls: () => [],
    close: standIn.close,
  }
}
