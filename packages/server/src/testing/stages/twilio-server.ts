// Twilio's API for tests: takes messages, lists them, serves pictures behind the account's secret.
import { randomBytes } from 'node:crypto'
import type { TakenMessage } from '../channel-stage.ts'
import type { Answered, Asked, StandIn } from './stand-in-server.ts'
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

const basic = `Basic ${Buffer.from(`${smsAccount.sid}:${smsAccount.token}`).toString('base64')}`
const sidOf = (prefix: string) => `${prefix}${randomBytes(16).toString('hex')}`

const root = `/2010-04-01/Accounts/${smsAccount.sid}`

export class TwilioServer {
  /** Where it listens, once it does. */
  url = ''
  readonly taken: Taken[] = []
  readonly files = new Map<string, { readonly mimeType: string; readonly bytes: Buffer }>()
  /** Where the number's messages are sent to, as it was set. */
  smsUrl = ''

  take(form: URLSearchParams): Answered {
    const sid = sidOf('SM')
    this.taken.push({
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

  handle({ method, path, query, headers, body }: Asked): Answered {
    // Twilio's media lie elsewhere, where the account's secret is not wanted.
    const file = this.files.get(path)
    if (file && path.startsWith('/cdn/')) {
      if (headers.authorization) return { status: 400 }
      return { status: 200, headers: { 'content-type': file.mimeType }, body: file.bytes }
    }
    if (headers.authorization !== basic) return json({ code: 20003, message: 'Authenticate' }, 401)
    if (path.startsWith('/media/')) {
      const at = path.replace('/media/', '/cdn/')
      const other = this.url.replace('127.0.0.1', at.includes('private') ? '127.0.0.2' : 'localhost')
      return this.files.has(at) ? { status: 307, headers: { location: `${other}${at}` } } : { status: 404 }
    }
    if (path === `${root}/Messages.json` && method === 'POST')
      return this.take(new URLSearchParams(body.toString()))
    if (path === `${root}/Messages.json`) {
      const to = query.get('To')
      const messages = this.taken
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
      return json({ incoming_phone_numbers: isOurs ? [{ sid: 'PN1', sms_url: this.smsUrl }] : [] })
    }
    if (path === `${root}/IncomingPhoneNumbers/PN1.json`) {
      this.smsUrl = new URLSearchParams(body.toString()).get('SmsUrl') ?? ''
      return json({ sid: 'PN1' })
    }
    return json({ code: 20404 }, 404)
  }
}

export function listenAsTwilio(twilio: TwilioServer): Promise<StandIn> {
  return startStandIn({
    isSend: ({ method, path }) => method === 'POST' && path.endsWith('/Messages.json'),
    handle: asked => twilio.handle(asked),
    mishaps: {
      throttles: json({ code: 20429, message: 'Too many requests' }, 429),
      fails: json({ code: 20500 }, 503),
      refuses: json({ code: 21211, message: 'Invalid To' }, 400),
    },
  })
}
