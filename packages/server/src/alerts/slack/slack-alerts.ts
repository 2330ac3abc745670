// Alerts in a Slack channel, by a bot's token or an incoming webhook. With a token, the message is changed when somebody
// took it, and looked for before it is sent a second time.
import type { SlackAlertSettings } from '@baton/protocol'
import { z } from 'zod'
import type { AlertKind, AlertLine, AlertNote, AlertSent } from '../../app/alert-port.ts'
import { AlertFault, ClickRefused } from '../../app/alert-port.ts'
import type { Egress } from '../../app/egress.ts'
import { callOut, taken } from '../call.ts'
import { blocksOf, textOf } from './slack-blocks.ts'
import { clickIn, verifySlack } from './slack-click.ts'

const defaultApi = 'https://slack.com/api'
const metadataType = 'baton_alert'
/** What no further try changes. */
const finalErrors: ReadonlySet<string> = new Set([
  'msg_too_long',
  'invalid_blocks',
  'message_not_found',
  'cant_update_message',
])

const settingsOf = (line: AlertLine) => line.settings as unknown as SlackAlertSettings
const answerForm = z.looseObject({ ok: z.boolean(), error: z.string().optional() })

function client(egress: Egress) {
  async function call(
    line: AlertLine,
    method: string,
    body: Record<string, unknown> | URLSearchParams,
    signal: AbortSignal,
  ) {
    const settings = settingsOf(line)
    const api = settings.by === 'bot' ? (settings.apiUrl ?? defaultApi) : defaultApi
    const token = line.secret('token')
    if (token === null) throw new AlertFault('later', 'There is no bot token. Enter one.')
    const isForm = body instanceof URLSearchParams
    const answer = await callOut(egress, `${api}/${method}`, {
      method: 'POST',
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8',
      },
      body: isForm ? body.toString() : JSON.stringify(body),
    })
    taken(answer, 'Slack')
    const parsed = answerForm.safeParse(readJson(answer.text))
    const { status } = answer
    if (!parsed.success) throw new AlertFault('later', 'Slack answered something else than JSON.', { status })
    if (parsed.data.ok) return { ...parsed.data, status }
    const error = parsed.data.error ?? 'unknown_error'
    throw new AlertFault(finalErrors.has(error) ? 'never' : 'later', `Slack says ${error}.`, {
      status,
      retryAfterMs: answer.retryAfterMs,
    })
  }

  async function hook(url: string, body: object, signal: AbortSignal): Promise<AlertSent> {
    const headers = { 'content-type': 'application/json' }
    const answer = await callOut(egress, url, { method: 'POST', headers, body: JSON.stringify(body), signal })
    if (answer.status === 404 || answer.status === 410 || answer.status === 403)
      throw new AlertFault(
        'later',
        `Slack says that this webhook is gone (${answer.status}). Enter a new one.`,
        {
          status: answer.status,
        },
      )
    taken(answer, 'Slack')
    return { externalId: null, status: answer.status }
  }

  return { call, hook }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const placed = z.looseObject({ channel: z.string(), ts: z.string() })
const history = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .looseObject({ event_payload: z.looseObject({ delivery: z.string().optional() }) })
        .optional(),
    }),
  ),
})

function messageOf(line: AlertLine, note: AlertNote) {
  const canIntervene = line.secret('signingSecret') !== null
  return { text: textOf(note), blocks: blocksOf(note, settingsOf(line).members ?? [], canIntervene) }
}

type Slack = ReturnType<typeof client>

function telling({ call, hook }: Slack): Pick<AlertKind, 'send' | 'update' | 'seek'> {
  return {
    async send(line, note, signal) {
      const settings = settingsOf(line)
      const message = messageOf(line, note)
      if (settings.by === 'webhook') return hook(line.secret('webhookUrl') ?? '', message, signal)
      const metadata = { event_type: metadataType, event_payload: { delivery: note.deliveryId } }
      const body = { channel: settings.channel, ...message, metadata, unfurl_links: false }
      const { status, ...answer } = await call(line, 'chat.postMessage', body, signal)
      const { channel, ts } = placed.parse(answer)
      return { externalId: `${channel} ${ts}`, status }
    },
    async update(line, note, externalId, signal) {
      const settings = settingsOf(line)
      const message = messageOf(line, note)
      const [channel, ts] = externalId?.split(' ') ?? []
      // A message of a webhook cannot be changed: another line says it.
      if (settings.by === 'webhook') return hook(line.secret('webhookUrl') ?? '', message, signal)
      if (!channel || !ts) return { externalId, status: null }
      const { status } = await call(line, 'chat.update', { channel, ts, ...message }, signal)
      return { externalId, status }
    },
    async seek(line, note, signal) {
      const settings = settingsOf(line)
      if (settings.by === 'webhook') return null
      const oldest = String(Math.floor(Date.parse(note.raisedAt) / 1_000) - 60)
      const query = { channel: settings.channel, oldest, limit: '200', include_all_metadata: 'true' }
      const { status, ...answer } = await call(
        line,
        'conversations.history',
        new URLSearchParams(query),
        signal,
      )
      const found = history
        .parse(answer)
        .messages.find(({ metadata }) => metadata?.event_payload.delivery === note.deliveryId)
      return found ? { externalId: `${settings.channel} ${found.ts}`, status } : null
    },
  }
}

const profile = z.looseObject({
  user: z.looseObject({
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_email_confirmed: z.boolean().optional(),
    profile: z.looseObject({ email: z.string().optional() }),
  }),
})

export function createSlackAlerts(egress: Egress): AlertKind {
  const slack = client(egress)
  return {
    kind: 'slack',
    reaches: 'channel',
    updates: true,
    ...telling(slack),
    click(line, request) {
      const secret = line.secret('signingSecret')
      if (secret === null) throw new ClickRefused('This alert channel has no signing secret. Enter one.')
      verifySlack(secret, request)
      return clickIn(request.body)
    },
    async emailOf(line, memberId, signal) {
      if (settingsOf(line).by !== 'bot') return null
      const answer = await slack.call(line, 'users.info', new URLSearchParams({ user: memberId }), signal)
      const parsed = profile.safeParse(answer)
      // An address that Slack has not confirmed is a claim, not a proof.
      if (!parsed.success || parsed.data.user.deleted || parsed.data.user.is_email_confirmed !== true)
        return null
      return parsed.data.user.profile.email?.toLowerCase() ?? null
    },
    async reply(_line, { replyUrl }, text, signal) {
      if (replyUrl === null) return
      const body = { response_type: 'ephemeral', replace_original: false, text }
      await slack.hook(replyUrl, body, signal)
    },
  }
}
