// Telegram for tests: takes messages and uploads, serves files, remembers where it was told to call.
import type { ChannelStage, HookCall, StagedCustomer, TakenMessage } from '../channel-stage.ts'
import type { Answered, Asked } from './stand-in-server.ts'
import { json, startStandIn } from './stand-in-server.ts'

export const telegramToken = '42:a-token-of-the-tests'

export interface TelegramStage extends ChannelStage {
  update(update: object): HookCall
  /** Fields of each call, as they came; files by their names. */
  calls(): readonly { readonly method: string; readonly fields: Readonly<Record<string, string>> }[]
  webhook(): { readonly url: string; readonly secret: string }
}

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

export async function startTelegramStage(): Promise<TelegramStage> {
  const taken: TakenMessage[] = []
  const calls: { method: string; fields: Readonly<Record<string, string>> }[] = []
  const files = new Map<string, Buffer>()
  const ids = new Map<string, number>()
  let webhook = { url: '', secret: '' }
  let updates = 1_000

  const idOf = (externalId: string) => {
    const held = ids.get(externalId) ?? ids.size + 1
    ids.set(externalId, held)
    return held
  }

  function take(fields: Readonly<Record<string, string>>): Answered {
    const chat = fields.chat_id ?? ''
    const text = fields.text ?? fields.caption ?? ''
    if (text.includes('no such tag')) return refused(400, "Bad Request: can't parse entities")
    const keyboard = JSON.parse(fields.reply_markup ?? '{"inline_keyboard":[]}') as Keyboard
    const labels = keyboard.inline_keyboard.flat().map(button => button.text)
    const message_id = 500 + taken.length
    const quoted = fields.reply_parameters
      ? (JSON.parse(fields.reply_parameters) as { message_id: number }).message_id
      : null
    taken.push({
      to: chat,
      text: [text.replace(/<[^>]+>/g, ''), ...labels].filter(Boolean).join('\n'),
      externalId: `${chat}:${message_id}`,
      files: fileFields.flatMap(field => fields[field] ?? []),
      quotes: quoted === null ? null : `${chat}:${quoted}`,
    })
    return ok({ message_id, chat: { id: Number(chat), type: 'private' } })
  }

  async function handle(asked: Asked): Promise<Answered> {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(asked.path) ?? []
    const file = files.get(/^\/file\/bot[^/]+\/(.+)$/.exec(asked.path)?.[1] ?? '')
    if (file) return { status: 200, body: file }
    if (token !== telegramToken) return refused(401, 'Unauthorized')
    const fields = await fieldsOf(asked)
    calls.push({ method, fields })
    if (sends.test(method)) return take(fields)
    switch (method) {
      case 'getMe':
        return ok({ id: 42, is_bot: true })
      case 'setWebhook':
        webhook = { url: fields.url ?? '', secret: fields.secret_token ?? '' }
        return ok(true)
      case 'getWebhookInfo':
        return ok({ url: webhook.url })
      case 'sendChatAction':
        return ok(true)
      case 'getFile': {
        const id = fields.file_id ?? ''
        if (id === 'huge') return refused(400, 'Bad Request: file is too big')
        return files.has(id) ? ok({ file_id: id, file_path: id }) : refused(400, 'Bad Request: wrong file_id')
      }
      default:
        return refused(404, 'Not Found')
    }
  }

  const standIn = await startStandIn({
    isSend: ({ path }) => sends.test(path.split('/').at(-1) ?? ''),
    handle,
    mishaps: {
      throttles: refused(429, 'Too Many Requests: retry after 0', { retry_after: 0 }),
      fails: { status: 503 },
      refuses: refused(403, 'Forbidden: bot was blocked by the user'),
    },
  })
  let secret = ''
  const update = (told: object): HookCall => ({
    method: 'POST',
    path: '',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: Buffer.from(JSON.stringify({ update_id: updates++, ...told })),
  })
  const said = (from: StagedCustomer, externalId: string, more: object) =>
    update({
      message: {
        message_id: idOf(externalId),
        date: 1,
        chat: { id: Number(from.address), type: 'private' },
        from: {
          id: Number(from.address),
          is_bot: false,
          first_name: 'Customer',
          last_name: from.name.split(' ')[1],
        },
        ...more,
      },
    })

  return {
    kind: 'telegram',
    settings: { token: telegramToken, apiUrl: standIn.url },
    connected(made) {
      secret = made.secret ?? ''
    },
    update,
    calls: () => calls,
    webhook: () => webhook,
    customer: n => ({ address: String(700_000 + n), name: `Customer ${n}` }),
    says: messages => messages.map(({ from, text, externalId }) => said(from, externalId, { text })),
    forged: call => ({ ...call, headers: { ...call.headers, 'x-telegram-bot-api-secret-token': 'wrong' } }),
    sendsFile(from, file, externalId) {
      const file_id = `file-${files.size + 1}`
      files.set(file_id, file.bytes)
      const document = {
        file_id,
        file_name: file.name,
        mime_type: file.mimeType,
        file_size: file.bytes.length,
      }
      return said(from, externalId, { document })
    },
    status: null,
    taken: () => taken,
    mishap: standIn.mishap,
    settlesUnknown: false,
    owedCalls: () => [],
    close: standIn.close,
  }
}
