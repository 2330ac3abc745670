// One answer of a model: its text as it comes, and what it wants besides. Knows nothing of turns; the bot, a flow's
// AI block and the builder's test chat all use it.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { AiBotSettings } from '@baton/protocol'
import type { LanguageModelUsage, ModelMessage } from 'ai'
import { APICallError, stepCountIs, streamText } from 'ai'
import { BotFault } from '../../app/bot-port.ts'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'
import { plainOf, shownSoFar } from './plain.ts'
import type { Asked } from './prompt.ts'
import { systemPrompt } from './prompt.ts'
import { messagesOf } from './told.ts'
import type { ToolWorld } from './tools.ts'
import { askForPerson, askTeam, handoffInput, questionInput, toolsOf } from './tools.ts'

export interface AiAnswer {
  readonly text: string
  readonly handoff: {
    readonly reason: string
    readonly summary: string | null
    readonly priority: 'low' | 'normal' | 'high' | 'urgent'
  } | null
  readonly ask: string | null
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface AiWorld extends ToolWorld {
  readonly apiKey: string | null
  /** Plain text, each piece after the one before; nothing of it is taken back. */
  onText(more: string): void
}

const usual = { outputTokens: 800, timeoutMs: 45_000, steps: 6 } as const
const answerMaxBytes = 4 * 1024 * 1_024
const textMax = 4_000

/** The model of an AI agent's settings, called through the egress. */
export function modelOf({ model }: AiBotSettings, egress: Egress, apiKey: string | null, timeoutMs: number) {
  const limits = { timeoutMs, maxBytes: answerMaxBytes }
  const fetchOut = (input: string | URL | Request, init?: RequestInit) =>
    egress.fetch(input instanceof Request ? input.url : input, init ?? {}, limits)
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: model.baseUrl.replace(/\/+$/, ''),
    ...(apiKey ? { apiKey } : {}),
    includeUsage: true,
    fetch: fetchOut,
  })
  return provider.chatModel(model.name)
}

/** For the builder, without a word of the conversation. */
export function problemOf(error: unknown): string {
  if (error instanceof EgressFault) return error.message
  if (APICallError.isInstance(error)) {
    const { statusCode, cause } = error
    if (cause instanceof EgressFault) return cause.message
    if (statusCode === 401 || statusCode === 403)
      return `the model’s endpoint refused the key (${statusCode}); enter it again`
    if (statusCode === 404) return 'the model’s endpoint does not know this model or address (404)'
    if (statusCode === 429) return 'the model’s endpoint is over its limit (429)'
    return `the model’s endpoint answered ${statusCode ?? 'nothing that can be read'}`
  }
  return 'the model failed'
}

interface Collected {
  text: string
  handoff: AiAnswer['handoff']
  ask: string | null
  inputTokens: number
  outputTokens: number
}

/** Not every endpoint says what it used; a limit must hold there, too. */
const charactersPerToken = 3

function countUsage(
  collected: Collected,
  usage: LanguageModelUsage,
  system: string,
  messages: readonly ModelMessage[],
): void {
  const asked = system.length + JSON.stringify(messages).length
  collected.inputTokens = usage.inputTokens ?? Math.ceil(asked / charactersPerToken)
  collected.outputTokens = usage.outputTokens ?? Math.ceil(collected.text.length / charactersPerToken)
}

function take(collected: Collected, toolName: string, input: unknown): void {
  if (toolName === askForPerson) {
    const { reason = '', summary, priority = 'normal' } = handoffInput.partial().catch({}).parse(input)
    collected.handoff = { reason, summary: summary ?? null, priority }
  }
  if (toolName === askTeam) collected.ask = questionInput.safeParse(input).data?.question ?? null
}

async function once(
  asked: Asked,
  world: AiWorld,
  abort: AbortController,
  timeoutMs: number,
): Promise<Collected> {
  const { settings } = asked
  const system = systemPrompt(asked)
  const messages = messagesOf(asked.history)
  const result = streamText({
    model: modelOf(settings, world.egress, world.apiKey, timeoutMs),
    system,
    messages,
    tools: toolsOf(settings, asked, { ...world, signal: abort.signal }),
    stopWhen: stepCountIs(usual.steps),
    maxOutputTokens: settings.limits.outputTokens ?? usual.outputTokens,
    ...(settings.model.temperature === undefined ? {} : { temperature: settings.model.temperature }),
    maxRetries: 0,
    abortSignal: abort.signal,
    // Faults come in the stream, too; this keeps them out of the console.
    onError: () => undefined,
  })
  const collected: Collected = { text: '', handoff: null, ask: null, inputTokens: 0, outputTokens: 0 }
  let shown = ''
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error
    if (part.type === 'tool-error') throw part.error
    if (part.type === 'abort') break
    if (part.type === 'finish') countUsage(collected, part.totalUsage, system, messages)
    if (part.type === 'tool-call') take(collected, part.toolName, part.input)
    if (part.type === 'start-step' && collected.text !== '') collected.text += '\n\n'
    if (part.type !== 'text-delta' || collected.text.length > textMax) continue
    collected.text += part.text
    const soFar = shownSoFar(collected.text)
    if (soFar.length > shown.length && soFar.startsWith(shown)) {
      world.onText(soFar.slice(shown.length))
      shown = soFar
    }
  }
  collected.text = plainOf(collected.text).slice(0, textMax)
  return collected
}

function isEmpty({ text, handoff, ask }: Collected): boolean {
  return text === '' && handoff === null && ask === null
}

/** Throws a BotFault that names the problem; an aborted run throws whatever the abort led to. */
export async function answerOf(asked: Asked, world: AiWorld): Promise<AiAnswer> {
  const timeoutMs = asked.settings.timeoutMs ?? usual.timeoutMs
  const abort = new AbortController()
  let late = false
  const stop = () => abort.abort()
  const timer = setTimeout(() => {
    late = true
    abort.abort()
  }, timeoutMs)
  world.signal.addEventListener('abort', stop, { once: true })
  if (world.signal.aborted) abort.abort()
  try {
    const first = await once(asked, world, abort, timeoutMs)
    // An empty answer happens, and mostly once.
    const again = isEmpty(first) && !abort.signal.aborted
    const collected = again ? await once(asked, world, abort, timeoutMs) : first
    if (late) throw new BotFault(`the model was not done within ${timeoutMs} ms`)
    if (isEmpty(collected)) throw new BotFault('the model answered with nothing, twice')
    const { text, handoff, ask } = collected
    const tries = again ? [first, collected] : [collected]
    return {
      text,
      handoff,
      ask: handoff ? null : ask,
      inputTokens: tries.reduce((sum, one) => sum + one.inputTokens, 0),
      outputTokens: tries.reduce((sum, one) => sum + one.outputTokens, 0),
    }
  } catch (error) {
    if (late) throw new BotFault(`the model was not done within ${timeoutMs} ms`, { cause: error })
    if (error instanceof BotFault || world.signal.aborted) throw error
    if (error instanceof Error && error.name === 'TurnOver') throw error
    throw new BotFault(problemOf(error), { cause: error })
  } finally {
    clearTimeout(timer)
    world.signal.removeEventListener('abort', stop)
  }
}
