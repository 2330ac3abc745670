// Telegram's Bot API for tests: takes messages and uploads, serves files, remembers where it was told to call.
import type { TakenMessage } from '../channel-stage.ts'
import type { Answered, Asked, StandIn } from './stand-in-server.ts'
import { json, startStandIn } from './stand-in-server.ts'

export const telegramToken = '42:a-token-of-the-tests'

interface Keyboard {
  readonly inline_keyboard: readonly (readonly { readonly text: string }[])[]
}

const ok = (result: unknown) => json({ ok: true, result })
const refused = (code: number, description: string, parameters: object = {}) =>
  json({ ok: false, error_code: code, description, parameters }, code)

async function fieldsOf({ headers, body }: Asked): Promise<Record<string, string>> {
  const type = headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    return Object.fromEntries(
      [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]),
    )
  }
  const given = (body.length > 0 ? JSON.parse(body.toString()) : {}) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}

const fileFields = ['photo', 'animation', 'video', 'audio', 'voice', 'document']
const sends = /^send(Message|Photo|Animation|Video|Audio|Voice|Document|Location|Venue)$/

export class TelegramServer {
  readonly taken: TakenMessage[] = []
  /** Fields of each call, as they came; files by their names. */
  readonly calls: { readonly method: string; readonly fields: Readonly<Record<string, string>> }[] = []
  readonly files = new Map<string, Buffer>()
  webhook = { url: '', secret: '' }

  take(fields: Readonly<Record<string, string>>): Answered {
    const chat = fields.chat_id ?? ''
    const text = fields.text ?? fields.caption ?? ''
    if (text.includes('no such tag')) return refused(400, "Bad Request: can't parse entities")
    const keyboard = JSON.parse(fields.reply_markup ?? '{"inline_keyboard":[]}') as Keyboard
    const labels = keyboard.inline_keyboard.flat().map(button => button.text)
    const message_id = 500 + this.taken.length
    const quoted = fields.reply_parameters
      ? (JSON.parse(fields.reply_parameters) as { message_id: number }).message_id
      : null
    this.taken.push({
      to: chat,
      text: [text.replace(/<[^>]+>/g, ''), ...labels].filter(Boolean).join('\n'),
      externalId: `${chat}:${message_id}`,
      files: fileFields.flatMap(field => fields[field] ?? []),
      quotes: quoted === null ? null : `${chat}:${quoted}`,
    })
    return ok({ message_id, chat: { id: Number(chat), type: 'private' } })
  }

  async handle(asked: Asked): Promise<Answered> {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(asked.path) ?? []
    const file = this.files.get(/^\/file\/bot[^/]+\/(.+)$/.exec(asked.path)?.[1] ?? '')
    if (file) return { status: 200, body: file }
    if (token !== telegramToken) return refused(401, 'Unauthorized')
    const fields = await fieldsOf(asked)
    this.calls.push({ method, fields })
    if (sends.test(method)) return this.take(fields)
    switch (method) {
      case 'getMe':
        return ok({ id: 42, is_bot: true })
      case 'setWebhook':
        this.webhook = { url: fields.url ?? '', secret: fields.secret_token ?? '' }
        return ok(true)
      case 'getWebhookInfo':
        return ok({ url: this.webhook.url })
      case 'sendChatAction':
        return ok(true)
      case 'getFile': {
        const id = fields.file_id ?? ''
        if (id === 'huge') return refused(400, 'Bad Request: file is too big')
        return this.files.has(id)
          ? ok({ file_id: id, file_path: id })
          : refused(400, 'Bad Request: wrong file_id')
      }
      default:
        return refused(404, 'Not Found')
    }
  }
}

export function listenAsTelegram(telegram: TelegramServer): Promise<StandIn> {
  return startStandIn({
    isSend: ({ path }) => sends.test(path.split('/').at(-1) ?? ''),
    handle: asked => telegram.handle(asked),
    mishaps: {
      throttles: refused(429, 'Too Many Requests: retry after 0', { retry_after: 0 }),
      fails: { status: 503 },
      refuses: refused(403, 'Forbidden: bot was blocked by the user'),
    },
  })
}
