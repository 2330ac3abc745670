// One question to the model of an AI agent, answered in plain text within a time, for what the platform wants to know.
import { streamText } from 'ai'
import { BotFault } from '../../app/bot-port.ts'
import type { OpenSecret } from '../../app/bot-secrets.ts'
import type { BriefModel } from '../../app/briefs.ts'
import type { Egress } from '../../app/egress.ts'
import { settingsOf } from './ai-bot.ts'
import { modelOf, problemOf } from './engine.ts'

export interface ModelAccess {
  readonly egress: Egress
  readonly openSecret: OpenSecret
}

export interface OneQuestion {
  readonly bot: Parameters<BriefModel['write']>[0]['bot']
  readonly system: string
  readonly prompt: string
  readonly maxOutputTokens: number
  readonly timeoutMs: number
}

/** @throws BotFault with what can be done about it. */
export async function askOnce({ egress, openSecret }: ModelAccess, asked: OneQuestion): Promise<string> {
  const { bot, system, prompt, maxOutputTokens, timeoutMs } = asked
  const abort = AbortSignal.timeout(timeoutMs)
  const late = `the model was not done within ${timeoutMs} ms`
  try {
    const apiKey = openSecret(bot.id, bot.settings, 'model', 'apiKey')
    const { fullStream } = streamText({
      model: modelOf(settingsOf(bot), egress, apiKey, timeoutMs),
      system,
      prompt,
      maxOutputTokens,
      maxRetries: 0,
      abortSignal: abort,
      onError: () => undefined,
    })
    let text = ''
    for await (const part of fullStream) {
      if (part.type === 'error') throw part.error
      if (part.type === 'text-delta') text += part.text
    }
    if (abort.aborted) throw new BotFault(late)
    return text
  } catch (error) {
    if (error instanceof BotFault) throw error
    throw new BotFault(abort.aborted ? late : problemOf(error), { cause: error })
  }
}
