// Slack for tests: takes messages and files, keeps a history that can be searched, knows who its people are.
import { createHmac } from 'node:crypto'
import type { ChannelStage, HookCall, StagedCustomer, TakenMessage } from '../channel-stage.ts'
import type { Answered, Asked } from './stand-in-server.ts'
import { json, startStandIn } from './stand-in-server.ts'

export const slackApp = { token: 'xoxb-of-the-tests', signingSecret: 'a slack signing secret' } as const

interface Posted extends TakenMessage {
  readonly channel: string
  readonly ts: string
  readonly metadata: unknown
}

export interface SlackStage extends ChannelStage {
  event(event: object, eventId?: string): HookCall
  tap(payload: object): HookCall
  signed(body: string, contentType: string, at?: number): HookCall
  /** Bodies of chat.postMessage, as they came. */
  bodies(): readonly URLSearchParams[]
}

interface Button {
  readonly text: { readonly text: string }
}

function labelsIn(blocks: string | null): readonly string[] {
  const all = JSON.parse(blocks ?? '[]') as readonly { readonly elements?: readonly Button[] }[]
  return all.flatMap(({ elements = [] }) => elements.map(({ text }) => text.text))
}

export async function startSlackStage(): Promise<SlackStage> {
  const taken: Posted[] = []
  const bodies: URLSearchParams[] = []
  const uploads = new Map<string, string>()
  const files = new Map<
    string,
    { readonly name: string; readonly mimeType: string; readonly bytes: Buffer }
  >()
  const threads = new Map<string, string>()
  const stamps = new Map<string, string>()
  const begun = Math.floor(Date.now() / 1_000)

  /** The same for the same message of a customer. */
  function tsOf(externalId: string): string {
    const held = stamps.get(externalId)
    if (held) return held
    const ts = `${begun}.${String(stamps.size + 1).padStart(6, '0')}`
    stamps.set(externalId, ts)
    return ts
  }

  function keep(
    channel: string,
    thread: string | null,
    text: string,
    names: readonly string[],
    metadata: unknown,
  ) {
    const ts = (Date.now() / 1_000 + taken.length / 1_000_000).toFixed(6)
    const to = thread ? `${channel}:${thread}` : channel
    taken.push({
      to,
      text,
      externalId: `${channel}:${ts}`,
      files: names,
      quotes: null,
      channel,
      ts,
      metadata,
    })
    return ts
  }

  function post(form: URLSearchParams): Answered {
    bodies.push(form)
    const channel = form.get('channel') ?? ''
    const shown = [form.get('text') ?? '']
    const labels = labelsIn(form.get('blocks')).filter(label => !shown[0]?.includes(label))
    const metadata = JSON.parse(form.get('metadata') ?? 'null') as unknown
    const ts = keep(channel, form.get('thread_ts'), [...shown, ...labels].join('\n'), [], metadata)
    return json({ ok: true, channel, ts })
  }

  function listed(form: URLSearchParams): Answered {
    const thread = form.get('ts')
    const channel = form.get('channel') ?? ''
    const known = threads.get(`${channel}:${thread}`)
    if (thread && known && known !== thread)
      return json({ ok: true, messages: [{ ts: thread, thread_ts: known }] })
    const to = thread ? `${channel}:${thread}` : channel
    const messages = taken
      .filter(message => message.to === to && Number(message.ts) >= Number(form.get('oldest')))
      .map(({ ts, metadata, files: names }) => ({
        ts,
        bot_id: 'B1',
        metadata,
        files: names.map(name => ({ name })),
      }))
    const root = thread && known ? [{ ts: thread }] : []
    return json({ ok: true, messages: [...root, ...messages], has_more: false })
  }

  function complete(form: URLSearchParams): Answered {
    const given = JSON.parse(form.get('files') ?? '[]') as readonly { readonly id: string }[]
    const names = given.map(({ id }) => uploads.get(id) ?? id)
    keep(form.get('channel_id') ?? '', form.get('thread_ts'), form.get('initial_comment') ?? '', names, null)
    return json({ ok: true, files: given })
  }

  function personOf(userId: string): Answered {
    const n = Number(userId.replace(/\D/g, ''))
    if (!n) return json({ ok: false, error: 'user_not_found' })
    const profile = { display_name: `Customer ${n}`, email: `customer${n}@customers.example` }
    return json({ ok: true, user: { id: userId, name: `customer${n}`, locale: 'en-US', profile } })
  }

  function handle({ path, headers, body }: Asked): Answered {
    const upload = /^\/upload\/(.+)$/.exec(path)?.[1]
    if (upload) return { status: uploads.has(upload) ? 200 : 404 }
    if (headers.authorization !== `Bearer ${slackApp.token}`)
      return json({ ok: false, error: 'invalid_auth' })
    const file = files.get(/^\/files-pri\/(.+)$/.exec(path)?.[1] ?? '')
    if (file) return { status: 200, headers: { 'content-type': file.mimeType }, body: file.bytes }
    const form = new URLSearchParams(body.toString())
    switch (path) {
      case '/chat.postMessage':
        return post(form)
      case '/conversations.history':
      case '/conversations.replies':
        return listed(form)
      case '/users.info':
        return personOf(form.get('user') ?? '')
      case '/auth.test':
        return json({ ok: true, bot_id: 'B1' })
      case '/files.info': {
        const id = form.get('file') ?? ''
        if (!files.has(id)) return json({ ok: false, error: 'file_not_found' })
        return json({ ok: true, file: { id, url_private: `${standIn.url}/files-pri/${id}` } })
      }
      case '/files.getUploadURLExternal': {
        const id = `F${uploads.size + 1}`
        uploads.set(id, form.get('filename') ?? id)
        return json({ ok: true, file_id: id, upload_url: `${standIn.url}/upload/${id}` })
      }
      case '/files.completeUploadExternal':
        return complete(form)
      default:
        return json({ ok: false, error: 'unknown_method' })
    }
  }

  const standIn = await startStandIn({
    isSend: ({ path }) => path === '/chat.postMessage' || path === '/files.completeUploadExternal',
    handle,
    mishaps: {
      throttles: { status: 429, headers: { 'retry-after': '0' } },
      fails: { status: 503 },
      refuses: json({ ok: false, error: 'channel_not_found' }),
    },
  })

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
    if (given.ts) threads.set(`${given.channel}:${given.ts}`, given.thread_ts ?? given.ts)
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
      ts: tsOf(externalId),
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
    bodies: () => bodies,
    customer: n => ({ address: `D000${n}`, name: `Customer ${n}` }),
    says: messages => messages.map(({ from, text, externalId }) => said(from, externalId, { text })),
    forged: call => ({ ...call, headers: { ...call.headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` } }),
    sendsFile(from, file, externalId) {
      const id = `IN${files.size + 1}`
      files.set(id, file)
      const { name, mimeType: mimetype } = file
      const told = { id, name, mimetype, size: file.bytes.byteLength }
      return said(from, externalId, { subtype: 'file_share', text: '', files: [told] })
    },
    status: null,
    taken: () => taken,
    mishap: standIn.mishap,
    settlesUnknown: true,
    owedCalls: () => [],
    close: standIn.close,
  }
}
