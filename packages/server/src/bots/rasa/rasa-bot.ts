// Rasa, by its REST channel: it keeps the conversation itself, under our conversation's id, and answers each message
// with a list. What it says counts only while its turn does.
import type { Parts, TurnAnswer } from '@baton/core'
import { textParts } from '@baton/core'
import { botHandoff, botSettings } from '@baton/protocol'
import { z } from 'zod'
import { memoryWith } from '../../app/bot-answer.ts'
import type { BotKind, TurnRequest } from '../../app/bot-port.ts'
import { BotFault } from '../../app/bot-port.ts'
import type { OpenSecret } from '../../app/bot-secrets.ts'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'

export interface RasaBotOptions {
  readonly egress: Egress
  readonly openSecret: OpenSecret
}

const answerMaxBytes = 512 * 1_024
const usualTimeoutMs = 10_000
const textMax = 4_096
const optionsMax = 20

/** One item of Rasa's answer; `custom` is the flow builder's own, and the only place for a hand-off. */
const item = z.object({
  text: z.string().max(textMax).nullish(),
  image: z.url().max(2_000).nullish(),
  buttons: z
    .array(z.object({ title: z.string().min(1).max(200), payload: z.string().max(400).nullish() }))
    .max(optionsMax)
    .nullish(),
  custom: z.looseObject({ handoff: z.union([z.literal(true), botHandoff]).nullish() }).nullish(),
})
const items = z.array(item).max(50)

function settingsOf(bot: TurnRequest['bot']) {
  const { token: _, ...open } = bot.settings
  const parsed = botSettings.rasa.safeParse(open)
  if (!parsed.success) throw new BotFault('the settings of this bot cannot be used; save them again')
  return parsed.data
}

function partsOf({ text, image, buttons }: z.output<typeof item>): Parts | null {
  if (buttons && buttons.length > 0) {
    const options = buttons.map(({ title }, n) => ({ id: String(n + 1), label: title }))
    return [{ kind: 'choices', text: text ?? '', options }]
  }
  // A picture of another house is not loaded by our pages: its address is said.
  const said = [text, image].filter(Boolean).join('\n')
  return said.trim() === '' ? null : textParts(said)
}

/** What each button of the last answer means to Rasa, by its label. */
function payloadsOf(all: z.output<typeof items>): Record<string, string> {
  const pairs = all.flatMap(({ buttons }) =>
    (buttons ?? []).flatMap(({ title, payload }) => (payload ? [[title, payload] as const] : [])),
  )
  return Object.fromEntries(pairs)
}

/** The customer's words as Rasa is to hear them: a tapped label becomes its payload. */
function wordsOf({ input, memory, resume }: TurnRequest): readonly string[] {
  const { payloads } = memory.variables
  const known = typeof payloads === 'object' && payloads !== null ? (payloads as Record<string, unknown>) : {}
  const said = input.map(({ text }) => (typeof known[text] === 'string' ? String(known[text]) : text))
  if (resume === 'restart') return ['/restart', ...said]
  return typeof resume === 'object' && resume !== null ? [`/${resume.at}`, ...said] : said
}

function handoffOf(all: z.output<typeof items>): TurnAnswer['handoff'] {
  const found = all.flatMap(({ custom }) => custom?.handoff ?? []).at(-1)
  if (!found) return null
  if (found === true) return { reason: '', summary: null, priority: 'normal' }
  return { ...found, summary: found.summary ?? null }
}

export function createRasaBot({ egress, openSecret }: RasaBotOptions): BotKind {
  async function tell({ bot, key }: TurnRequest, message: string, signal: AbortSignal) {
    const { url, timeoutMs = usualTimeoutMs } = settingsOf(bot)
    const address = new URL(`${url.replace(/\/+$/, '')}/webhooks/rest/webhook`)
    const token = openSecret(bot.id, bot.settings, 'token')
    if (token !== null) address.searchParams.set('token', token)
    const body = JSON.stringify({ sender: key.conversationId, message })
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const limits = { timeoutMs, maxBytes: answerMaxBytes }
    const response = await egress.fetch(address, { method: 'POST', headers, body, signal }, limits)
    const text = await response.text()
    if (!response.ok) throw new BotFault(`Rasa answered ${response.status}`)
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      throw new BotFault('Rasa answered with something that is not JSON; is the REST channel switched on?')
    }
    const parsed = items.safeParse(json)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new BotFault(`Rasa’s answer cannot be used: ${issue?.path.join('.') || 'it'} ${issue?.message}`)
  }

  return {
    kind: 'rasa',
    async answer(request, voice) {
      const all: z.output<typeof items> = []
      try {
        for (const words of wordsOf(request)) all.push(...(await tell(request, words, voice.signal)))
      } catch (error) {
        throw error instanceof EgressFault ? new BotFault(error.message, { cause: error }) : error
      }
      const { memory } = request
      // After a person, with nothing said yet, the buttons of before still stand.
      const asked = all.length > 0 ? memoryWith(memory, { payloads: payloadsOf(all) }) : memory
      const answer: TurnAnswer = {
        messages: all.flatMap(one => {
          const parts = partsOf(one)
          return parts ? [parts] : []
        }),
        handoff: handoffOf(all),
        withdraw: null,
        memory: asked,
      }
      return { kind: 'answer', answer }
    },
  }
}
