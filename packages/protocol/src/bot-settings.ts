// What a bot of each kind can be set to: one table from kind to schema, for the routes, the store and the console.
import { z } from 'zod'
import { optionalText, storableText } from './primitives.ts'
import { flowBotSettings } from './settings.ts'

export const botKinds = ['flow', 'ai', 'http', 'rasa'] as const
export const botKind = z.enum(botKinds)
export type BotKindName = z.output<typeof botKind>

const url = z.url({ protocol: /^https?$/, error: 'must be an address such as https://bot.example/turns' })
const settleMs = z.int().min(0).max(60_000, 'must be at most 60000 ms').optional()

/** A secret as it is given: the text itself, or `{set: true}` for the one that is kept already. */
export const secretSetting = z.union([storableText(1_000), z.object({ set: z.literal(true) })])

const httpSettings = z.strictObject({ url, secret: secretSetting.optional(), settleMs })
const rasaSettings = z.strictObject({ url, token: secretSetting.optional(), settleMs })
const aiSettings = z.looseObject({ prompt: optionalText(20_000), settleMs })

export const botSettings = {
  flow: flowBotSettings,
  ai: aiSettings,
  http: httpSettings,
  rasa: rasaSettings,
} as const satisfies Record<BotKindName, z.ZodType>
