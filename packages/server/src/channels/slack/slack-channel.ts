// Slack as a channel: customers write to the app, in a direct message or in a shared channel. Each message of ours
// carries its id in its metadata, so that one whose answer got lost is found in the channel's history.
import { verifySlackSignature } from '@chat-adapter/slack/webhook'
import { z } from 'zod'
import type { Arrival, ChannelKind, Check, HookRequest, Line } from '../../app/channel-port.ts'
import { HookRefused, MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { fetchFile } from '../egress-fetch.ts'
import { createLookups } from './look-up.ts'
import { readActions, readEvent } from './read-slack.ts'
import { apiUrlOf, askSlack } from './slack-api.ts'
import { fileMaxBytes, seekInSlack, sendToSlack, stepsOf, textChars } from './slack-send.ts'

export interface SlackChannelOptions {
  readonly egress: Egress
  readonly mediaMaxBytes: number
  readonly now?: () => number
}

async function verify(line: Line, { headers, body }: HookRequest, now: () => number): Promise<void> {
  const signingSecret = line.secret('signingSecret')
  if (signingSecret === null)
    throw new HookRefused(
      401,
      'This channel has no signing secret. It stands under Basic Information of the app.',
    )
  try {
    await verifySlackSignature(body.toString('utf8'), { ...headers }, { signingSecret, now })
  } catch {
    throw new HookRefused(
      401,
      'The signature does not fit, or is more than five minutes old. Check the signing secret and the clocks.',
    )
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HookRefused(400, 'The body is no JSON.')
  }
}

const challenge = z.looseObject({ type: z.literal('url_verification'), challenge: z.string().max(500) })
const fileAnswer = z.looseObject({
  file: z.looseObject({
    url_private: z.string().nullish(),
    url_private_download: z.string().nullish(),
    size: z.number().nullish(),
  }),
})

/** The token goes to Slack's own hosts only. */
function isSlackHost(url: string, line: Line): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, host } = new URL(url)
  return (
    host === new URL(apiUrlOf(line)).host || (protocol === 'https:' && /(^|\.)slack\.com$/.test(hostname))
  )
}

async function fetchMedia(egress: Egress, line: Line, ref: string, maxBytes: number, signal: AbortSignal) {
  let url: string | null | undefined
  try {
    const told = fileAnswer.parse(await askSlack(egress, line, 'files.info', { file: ref }, signal))
    url = told.file.url_private_download ?? told.file.url_private
  } catch (cause) {
    const isGone = cause instanceof SendFault && cause.outcome === 'refused'
    throw new MediaFault(isGone ? 'expired' : 'unreachable', { retryable: !isGone, cause })
  }
  if (!url || !isSlackHost(url, line)) throw new MediaFault('refused', { retryable: false })
  const headers = { authorization: `Bearer ${line.secret('token')}` }
  return fetchFile(egress, { url, headers }, maxBytes, signal)
}

async function checksOf(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  const isSigned = line.secret('signingSecret') !== null
  const signing: Check = {
    code: 'signing_secret',
    ok: isSigned,
    detail: isSigned ? null : 'Copy it from Basic Information of the Slack app.',
  }
  try {
    await askSlack(egress, line, 'auth.test', {}, signal)
    return [{ code: 'token', ok: true, detail: null }, signing]
  } catch (error) {
    if (!(error instanceof SendFault)) throw error
    return [{ code: 'token', ok: false, detail: error.reason ?? 'Slack does not answer.' }, signing]
  }
}

export function createSlackChannel({
  egress,
  mediaMaxBytes,
  now = Date.now,
}: SlackChannelOptions): ChannelKind {
  const lookups = createLookups(egress)

  async function receive(line: Line, request: HookRequest): Promise<Arrival> {
    if (request.method !== 'POST') throw new HookRefused(404, 'Slack posts here.')
    await verify(line, request, now)
    const text = request.body.toString('utf8')
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    const look = lookups.of(line)
    if (isForm) {
      const payload = new URLSearchParams(text).get('payload')
      return { items: await readActions(parsed(payload ?? ''), look), answer: { status: 200 } }
    }
    const body = parsed(text)
    const asked = challenge.safeParse(body)
    if (asked.success) return { items: [], answer: { status: 200, body: asked.data.challenge } }
    return { items: await readEvent(body, look), answer: { status: 200 } }
  }

  return {
    kind: 'slack',
    limits: {
      textChars,
      media: [{ types: '*/*', maxBytes: fileMaxBytes }],
      replyWindowMs: null,
      perSecond: 20,
      pair: { everyMs: 1_000, burst: 3 },
    },
    receive,
    fetchMedia: (line, ref, signal) => fetchMedia(egress, line, ref, mediaMaxBytes, signal),
    steps: (_line, parts) => stepsOf(parts),
    send: (line, letter, signal) => sendToSlack(egress, line, letter, signal),
    seek: (line, letter, claimedAt, signal) => seekInSlack(egress, line, letter, claimedAt, signal),
    check: (line, signal) => checksOf(egress, line, signal),
    async connect(line, signal) {
      // Slack has no call for it: the app's owner enters the address.
      const detail = `In the Slack app, enter ${line.hookUrl} under Event Subscriptions and under Interactivity.`
      return [...(await checksOf(egress, line, signal)), { code: 'webhook', ok: true, detail }]
    },
  }
}
