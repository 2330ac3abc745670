// Rules. Their conditions and actions are the core's (`Condition`, `RuleAction`); its own parser names every fault with
// its place.
import { actionKinds, conditionKinds, ruleLimits } from '@baton/core'
import { z } from 'zod'
import { instant, messageText, seq } from './primitives.ts'
import type { Route } from './route.ts'
import { heardSignal, stretch } from './rows.ts'

const condition = z.looseObject({ kind: z.enum(conditionKinds) }).meta({ id: 'RuleCondition' })
const action = z.looseObject({ do: z.enum(actionKinds) }).meta({ id: 'RuleAction' })

/** As `RuleDraft` of the core; any JSON on the way in, so that its parser can say all that is wrong. */
export const ruleDraft = z.record(z.string(), z.json())

/** What a rule names that is not there any more; it goes on without that part. */
const brokenPart = z.object({
  /** As in `when.of[1].anyOf[0]` or `actions[0].teamId`. */
  path: z.string(),
  what: z.enum(['team', 'channel', 'bot', 'status', 'model']),
  id: z.string(),
})

const ruleRow = z.object({
  id: z.uuid(),
  name: z.string(),
  on: z.boolean(),
  stop: z.boolean(),
  when: condition,
  actions: z.array(action),
  /** Grows with every change; a `PUT` on an older one is refused. */
  version: z.int(),
  broken: z.array(brokenPart),
  /** Times that it fired in the last seven days. */
  fired: z.int(),
  /** Of its prompt, in the last seven days. */
  prompts: z.object({
    asked: z.int(),
    failed: z.int(),
    skipped: z.int(),
    lastProblem: z.string().nullable(),
  }),
  updatedAt: instant,
})

export const because = z.object({
  path: z.string(),
  kind: z.enum(conditionKinds),
  messageSeq: seq.nullable(),
  words: z.array(stretch),
  messages: z.array(seq),
  detail: z.string().nullable(),
})

const fault = z.object({ path: z.string(), message: z.string() })
const byRule = z.object({ id: z.uuid() })

export const ruleRoutes = {
  'GET /rules': {
    summary: 'Rules in the order in which they are asked',
    auth: 'agent',
    response: z.object({
      items: z.array(ruleRow),
      /** Judged today, and how many a day may be. */
      prompts: z.object({ today: z.int(), perDay: z.int(), model: z.boolean() }),
    }),
  },
  'POST /rules': {
    summary: 'Adds a rule after the others',
    auth: 'admin',
    body: z.object({ rule: ruleDraft }),
    response: ruleRow,
    status: 201,
  },
  'PUT /rules/{id}': {
    summary: 'Changes a rule',
    auth: 'admin',
    params: byRule,
    body: z.object({ rule: ruleDraft, version: z.int().min(1) }),
    response: ruleRow,
  },
  'DELETE /rules/{id}': {
    summary: 'Removes a rule',
    auth: 'admin',
    params: byRule,
    response: z.object({}),
  },
  'PUT /rules/order': {
    summary: 'In which order rules are asked',
    auth: 'admin',
    body: z.object({ ids: z.array(z.uuid()).max(ruleLimits.rules) }),
    response: z.object({}),
  },
  'PUT /rules/prompts': {
    summary: 'How many prompts a day a model may judge',
    auth: 'admin',
    body: z.object({ perDay: z.int().min(0).max(1_000_000) }),
    response: z.object({}),
  },
  'POST /rules/check': {
    summary: 'What is wrong with a rule, and what it makes of a sample message',
    auth: 'agent',
    body: z.object({
      rule: ruleDraft,
      sample: messageText.optional(),
      by: z.enum(['contact', 'bot']).optional(),
    }),
    response: z.object({
      faults: z.array(fault),
      broken: z.array(brokenPart),
      /** Null without a sample, and while there are faults. */
      result: z
        .object({
          truth: z.enum(['holds', 'fails', 'unknown']),
          because: z.array(because),
          signals: z.array(heardSignal),
        })
        .nullable(),
    }),
  },
} as const satisfies Record<string, Route>

export type RuleRow = z.output<typeof ruleRow>
export type BrokenPart = z.output<typeof brokenPart>
