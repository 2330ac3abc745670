// Somebody else's bot, over HTTP: asked by a signed request; it answers at once, as a stream, or later. What it says
// counts only while its turn does, however it says it.
import { plusMs } from '@baton/core'
import type { BotNewsMessage } from '@baton/protocol'
import { botAnswer, botSettings } from '@baton/protocol'
import { Webhook } from 'standardwebhooks'
import { turnAnswerOf } from '../../app/bot-answer.ts'
import type { BotKind, BotVoice, TurnRequest, TurnResult } from '../../app/bot-port.ts'
import { BotFault } from '../../app/bot-port.ts'
import type { OpenSecret } from '../../app/bot-secrets.ts'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'
import type { MediaAddresses } from '../../app/media-store.ts'
import type { TurnTokens } from '../../app/turn-tokens.ts'
import { readStream } from './read-stream.ts'
import { mediaIn, turnBody } from './turn-body.ts'

export interface HttpBotOptions {
  readonly egress: Egress
  readonly openSecret: OpenSecret
  readonly turnTokens: TurnTokens
  /** Of this Baton, where later answers go; known once it listens. */
  readonly publicUrl: () => string
  /** Where the bot can read files, for a while. */
  readonly addresses: MediaAddresses
}

const answerMaxBytes = 1024 * 1_024
const standard = { timeoutMs: 10_000, laterMs: 60_000, historyLimit: 50 } as const

type Bot = TurnRequest['bot']

/** What was set, over what is usual. Throws a BotFault when the settings are not those of an HTTP bot. */
function settingsOf(bot: Bot) {
  // The secret is sealed by now; its shape is not the one that people enter.
  const { secret: _, ...open } = bot.settings
  const parsed = botSettings.http.safeParse(open)
  if (!parsed.success) throw new BotFault('the settings of this bot cannot be used; save them again')
  const { url, timeoutMs, laterMs, historyLimit } = parsed.data
  return {
    url,
    timeoutMs: timeoutMs ?? standard.timeoutMs,
    laterMs: laterMs ?? standard.laterMs,
    historyLimit: historyLimit ?? standard.historyLimit,
  }
}

function signer(bot: Bot, openSecret: OpenSecret): Webhook {
  const secret = openSecret(bot.id, bot.settings, 'secret')
  if (secret === null) throw new BotFault('this bot has no secret; make one in its settings')
  return new Webhook(secret)
}

/** A bot's failure in words for its builder; what ended the turn stays what it is. */
function botFault(error: unknown): unknown {
  return error instanceof EgressFault ? new BotFault(error.message, { cause: error }) : error
}

async function readJson(
  response: Response,
  request: TurnRequest,
  voice: BotVoice,
  until: string,
): Promise<TurnResult> {
  const text = await response.text()
  if (text.trim() === '')
    throw new BotFault('the bot answered 200 with nothing; answer {} or 204 to say nothing')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new BotFault('the bot answered 200 with something that is not JSON')
  }
  const parsed = botAnswer.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new BotFault(`the bot’s answer cannot be used: ${issue?.path.join('.') || 'it'} ${issue?.message}`)
  }
  const { end, ...said } = parsed.data
  const answer = turnAnswerOf(said, request)
  if (end || answer.handoff) return { kind: 'answer', answer }
  // A part now; the rest comes by itself.
  const { handoff: _, ask: __, ...part } = answer
  await voice.say({ ...part, clientId: `${request.turnId} 0` })
  return { kind: 'later', until }
}

const silence = { messages: [], handoff: null, withdraw: null } as const

export function createHttpBot({
  egress,
  openSecret,
  turnTokens,
  publicUrl,
  addresses,
}: HttpBotOptions): BotKind {
  async function post(bot: Bot, id: string, body: object, signal: AbortSignal, timeoutMs: number) {
    const payload = JSON.stringify(body)
    const at = new Date()
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'user-agent': 'Baton',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer(bot, openSecret).sign(id, at, payload),
    }
    const limits = { timeoutMs, maxBytes: answerMaxBytes }
    const { url } = settingsOf(bot)
    try {
      return await egress.fetch(url, { method: 'POST', headers, body: payload, signal }, limits)
    } catch (error) {
      throw botFault(error)
    }
  }

  async function ask(request: TurnRequest, voice: BotVoice): Promise<Response> {
    const { bot, key, turnId, epoch, at } = request
    const { timeoutMs, laterMs, historyLimit } = settingsOf(bot)
    const deadline = plusMs(at, laterMs)
    const token = await turnTokens.issue(
      { ...key, botId: bot.id, botName: bot.name, turnId, epoch },
      deadline,
    )
    const url = `${publicUrl()}/api/v1/turns/${turnId}`
    const history = await voice.history(historyLimit)
    const files = await addresses(key, mediaIn(history))
    const body = turnBody(request, history, { token, url, deadline }, files)
    return post(bot, `turn_${turnId}`, body, voice.signal, timeoutMs)
  }

  async function read(response: Response, request: TurnRequest, voice: BotVoice): Promise<TurnResult> {
    const { timeoutMs, laterMs } = settingsOf(request.bot)
    const until = plusMs(request.at, laterMs)
    if (response.status === 202) return { kind: 'later', until }
    if (response.status === 204) return { kind: 'answer', answer: { ...silence, memory: request.memory } }
    if (!response.ok) throw new BotFault(`the bot answered ${response.status}`)
    const type = response.headers.get('content-type') ?? ''
    if (!type.startsWith('text/event-stream') || !response.body)
      return readJson(response, request, voice, until)
    return { kind: 'answer', answer: await readStream(response.body, request, voice, timeoutMs) }
  }

  return {
    kind: 'http',
    async answer(request, voice) {
      const response = await ask(request, voice)
      try {
        return await read(response, request, voice)
      } catch (error) {
        throw botFault(error)
      } finally {
        // Whatever is left of it is not wanted any more.
        if (!response.bodyUsed) await response.body?.cancel().catch(() => undefined)
      }
    },
    async hear(bot, { id, key, news, seq, at, turnId }, signal) {
      const body: BotNewsMessage = {
        type: news,
        at,
        conversation: { id: key.conversationId },
        turn: turnId ? { id: turnId } : null,
        seq,
      }
      const response = await post(
        bot,
        `news_${id.replaceAll(' ', '_')}`,
        body,
        signal,
        settingsOf(bot).timeoutMs,
      )
      await response.body?.cancel().catch(() => undefined)
      if (!response.ok) throw new BotFault(`the bot answered ${response.status} to ${news}`)
    },
  }
}
