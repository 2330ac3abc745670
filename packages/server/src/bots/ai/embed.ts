// Texts as vectors, by the same endpoint as the bot's model.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { embedMany } from 'ai'
import type { BotKind, TurnRequest } from '../../app/bot-port.ts'
import type { OpenSecret } from '../../app/bot-secrets.ts'
import type { Egress } from '../../app/egress.ts'
import type { Embedder } from '../../app/meaning.ts'
import { settingsOf } from './ai-bot.ts'
import { problemOf } from './engine.ts'

const limits = { timeoutMs: 20_000, maxBytes: 16 * 1024 * 1_024 }
const textsAtOnce = 64

type Bot = TurnRequest['bot'] & { readonly kind: BotKind['kind'] }

/** Null: the bot is none of a model's, or names no model for it. */
export function embedderFor(
  bot: Bot | undefined,
  { egress, openSecret }: { readonly egress: Egress; readonly openSecret: OpenSecret },
): Embedder | null {
  if (bot?.kind !== 'ai') return null
  const { model } = settingsOf(bot)
  const name = model.embeddingName
  if (!name) return null
  const apiKey = openSecret(bot.id, bot.settings, 'model', 'apiKey')
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: model.baseUrl.replace(/\/+$/, ''),
    ...(apiKey ? { apiKey } : {}),
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      egress.fetch(input instanceof Request ? input.url : input, init ?? {}, limits),
  })
  return {
    model: name,
    async embed(texts) {
      const vectors: (readonly number[])[] = []
      for (let from = 0; from < texts.length; from += textsAtOnce) {
        const values = texts.slice(from, from + textsAtOnce)
        const done = await embedMany({
          model: provider.textEmbeddingModel(name),
          values,
          maxRetries: 0,
        }).catch((error: unknown) => {
          throw new Error(problemOf(error), { cause: error })
        })
        vectors.push(...done.embeddings)
      }
      return vectors
    },
  }
}
