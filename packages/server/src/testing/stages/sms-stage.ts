// Twilio for the contract suite: calls signed as Twilio signs them, and a server behind.
import { createHmac } from 'node:crypto'
import { twilioSignatureBase } from '@chat-adapter/twilio/webhook'
import type { ChannelStage, HookCall, StagedCustomer } from '../channel-stage.ts'
import { listenAsTwilio, smsAccount, TwilioServer } from './twilio-server.ts'

export interface SmsStage extends ChannelStage {
  /** What Twilio would call, signed; `told` as it names its fields. */
  call(path: string, told: Readonly<Record<string, string>>): HookCall
  /** Where the number's messages are sent to, as it was set. */
  smsUrl(): string
}

export async function startSmsStage(): Promise<SmsStage> {
  const twilio = new TwilioServer()
  const standIn = await listenAsTwilio(twilio)
  twilio.url = standIn.url
  const told = new Set<string>()
  let hookUrl = ''
  function call(path: string, fields: Readonly<Record<string, string>>): HookCall {
    const params = new URLSearchParams({ AccountSid: smsAccount.sid, ...fields })
    const base = twilioSignatureBase(`${hookUrl}${path}`, params)
    const signature = createHmac('sha1', smsAccount.token).update(base).digest('base64')
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
    return { method: 'POST', path, headers, body: Buffer.from(params.toString()) }
  }
  const said = (from: StagedCustomer, externalId: string, more: Readonly<Record<string, string>>) =>
    call('', {
      MessageSid: externalId,
      From: from.address,
      To: smsAccount.from,
      ProfileName: from.name,
      SmsStatus: 'received',
      ...more,
    })
  function statusCall(externalId: string, status: string): HookCall {
    const { callback } = twilio.taken.find(one => one.externalId === externalId) ?? { callback: hookUrl }
    const more = status === 'undelivered' ? { ErrorCode: '30003' } : {}
    const fields = { MessageSid: externalId, MessageStatus: status, From: smsAccount.from, ...more }
    return call(callback.slice(hookUrl.length), fields)
  }
  return {
    kind: 'sms',
    settings: {
      accountSid: smsAccount.sid,
      authToken: smsAccount.token,
      from: smsAccount.from,
      apiUrl: standIn.url,
    },
    connected(made) {
      hookUrl = made.hookUrl
    },
    call,
    smsUrl: () => twilio.smsUrl,
    customer: n => ({ address: `+1555200${String(n).padStart(4, '0')}`, name: `Customer ${n}` }),
    says: messages =>
      messages.map(({ from, text, externalId }) => said(from, externalId, { Body: text, NumMedia: '0' })),
    forged: given => ({ ...given, headers: { ...given.headers, 'x-twilio-signature': 'bm90aGluZw==' } }),
    sendsFile(from, file, externalId) {
      twilio.files.set(`/cdn/${externalId}`, file)
      return said(from, externalId, {
        Body: '',
        NumMedia: '1',
        MediaUrl0: `${standIn.url}/media/${externalId}`,
        MediaContentType0: file.mimeType,
      })
    },
    status: ({ externalId }, status) => statusCall(externalId, status === 'failed' ? 'undelivered' : status),
    taken: () => twilio.taken,
    mishap: standIn.mishap,
    settlesUnknown: true,
    owedCalls() {
      const owed = twilio.taken.filter(message => !told.has(message.externalId))
      for (const { externalId } of owed) told.add(externalId)
      return owed.map(({ externalId }) => statusCall(externalId, 'sent'))
    },
    close: standIn.close,
  }
}
