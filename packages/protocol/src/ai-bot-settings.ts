// What an AI agent can be set to. A limit that is left out has its usual value; a cost is only counted with prices.
import { z } from 'zod'
import { optionalText, storableText } from './primitives.ts'

const url = z.url({ protocol: /^https?$/, error: 'must be an address such as https://api.example/v1' })
/** A secret as it is given: the text itself, or `{set: true}` for the one that is kept already. */
const secret = z.union([storableText(1_000), z.object({ set: z.literal(true) })])
/** Signs a tool's calls, as Standard Webhooks writes it; a short one could be guessed. */
const toolSecret = z.union([
  storableText(1_000).refine(
    text => /^whsec_(?:[A-Za-z0-9+/]{4}){8,50}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
    'must be whsec_ and at least 24 random bytes in base64',
  ),
  z.object({ set: z.literal(true) }),
])
const toolName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, 'must be lower-case letters, digits and _, e.g. find_order')

/** Ours: for a person and for the team. */
const reserved: readonly string[] = ['ask_for_person', 'ask_team']

export const aiTool = z.strictObject({
  name: toolName,
  /** For the model: what it does and when to use it. */
  description: storableText(1_000),
  /** JSON Schema of its input, an object. */
  parameters: z.record(z.string(), z.json()),
  /** Called by a signed POST with the input as JSON. */
  url,
  secret: toolSecret.optional(),
  /** It changes something outside: asked for leave before (TK3), and never called for a turn that is over. */
  sideEffect: z.boolean().default(true),
})

export const aiBotSettings = z.strictObject({
  model: z.strictObject({
    /** Of any OpenAI-compatible endpoint, up to the part before `/chat/completions`. */
    baseUrl: url,
    name: storableText(120),
    apiKey: secret.optional(),
    temperature: z.number().min(0).max(2).optional(),
    /** Of a model that makes vectors, at the same endpoint: knowledge is then found by meaning, too. */
    embeddingName: storableText(120).optional(),
  }),
  /** Who it is and how it is to answer. */
  prompt: storableText(20_000),
  /** "Ask for a person when …", each in a sentence. */
  handoffPrompts: z.array(storableText(500)).max(30).default([]),
  tools: z
    .array(aiTool)
    .max(20)
    .refine(
      tools =>
        new Set([...reserved, ...tools.map(({ name }) => name)]).size === tools.length + reserved.length,
      `must have names of their own, and none of ${reserved.join(', ')}`,
    )
    .default([]),
  /** Reads the bot's knowledge before it answers. */
  knowledge: z.boolean().default(false),
  /** May ask the team one question at a time, and go on with the answer (BT5). */
  mayAskTeam: z.boolean().default(false),
  limits: z
    .strictObject({
      /** Answers in a row without a person; 30 unless set. */
      turns: z.int().min(1).max(1_000).optional(),
      /** Of one answer; 800 unless set. */
      outputTokens: z.int().min(16).max(16_000).optional(),
      /** Read and written in one conversation, all turns together; 200,000 unless set. */
      tokens: z.int().min(1_000).max(10_000_000).optional(),
      /** In the currency of the prices; not limited unless set. */
      cost: z.number().positive().optional(),
      inputPricePerMillion: z.number().min(0).optional(),
      outputPricePerMillion: z.number().min(0).optional(),
    })
    .default({}),
  /** Of one answer, with its tools; 45 s unless set. */
  timeoutMs: z.int().min(1_000).max(240_000).optional(),
  /** Said before a person is asked for, when a limit is reached or the model has no words of its own. */
  fallbackText: optionalText(500).default('Let me get a person for you.'),
  /** BT1 */
  settleMs: z.int().min(0).max(60_000, 'must be at most 60000 ms').optional(),
})

export type AiBotSettings = z.output<typeof aiBotSettings>
