// What channels and bots can be set to. Unknown names are refused: a setting that is misspelt must not be lost
// in silence.
import { z } from 'zod'
import { messageText, optionalText, storableText, teamId } from './primitives.ts'

const durationMs = z
  .int()
  .min(1_000, 'must be at least 1000 ms')
  .max(30 * 24 * 60 * 60 * 1_000, 'must be at most 30 days')
const announcement = optionalText(500).nullable()

const fallback = z.discriminatedUnion('to', [
  z.object({ to: z.literal('bot'), text: optionalText(500).default('') }),
  z.object({ to: z.literal('team'), teamId }),
])

export const closingBlockSetting = z.object({
  block: storableText(80),
  label: storableText(120),
  text: messageText,
})

/** Settings that every kind of channel has; each has the mission rule it belongs to. */
export const everyChannel = {
  /** OW3: what the bot may do after a return to the queue. */
  whileReturned: z.enum(['answers', 'holds', 'silent']).optional(),
  holdingText: optionalText(500).optional(),
  /** TK7 */
  composerWhileBot: z.enum(['takes_over', 'locked']).optional(),
  /** TK6 */
  cancelBotByDefault: z.boolean().optional(),
  /** TK8; `{agent}` stands for the agent's name. */
  announceTakeover: announcement.optional(),
  announceHandBack: announcement.optional(),
  /** HB3 */
  withoutBot: z.enum(['lists', 'requests']).optional(),
  /** BT3: tries of a bot's turn, and the pause before the second; each further one waits twice as long. */
  turnAttempts: z.int().min(1).max(10).optional(),
  turnRetryMs: z.int().min(100).max(300_000).optional(),
  /** BT4 */
  promisedTransfer: z.enum(['flags', 'requests']).optional(),
  /** HB4 */
  idleReturnMs: durationMs.nullable().optional(),
  maximumWait: z.object({ afterMs: durationMs, fallback }).nullable().optional(),
  /** HB5: asked after a completion; null: never. */
  feedback: z
    .object({
      text: storableText(500),
      comment: z.boolean().default(true),
      ask: z.enum(['always', 'agent_decides']).default('always'),
    })
    .nullable()
    .optional(),
  /** HB1: texts that a completion can send, whatever kind of bot the channel has. */
  closingBlocks: z.array(closingBlockSetting).max(50).optional(),
}

/** What a policy is made of; other names are the kind's own. */
export const everyChannelSettings = z.object(everyChannel)

export const webChannelSettings = z.strictObject({
  ...everyChannel,
  /** Origins whose pages may embed the widget, e.g. `https://shop.example`; none set: any. */
  origins: z.array(z.url('must be an origin such as https://shop.example')).max(50).optional(),
  /** Colour of the widget, `#rrggbb`. */
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #3b5bdb')
    .optional(),
  greeting: optionalText(500).optional(),
})

export const flowBotSettings = z.strictObject({
  /** The flow's definition; its own checker names every faulty block. */
  flow: z.json(),
  /** BT1 */
  settleMs: z.int().min(0).max(60_000, 'must be at most 60000 ms').optional(),
  /** Where the builder shows each block; no part of the flow. */
  layout: z
    .record(z.string().max(80), z.object({ x: z.number(), y: z.number() }))
    .refine(layout => Object.keys(layout).length <= 500, 'must have at most 500 places')
    .optional(),
})

export type WebChannelSettings = z.output<typeof webChannelSettings>
export type FlowBotSettings = z.output<typeof flowBotSettings>
