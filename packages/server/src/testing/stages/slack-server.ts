// Slack's API for tests: takes messages and files, keeps a history that can be searched, knows who its people are.
import type { TakenMessage } from '../channel-stage.ts'
import type { Answered, Asked, StandIn } from './stand-in-server.ts'
import { json, startStandIn } from './stand-in-server.ts'

export const slackApp = { token: 'xoxb-of-the-tests', signingSecret: 'a slack signing secret' } as const

interface Posted extends TakenMessage {
  readonly channel: string
  readonly ts: string
  readonly metadata: unknown
}

interface Button {
  readonly text: { readonly text: string }
}

function labelsIn(blocks: string | null): readonly string[] {
  const all = JSON.parse(blocks ?? '[]') as readonly { readonly elements?: readonly Button[] }[]
  return all.flatMap(({ elements = [] }) => elements.map(({ text }) => text.text))
}

export class SlackServer {
  /** Where it listens, once it does. */
  url = ''
  readonly taken: Posted[] = []
  readonly bodies: URLSearchParams[] = []
  readonly #uploads = new Map<string, string>()
  readonly files = new Map<
    string,
    { readonly name: string; readonly mimeType: string; readonly bytes: Buffer }
  >()
  readonly threads = new Map<string, string>()
  readonly #stamps = new Map<string, string>()
  readonly #begun = Math.floor(Date.now() / 1_000)

  /** The same for the same message of a customer. */
  tsOf(externalId: string): string {
    const held = this.#stamps.get(externalId)
    if (held) return held
    const ts = `${this.#begun}.${String(this.#stamps.size + 1).padStart(6, '0')}`
    this.#stamps.set(externalId, ts)
    return ts
  }

  keep(channel: string, thread: string | null, text: string, names: readonly string[], metadata: unknown) {
    const ts = (Date.now() / 1_000 + this.taken.length / 1_000_000).toFixed(6)
    const to = thread ? `${channel}:${thread}` : channel
    this.taken.push({
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

  post(form: URLSearchParams): Answered {
    this.bodies.push(form)
    const channel = form.get('channel') ?? ''
    const shown = [form.get('text') ?? '']
    const labels = labelsIn(form.get('blocks')).filter(label => !shown[0]?.includes(label))
    const metadata = JSON.parse(form.get('metadata') ?? 'null') as unknown
    const ts = this.keep(channel, form.get('thread_ts'), [...shown, ...labels].join('\n'), [], metadata)
    return json({ ok: true, channel, ts })
  }

  listed(form: URLSearchParams): Answered {
    const thread = form.get('ts')
    const channel = form.get('channel') ?? ''
    const known = this.threads.get(`${channel}:${thread}`)
    if (thread && known && known !== thread)
      return json({ ok: true, messages: [{ ts: thread, thread_ts: known }] })
    const to = thread ? `${channel}:${thread}` : channel
    const messages = this.taken
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

  complete(form: URLSearchParams): Answered {
    const given = JSON.parse(form.get('files') ?? '[]') as readonly { readonly id: string }[]
    const names = given.map(({ id }) => this.#uploads.get(id) ?? id)
    this.keep(
      form.get('channel_id') ?? '',
      form.get('thread_ts'),
      form.get('initial_comment') ?? '',
      names,
      null,
    )
    return json({ ok: true, files: given })
  }

  personOf(userId: string): Answered {
    const n = Number(userId.replace(/\D/g, ''))
    if (!n) return json({ ok: false, error: 'user_not_found' })
    const profile = { display_name: `Customer ${n}`, email: `customer${n}@customers.example` }
    return json({ ok: true, user: { id: userId, name: `customer${n}`, locale: 'en-US', profile } })
  }

  handle({ path, headers, body }: Asked): Answered {
    const upload = /^\/upload\/(.+)$/.exec(path)?.[1]
    if (upload) return { status: this.#uploads.has(upload) ? 200 : 404 }
    if (headers.authorization !== `Bearer ${slackApp.token}`)
      return json({ ok: false, error: 'invalid_auth' })
    const file = this.files.get(/^\/files-pri\/(.+)$/.exec(path)?.[1] ?? '')
    if (file) return { status: 200, headers: { 'content-type': file.mimeType }, body: file.bytes }
    const form = new URLSearchParams(body.toString())
    switch (path) {
      case '/chat.postMessage':
        return this.post(form)
      case '/conversations.history':
      case '/conversations.replies':
        return this.listed(form)
      case '/users.info':
        return this.personOf(form.get('user') ?? '')
      case '/auth.test':
        return json({ ok: true, bot_id: 'B1' })
      case '/files.info': {
        const id = form.get('file') ?? ''
        if (!this.files.has(id)) return json({ ok: false, error: 'file_not_found' })
        return json({ ok: true, file: { id, url_private: `${this.url}/files-pri/${id}` } })
      }
      case '/files.getUploadURLExternal': {
        const id = `F${this.#uploads.size + 1}`
        this.#uploads.set(id, form.get('filename') ?? id)
        return json({ ok: true, file_id: id, upload_url: `${this.url}/upload/${id}` })
      }
      case '/files.completeUploadExternal':
        return this.complete(form)
      default:
        return json({ ok: false, error: 'unknown_method' })
    }
  }
}

export function listenAsSlack(slack: SlackServer): Promise<StandIn> {
  return startStandIn({
    isSend: ({ path }) => path === '/chat.postMessage' || path === '/files.completeUploadExternal',
    handle: asked => slack.handle(asked),
    mishaps: {
      throttles: { status: 429, headers: { 'retry-after': '0' } },
      fails: { status: 503 },
      refuses: json({ ok: false, error: 'channel_not_found' }),
    },
  })
}
