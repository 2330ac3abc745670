// Telegram: customers write to a bot. Telegram tells nothing of what became of a message and cannot be asked, so a send
// whose answer got lost stays unknown and is shown as such.
import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Arrival, ChannelKind, Check, HookRequest, Line } from '../../app/channel-port.ts'
import { HookRefused, MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { fetchFile } from '../egress-fetch.ts'
import { readUpdate, updateKinds } from './read-update.ts'
import { apiUrlOf, askTelegram, tokenOf } from './telegram-api.ts'
import { fileMaxBytes, sendToTelegram, stepsOf, textChars } from './telegram-send.ts'

export interface TelegramChannelOptions {
  readonly egress: Egress
  readonly mediaMaxBytes: number
}

const hashOf = (text: string) => createHash('sha256').update(text).digest()

function receive(line: Line, { method, headers, body }: HookRequest): Arrival {
  if (method !== 'POST') throw new HookRefused(404, 'Telegram posts here.')
  const secret = line.secret('secret')
  if (secret === null)
    throw new HookRefused(
      401,
      'This channel has no secret. Save its settings, and one is made; then connect it.',
    )
  const given = headers['x-telegram-bot-api-secret-token'] ?? ''
  if (!timingSafeEqual(hashOf(given), hashOf(secret)))
    throw new HookRefused(401, 'The secret token does not fit. Connect the channel again.')
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString('utf8'))
  } catch {
    throw new HookRefused(400, 'The body is no JSON.')
  }
  const { items, tap } = readUpdate(parsed)
  if (tap === null) return { items, answer: { status: 200 } }
  // The button stops waiting; Telegram takes a call as the answer.
  const called = JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: tap })
  return { items, answer: { status: 200, headers: { 'content-type': 'application/json' }, body: called } }
}

const fileAnswer = z.looseObject({ file_path: z.string() })

async function fetchMedia(egress: Egress, line: Line, ref: string, maxBytes: number, signal: AbortSignal) {
  let path: string
  try {
    path = fileAnswer.parse(await askTelegram(egress, line, 'getFile', { file_id: ref }, signal)).file_path
  } catch (cause) {
    const fault = cause instanceof SendFault ? cause : null
    if (fault?.problem === 'too_large') throw new MediaFault('too_large', { retryable: false, cause })
    const isGone = fault?.outcome === 'refused'
    throw new MediaFault(isGone ? 'expired' : 'unreachable', { retryable: !isGone, cause })
  }
  if (/(^|\/)\.\.(\/|$)|[?#]/.test(path)) throw new MediaFault('refused', { retryable: false })
  const url = `${apiUrlOf(line)}/file/bot${tokenOf(line)}/${path}`
  return fetchFile(egress, { url, headers: {} }, maxBytes, signal)
}

const webhookInfo = z.looseObject({ url: z.string(), last_error_message: z.string().nullish() })

async function checksOf(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  try {
    await askTelegram(egress, line, 'getMe', {}, signal)
  } catch (error) {
    if (!(error instanceof SendFault)) throw error
    const detail =
      error.problem === 'channel_account'
        ? 'Telegram does not know this token. Copy it from BotFather.'
        : `Telegram cannot be asked: ${error.reason ?? error.problem}`
    return [{ code: 'token', ok: false, detail }]
  }
  const info = webhookInfo.parse(await askTelegram(egress, line, 'getWebhookInfo', {}, signal))
  const isOurs = info.url === line.hookUrl
  const last = info.last_error_message ? `Telegram could not deliver: ${info.last_error_message}` : null
  const detail = isOurs ? last : 'Connect the channel, so that Telegram calls here.'
  return [
    { code: 'token', ok: true, detail: null },
    { code: 'webhook', ok: isOurs && last === null, detail },
  ]
}

async function connect(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  const asked = {
    url: line.hookUrl,
    secret_token: line.secret('secret') ?? '',
    allowed_updates: updateKinds,
  }
  try {
    await askTelegram(egress, line, 'setWebhook', asked, signal)
  } catch (error) {
    if (!(error instanceof SendFault)) throw error
    if (error.problem === 'rejected_content')
      return [{ code: 'webhook', ok: false, detail: `Telegram refused ${line.hookUrl}: ${error.reason}` }]
  }
  return checksOf(egress, line, signal)
}

export function createTelegramChannel({ egress, mediaMaxBytes }: TelegramChannelOptions): ChannelKind {
  return {
    kind: 'telegram',
    limits: {
      textChars,
      media: [{ types: '*/*', maxBytes: fileMaxBytes }],
      replyWindowMs: null,
      perSecond: 30,
      pair: { everyMs: 1_000, burst: 3 },
    },
    tellsNothing: true,
    receive: async (line, request) => receive(line, request),
    fetchMedia: (line, ref, signal) => fetchMedia(egress, line, ref, mediaMaxBytes, signal),
    steps: (_line, parts) => stepsOf(parts),
    send: (line, letter, signal) => sendToTelegram(egress, line, letter, signal),
    async typing(line, { to }, signal) {
      await askTelegram(egress, line, 'sendChatAction', { chat_id: to.address, action: 'typing' }, signal)
    },
    check: (line, signal) => checksOf(egress, line, signal),
    connect: (line, signal) => connect(egress, line, signal),
  }
}
