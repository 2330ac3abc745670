// The rule lab: rules are tried over what was said before, and two versions are compared.
import { ruleLimits } from '@baton/core'
import { z } from 'zod'
import { because, ruleDraft } from './contract-rules.ts'
import { channelId, instant, seq } from './primitives.ts'
import type { Route } from './route.ts'

/** Which version of a rule a lab runs: one that is kept, or a draft. */
const labRules = z
  .array(z.object({ id: z.string().max(64), rule: ruleDraft }))
  .min(1)
  .max(ruleLimits.rules)

const labOver = z.discriminatedUnion('over', [
  z.object({
    over: z.literal('stored'),
    from: instant,
    to: instant,
    channelId: channelId.nullable().default(null),
    /** Conversations at most, drawn evenly from the range. */
    sample: z.int().min(1).max(20_000).default(2_000),
  }),
  z.object({
    over: z.literal('file'),
    /** JSON lines: one dialogue a line. */
    text: z.string().min(1).max(8_000_000),
  }),
])

const labHit = z.object({
  ruleId: z.string(),
  /** Null for a dialogue of a file. */
  conversationId: z.uuid().nullable(),
  /** Of the file: which dialogue. */
  dialogue: z.string().nullable(),
  contact: z.string(),
  /** Of the message that made it fire. */
  seq,
  at: instant.nullable(),
  text: z.string(),
  because: z.array(because),
  /** A person was asked for or came, at all, afterwards. */
  confirmed: z.boolean(),
  /** How long before that; null where none came. */
  early: z.object({ messages: z.int(), ms: z.int().nullable() }).nullable(),
})

const labMiss = z.object({
  conversationId: z.uuid().nullable(),
  dialogue: z.string().nullable(),
  contact: z.string(),
  /** Of the request or takeover that no rule foresaw. */
  seq,
  at: instant.nullable(),
  text: z.string(),
})

const labSide = z.object({
  conversations: z.int(),
  messages: z.int(),
  /** All of them; the lists hold the first 500. */
  hitCount: z.int(),
  missCount: z.int(),
  /** Hits that a person would have come to in any case. */
  confirmedCount: z.int(),
  /** Of the confirmed ones, the median. */
  early: z.object({ messages: z.number(), ms: z.number().nullable() }).nullable(),
  /** Requests a day more than there were; null for a file. */
  extraPerDay: z.number().nullable(),
  byRule: z.array(z.object({ ruleId: z.string(), hitCount: z.int(), confirmedCount: z.int() })),
  hits: z.array(labHit),
  misses: z.array(labMiss),
})

const labJob = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Conversations read, of how many. */
  done: z.int(),
  of: z.int(),
  problem: z.string().nullable(),
  startedAt: instant,
  /** One for each version that was asked for, in their order; empty until it is done. */
  sides: z.array(labSide),
})

export const ruleLabRoutes = {
  'POST /rules/lab': {
    summary: 'Tries rules over what was said before; two versions are compared',
    auth: 'admin',
    body: z.object({ versions: z.array(labRules).min(1).max(2), over: labOver }),
    bodyMost: 12_000_000,
    response: z.object({ id: z.uuid() }),
    status: 201,
  },
  'GET /rules/lab/{id}': {
    summary: 'How far it is, and what came of it',
    auth: 'admin',
    params: z.object({ id: z.uuid() }),
    response: labJob,
  },
  'POST /rules/lab/{id}/cancel': {
    summary: 'Stops it; what it found so far is lost',
    auth: 'admin',
    params: z.object({ id: z.uuid() }),
    response: z.object({}),
  },
} as const satisfies Record<string, Route>
