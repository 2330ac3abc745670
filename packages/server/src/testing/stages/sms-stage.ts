// Twilio for tests: takes messages, lists them, calls back about them, serves pictures behind the account's secret.
import { createHmac, randomBytes } from 'node:crypto'
import { twilioSignatureBase } from '@chat-adapter/twilio/webhook'
import type { ChannelStage, HookCall, StagedCustomer, TakenMessage } from '../channel-stage.ts'
import type { Answered, Asked } from './stand-in-server.ts'
import { json, startStandIn } from './stand-in-server.ts'

export const smsAccount = {
  sid: `AC${'a'.repeat(32)}`,
  token: 'a twilio auth token',
  from: '+15550001111',
} as const

interface Taken extends TakenMessage {
  readonly callback: string
  readonly createdAt: Date
}

export interface SmsStage extends ChannelStage {
  /** What Twilio would call, signed; `told` as it names its fields. */
  call(path: string, told: Readonly<Record<string, string>>): HookCall
  /** Where the number's messages are sent to, as it was set. */
  smsUrl(): string
}

const basic = `Basic ${Buffer.from(`${smsAccount.sid}:${smsAccount.token}`).toString('base64')}`
const sidOf = (prefix: string) => `${prefix}${randomBytes(16).toString('hex')}`

export async function startSmsStage(): Promise<SmsStage> {
  const taken: Taken[] = []
  const files = new Map<string, { readonly mimeType: string; readonly bytes: Buffer }>()
  const told = new Set<string>()
  let hookUrl = ''
  let smsUrl = ''
  const root = `/2010-04-01/Accounts/${smsAccount.sid}`

  function take(form: URLSearchParams): Answered {
    const sid = sidOf('SM')
    taken.push({
      to: form.get('To') ?? '',
      text: form.get('Body') ?? '',
      externalId: sid,
      files: form
        .getAll('MediaUrl')
        .map(url => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')),
      quotes: null,
      callback: form.get('StatusCallback') ?? '',
      createdAt: new Date(),
    })
    return json({ sid, status: 'queued' }, 201)
  }

  function handle({ method, path, query, headers, body }: Asked): Answered {
    // Twilio's media lie elsewhere, where the account's secret is not wanted.
    const file = files.get(path)
    if (file && path.startsWith('/cdn/')) {
      if (headers.authorization) return { status: 400 }
      return { status: 200, headers: { 'content-type': file.mimeType }, body: file.bytes }
    }
    if (headers.authorization !== basic) return json({ code: 20003, message: 'Authenticate' }, 401)
    if (path.startsWith('/media/')) {
      const at = path.replace('/media/', '/cdn/')
      const other = standIn.url.replace('127.0.0.1', at.includes('private') ? '127.0.0.2' : 'localhost')
      return files.has(at) ? { status: 307, headers: { location: `${other}${at}` } } : { status: 404 }
    }
    if (path === `${root}/Messages.json` && method === 'POST')
      return take(new URLSearchParams(body.toString()))
    if (path === `${root}/Messages.json`) {
      const to = query.get('To')
      const messages = taken
        .filter(message => message.to === to)
        .map(({ externalId, text, createdAt }) => ({
          sid: externalId,
          body: text,
          date_created: createdAt.toUTCString(),
        }))
      return json({ messages })
    }
    if (path === `${root}/IncomingPhoneNumbers.json`) {
      const isOurs = query.get('PhoneNumber') === smsAccount.from
      return json({ incoming_phone_numbers: isOurs ? [{ sid: 'PN1', sms_url: smsUrl }] : [] })
    }
    if (path === `${root}/IncomingPhoneNumbers/PN1.json`) {
      smsUrl = new URLSearchParams(body.toString()).get('SmsUrl') ?? ''
      return json({ sid: 'PN1' })
    }
    return json({ code: 20404 }, 404)
  }

  const standIn = await startStandIn({
    isSend: ({ method, path }) => method === 'POST' && path.endsWith('/Messages.json'),
    handle,
    mishaps: {
      throttles: json({ code: 20429, message: 'Too many requests' }, 429),
      fails: json({ code: 20500 }, 503),
      refuses: json({ code: 21211, message: 'Invalid To' }, 400),
    },
  })

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
    const { callback } = taken.find(one => one.externalId === externalId) ?? { callback: hookUrl }
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
    smsUrl: () => smsUrl,
    customer: n => ({ address: `+1555200${String(n).padStart(4, '0')}`, name: `Customer ${n}` }),
    says: messages =>
      messages.map(({ from, text, externalId }) => said(from, externalId, { Body: text, NumMedia: '0' })),
    forged: given => ({ ...given, headers: { ...given.headers, 'x-twilio-signature': 'bm90aGluZw==' } }),
    sendsFile(from, file, externalId) {
      files.set(`/cdn/${externalId}`, file)
      return said(from, externalId, {
        Body: '',
        NumMedia: '1',
        MediaUrl0: `${standIn.url}/media/${externalId}`,
        MediaContentType0: file.mimeType,
      })
    },
    status: ({ externalId }, status) => statusCall(externalId, status === 'failed' ? 'undelivered' : status),
    taken: () => taken,
    mishap: standIn.mishap,
    settlesUnknown: true,
    owedCalls() {
      const owed = taken.filter(message => !told.has(message.externalId))
      for (const { externalId } of owed) told.add(externalId)
      return owed.map(({ externalId }) => statusCall(externalId, 'sent'))
    },
    close: standIn.close,
  }
}
