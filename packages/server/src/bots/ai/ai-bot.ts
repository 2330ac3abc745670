// An AI agent: a model of any OpenAI-compatible endpoint behind the contract of every bot. It streams, yields at
// once, hands off by a tool and not by words, and has an honest end when a limit is reached.
import type { BotMemory, Json, TurnAnswer } from '@baton/core'
import { textParts } from '@baton/core'
import type { AiBotSettings } from '@baton/protocol'
import { aiBotSettings } from '@baton/protocol'
import type { BotKind, BotVoice, HistoryItem, TurnRequest } from '../../app/bot-port.ts'
import { BotFault } from '../../app/bot-port.ts'
import type { OpenSecret } from '../../app/bot-secrets.ts'
import type { Egress } from '../../app/egress.ts'
import { returnedSince } from '../../app/history.ts'
import type { AiAnswer } from './engine.ts'
import { answerOf } from './engine.ts'
import type { Excerpt } from './prompt.ts'

export interface AiBotOptions {
  readonly egress: Egress
  readonly openSecret: OpenSecret
  /** The best pieces for these words, the best first; none where nothing fits. */
  readonly knowledge: {
    search(workspaceId: string, botId: string, words: string, limit: number): Promise<readonly Excerpt[]>
  }
}

const historyLimit = 60
const excerptsMax = 5
const askWithinMs = 10 * 60_000
const usual = { turns: 30, tokens: 200_000 } as const

/** Counted in the bot's memory: it ends with the conversation's run, as everything that a bot keeps. */
interface Spent {
  readonly turns: number
  readonly tokens: number
  readonly cost: number
  /** A limit was reached, and the customer was told. */
  readonly told: boolean
}

function spentOf(position: Json): Spent {
  const given = typeof position === 'object' && position !== null && !Array.isArray(position) ? position : {}
  const kept = given as { readonly [name: string]: Json }
  const number = (name: string) => (typeof kept[name] === 'number' ? kept[name] : 0)
  return {
    turns: number('turns'),
    tokens: number('tokens'),
    cost: number('cost'),
    told: kept.told === true,
  }
}

function spentWith(spent: Spent, { inputTokens, outputTokens }: AiAnswer, { limits }: AiBotSettings): Spent {
  const { inputPricePerMillion = 0, outputPricePerMillion = 0 } = limits
  const cost = (inputTokens * inputPricePerMillion + outputTokens * outputPricePerMillion) / 1_000_000
  return {
    turns: spent.turns + 1,
    tokens: spent.tokens + inputTokens + outputTokens,
    cost: spent.cost + cost,
    told: false,
  }
}

/** The limit that is reached, in words for the team; null while there is room. */
function limitReached({ turns, tokens, cost }: Spent, { limits }: AiBotSettings): string | null {
  if (turns >= (limits.turns ?? usual.turns)) return `the bot has answered ${turns} times in a row`
  if (tokens >= (limits.tokens ?? usual.tokens)) return `the bot has used ${tokens} tokens`
  if (limits.cost !== undefined && cost >= limits.cost) return `the bot has cost ${cost.toFixed(2)}`
  return null
}

/** `secret` and `apiKey` are sealed by now; whether they are there is all that the schema needs to know. */
export function settingsOf(bot: Pick<TurnRequest['bot'], 'settings'>): AiBotSettings {
  const shown: unknown = JSON.parse(JSON.stringify(bot.settings), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'sealed' in value ? { set: true } : value,
  )
  const parsed = aiBotSettings.safeParse(shown)
  if (!parsed.success) throw new BotFault('the settings of this bot cannot be used; save them again')
  return parsed.data
}

const quiet = (memory: BotMemory): TurnAnswer => ({ messages: [], handoff: null, withdraw: null, memory })

/** What to look up: the new words, and those before them, which a short question may lean on. */
function wordsOf({ input, answer }: TurnRequest, history: readonly HistoryItem[]): string {
  const asked = history.flatMap(item => (item.kind === 'said' && item.role === 'contact' ? [item.text] : []))
  const latest = [answer?.question ?? '', ...input.map(({ text }) => text)].filter(Boolean)
  const before = asked.filter(text => !latest.includes(text)).at(-1) ?? ''
  return latest.length === 0 ? '' : [...latest, before].join(' ').trim()
}

/** Opens the secret of the nth tool. @throws BotFault */
export function toolSecret(openSecret: OpenSecret, bot: Pick<TurnRequest['bot'], 'id' | 'settings'>) {
  return (index: number): string | null => {
    try {
      return openSecret(bot.id, bot.settings, 'tools', String(index), 'secret')
    } catch (cause) {
      throw new BotFault('the secret of a tool cannot be opened; enter it again', { cause })
    }
  }
}

/** Said once; from then on a person is waited for in silence. */
function atLimit(
  { control, memory }: TurnRequest,
  spent: Spent,
  { fallbackText }: AiBotSettings,
  limit: string,
): TurnAnswer {
  if (control === 'requesting' && spent.told) return quiet(memory)
  const messages = fallbackText ? [textParts(fallbackText)] : []
  const handoff = { reason: limit, summary: null, priority: 'normal' } as const
  const position: Json = { ...spent, told: true }
  return { ...quiet({ ...memory, position }), messages, handoff }
}

/** Handed back with nothing new to answer: the customer speaks next (HB3). */
function hasNothingToSay(
  { cause, resume, input, answer }: TurnRequest,
  history: readonly HistoryItem[],
): boolean {
  if (input.length > 0 || answer) return false
  if (cause !== 'resumed') return true
  return resume === 'continue' || resume === 'silent' || history.length === 0
}

export function createAiBot({ egress, openSecret, knowledge }: AiBotOptions): BotKind {
  async function excerptsFor(
    request: TurnRequest,
    history: readonly HistoryItem[],
    settings: AiBotSettings,
  ): Promise<readonly Excerpt[]> {
    const words = wordsOf(request, history)
    if (!settings.knowledge || words === '') return []
    return knowledge.search(request.key.workspaceId, request.bot.id, words, excerptsMax)
  }

  async function ask(
    request: TurnRequest,
    voice: BotVoice,
    history: readonly HistoryItem[],
    settings: AiBotSettings,
  ) {
    const { bot, key, turnId, guidance, answer, control, cause, input } = request
    const excerpts = await excerptsFor(request, history, settings)
    const waiting = control === 'requesting'
    const begins = cause === 'resumed' && input.length === 0
    const told = { history, guidance, answer, excerpts }
    const asked = { botName: bot.name, settings, ...told, waiting, mayHandOff: true, begins }
    return answerOf(asked, {
      egress,
      signal: voice.signal,
      turnId,
      conversationId: key.conversationId,
      apiKey: openSecret(bot.id, bot.settings, 'model', 'apiKey'),
      secretOf: toolSecret(openSecret, bot),
      permit: action => voice.permit(action),
      onText: more => voice.draft(more),
    })
  }

  return {
    kind: 'ai',
    async answer(request, voice) {
      const settings = settingsOf(request.bot)
      const history = await voice.history(historyLimit)
      const { memory } = request
      if (hasNothingToSay(request, history)) return { kind: 'answer', answer: quiet(memory), unheard: true }
      const before = spentOf(memory.position)
      // A person was there since: the count of answers in a row begins anew.
      const spent = returnedSince(history) ? { ...before, turns: 0 } : before
      const limit = limitReached(spent, settings)
      if (limit !== null)
        return { kind: 'answer', answer: atLimit(request, spent, settings, limit), unheard: true }
      const said = await ask(request, voice, history, settings)
      const position: Json = { ...spentWith(spent, said, settings) }
      const text = said.text || (said.handoff ? settings.fallbackText : '')
      const messages = text === '' ? [] : [textParts(text)]
      const question = said.ask === null ? null : { question: said.ask, withinMs: askWithinMs }
      const answer = {
        messages,
        handoff: said.handoff,
        withdraw: null,
        ask: question,
        memory: { ...memory, position },
      }
      return { kind: 'answer', answer }
    },
  }
}
