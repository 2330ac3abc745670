// What a bot of each kind can be set to: one table from kind to schema, for the routes, the store and the console.
import { z } from 'zod'
import { aiBotSettings } from './ai-bot-settings.ts'
import { storableText } from './primitives.ts'
import { flowBotSettings } from './settings.ts'

export const botKinds = ['flow', 'ai', 'http', 'rasa'] as const
export const botKind = z.enum(botKinds)
export type BotKindName = z.output<typeof botKind>

const url = z.url({ protocol: /^https?$/, error: 'must be an address such as https://bot.example/turns' })
const settleMs = z.int().min(0).max(60_000, 'must be at most 60000 ms').optional()

/** A secret as it is given: the text itself, or `{set: true}` for the one that is kept already. */
export const secretSetting = z.union([storableText(1_000), z.object({ set: z.literal(true) })])

/** As Standard Webhooks writes them; a short one could be guessed. */
const webhookSecret = z.union(
  [
    z.string().regex(/^whsec_(?:[A-Za-z0-9+/]{4}){8,50}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
    z.object({ set: z.literal(true) }),
  ],
  'must be whsec_ and at least 24 random bytes in base64; leave it out and one is made',
)

/** Until the answer begins, and between two events of a stream. */
const timeoutMs = z
  .int()
  .min(500, 'must be at least 500 ms')
  .max(60_000, 'must be at most 60000 ms')
  .optional()

const httpBotSettings = z.strictObject({
  url,
  /** Signs both ways (Standard Webhooks); made when it is left out, and shown once. */
  secret: webhookSecret.optional(),
  /** 10 s unless set. */
  timeoutMs,
  /** How long an answer may take that comes later (202); 60 s unless set. */
  laterMs: z
    .int()
    .min(1_000)
    .max(24 * 60 * 60 * 1_000, 'must be at most a day')
    .optional(),
  /** Messages that the bot is told of; 50 unless set. */
  historyLimit: z.int().min(1).max(200).optional(),
  settleMs,
})

const rasaBotSettings = z.strictObject({
  /** Where Rasa runs; `/webhooks/rest/webhook` is added. */
  url,
  token: secretSetting.optional(),
  timeoutMs,
  settleMs,
})

export const botSettings = {
  flow: flowBotSettings,
  ai: aiBotSettings,
  http: httpBotSettings,
  rasa: rasaBotSettings,
} as const satisfies Record<BotKindName, z.ZodType>
