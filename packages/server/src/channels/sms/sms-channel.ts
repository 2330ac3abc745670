// SMS and MMS by Twilio. A message's own address for statuses says which it is, so that an answer that got lost is
// settled by the first of them; one that never comes is looked for in Twilio's list.
import type { Part } from '@baton/core'
import { plainOfMarkdown, plainText } from '@baton/core'
import { TwilioWebhookVerificationError, verifyTwilioRequest } from '@chat-adapter/twilio/webhook'
import { z } from 'zod'
import type { ChannelKind, Check, Found, HookRequest, Letter, Line } from '../../app/channel-port.ts'
import { HookRefused, MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { fetchFile } from '../egress-fetch.ts'
import { splitText } from '../split-text.ts'
import { readSms, readStatus } from './read-sms.ts'
import { askTwilio, settingsOf, usualApiUrl } from './twilio.ts'

export interface SmsChannelOptions {
  readonly egress: Egress
  readonly mediaMaxBytes: number
}

const textChars = 1_600
const mediaMaxBytesOut = 5 * 1_024 * 1_024
/** So long after a send its message stands in Twilio's list, if it came there. */
const listedAfterMs = 10_000

async function paramsOf(line: Line, request: HookRequest): Promise<URLSearchParams> {
  const authToken = line.secret('authToken')
  if (authToken === null)
    throw new HookRefused(401, 'This channel has no auth token. Set it, then call again.')
  // What Twilio was told to call, whatever proxies made of it.
  const asked = request.url.indexOf('?')
  const url = `${line.hookUrl}${request.path}${asked < 0 ? '' : request.url.slice(asked)}`
  const body = request.body.toString('utf8')
  const init = { method: 'POST', headers: { ...request.headers }, body }
  try {
    const { params } = await verifyTwilioRequest(new Request(url, init), { authToken, webhookUrl: url })
    return params
  } catch (error) {
    if (!(error instanceof TwilioWebhookVerificationError)) throw error
    throw new HookRefused(
      401,
      'The signature does not fit. Check the auth token, and that Twilio calls the address shown in the settings.',
    )
  }
}

function textOf(part: Part): string {
  if (part.kind === 'location') {
    const { latitude, longitude, name } = part
    return `${name ? `${name}\n` : ''}https://maps.google.com/?q=${latitude},${longitude}`
  }
  return plainOfMarkdown(part.kind === 'text' ? part.text : plainText([part]))
}

/** Each piece of text and each file is a message of its own. */
function stepsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  return parts.flatMap((part): (readonly Part[])[] => {
    if (part.kind === 'media') return [[part]]
    return splitText(textOf(part), textChars).map(text => [{ kind: 'text', text }])
  })
}

const posted = z.object({ sid: z.string() })
const listed = z.object({
  messages: z.array(
    z.object({ sid: z.string(), body: z.string().nullish(), date_created: z.string().nullish() }),
  ),
})

const bodyOf = (part: Part | undefined): string =>
  part === undefined ? '' : part.kind === 'media' ? plainOfMarkdown(part.caption ?? '') : textOf(part)

async function fieldsOf(line: Line, letter: Letter) {
  const [part] = letter.parts
  const fields: Record<string, string> = {
    To: letter.to.address,
    From: settingsOf(line).from,
    StatusCallback: `${line.hookUrl}/status?message=${letter.messageId}&step=${letter.step}`,
  }
  const body = bodyOf(part)
  if (body !== '') fields.Body = body
  if (part?.kind !== 'media') return fields
  try {
    const media = await letter.media(part.mediaId)
    if (media.sizeBytes > mediaMaxBytesOut) throw new SendFault('refused', 'too_large')
    return { ...fields, MediaUrl: await media.link() }
  } catch (error) {
    if (error instanceof MediaFault) throw new SendFault('refused', 'other', { reason: 'the file is gone' })
    throw error
  }
}

async function send(egress: Egress, line: Line, letter: Letter, signal: AbortSignal) {
  const fields = await fieldsOf(line, letter)
  const answer = await askTwilio(egress, line, { method: 'POST', path: '/Messages.json', fields }, signal)
  const told = posted.safeParse(answer)
  return { externalId: told.success ? told.data.sid : null }
}

/**
 * The list knows seconds only: what was written in the very second of the claim may be an earlier message with the same
 * words, and is left to its status.
 */
async function seek(
  egress: Egress,
  line: Line,
  letter: Letter,
  claimedAt: string,
  signal: AbortSignal,
): Promise<Found> {
  const fields = { To: letter.to.address, From: settingsOf(line).from, PageSize: '50' }
  const answer = await askTwilio(egress, line, { method: 'GET', path: '/Messages.json', fields }, signal)
  const claimed = Math.floor(Date.parse(claimedAt) / 1_000)
  const body = bodyOf(letter.parts[0])
  const same = listed.parse(answer).messages.flatMap(message => {
    const at = Math.floor(Date.parse(message.date_created ?? '') / 1_000)
    return (message.body ?? '') === body && at >= claimed ? [{ sid: message.sid, at }] : []
  })
  const later = same.find(({ at }) => at > claimed)
  if (later) return { found: true, externalId: later.sid }
  const isTimeUp = Date.now() - Date.parse(claimedAt) > listedAfterMs
  return { found: same.length === 0 && isTimeUp ? false : 'unknown' }
}

const numbers = z.object({
  incoming_phone_numbers: z.array(z.object({ sid: z.string(), sms_url: z.string().nullish() })),
})

async function numberOf(egress: Egress, line: Line, signal: AbortSignal) {
  const fields = { PhoneNumber: settingsOf(line).from }
  const path = '/IncomingPhoneNumbers.json'
  const answer = await askTwilio(egress, line, { method: 'GET', path, fields }, signal)
  return numbers.parse(answer).incoming_phone_numbers[0] ?? null
}

async function checksOf(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  try {
    const number = await numberOf(egress, line, signal)
    const account: Check = { code: 'account', ok: true, detail: null }
    if (!number) return [account, { code: 'number', ok: false, detail: 'This account has no such number.' }]
    const isHooked = number.sms_url === line.hookUrl
    const detail = isHooked ? null : `Let Twilio call ${line.hookUrl} when a message comes in.`
    return [account, { code: 'number', ok: true, detail: null }, { code: 'webhook', ok: isHooked, detail }]
  } catch (error) {
    if (!(error instanceof SendFault)) throw error
    return [{ code: 'account', ok: false, detail: `Twilio refused: ${error.reason ?? error.problem}` }]
  }
}

async function connect(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  const number = await numberOf(egress, line, signal).catch(() => null)
  if (number) {
    const path = `/IncomingPhoneNumbers/${number.sid}.json`
    const fields = { SmsUrl: line.hookUrl, SmsMethod: 'POST' }
    await askTwilio(egress, line, { method: 'POST', path, fields }, signal).catch(() => null)
  }
  return checksOf(egress, line, signal)
}

async function fetchMedia(egress: Egress, line: Line, ref: string, maxBytes: number, signal: AbortSignal) {
  const { accountSid, apiUrl } = settingsOf(line)
  const token = line.secret('authToken')
  // The account's secret goes to Twilio and to nobody else, whatever a call names.
  const isTwilio = URL.canParse(ref) && new URL(ref).host === new URL(apiUrl ?? usualApiUrl).host
  if (!isTwilio || token === null) throw new MediaFault('refused', { retryable: false })
  const basic = Buffer.from(`${accountSid}:${token}`).toString('base64')
  return fetchFile(egress, { url: ref, headers: { authorization: `Basic ${basic}` } }, maxBytes, signal)
}

export function createSmsChannel({ egress, mediaMaxBytes }: SmsChannelOptions): ChannelKind {
  return {
    kind: 'sms',
    limits: {
      textChars,
      media: ['image/*', 'audio/*', 'video/*', 'application/pdf', 'text/vcard'].map(types => ({
        types,
        maxBytes: mediaMaxBytesOut,
      })),
      replyWindowMs: null,
      perSecond: 20,
      pair: null,
    },
    async receive(line, request) {
      if (request.method !== 'POST') throw new HookRefused(404, 'Twilio posts here.')
      const params = await paramsOf(line, request)
      const items = request.path === '/status' ? readStatus(params, request.query) : readSms(params)
      const answer = {
        status: 200,
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
      }
      return { items, answer }
    },
    fetchMedia: (line, ref, signal) => fetchMedia(egress, line, ref, mediaMaxBytes, signal),
    steps: (_line, parts) => stepsOf(parts),
    send: (line, letter, signal) => send(egress, line, letter, signal),
    seek: (line, letter, claimedAt, signal) => seek(egress, line, letter, claimedAt, signal),
    check: (line, signal) => checksOf(egress, line, signal),
    connect: (line, signal) => connect(egress, line, signal),
  }
}
