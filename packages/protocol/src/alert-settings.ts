// What an alert channel of each kind can be set to, and a ladder. Secrets come in as text and go out as `{set: true}`.
import { z } from 'zod'
import { secretSetting } from './bot-settings.ts'
import { agentId, storableText, teamId } from './primitives.ts'
import { openingHours } from './team-settings.ts'

const httpUrl = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an address such as ${example}` })

/** Who of Slack is which agent; the others are known by their email address. */
const members = z
  .array(
    z.strictObject({
      slackId: z.string().regex(/^[UW][A-Z0-9]{2,20}$/, 'must be a member id such as U012AB3CD'),
      agentId,
    }),
  )
  .max(500)
  .default([])

const slack = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('bot'),
    token: secretSetting,
    /** An id or a name: C0123456789, #alerts. */
    channel: storableText(80),
    /** Checks that clicks come from Slack. Without it, messages have no Intervene button. */
    signingSecret: secretSetting.optional(),
    members,
    /** A proxy, or a test server. */
    apiUrl: httpUrl('https://slack.com/api').optional(),
  }),
  z.strictObject({
    by: z.literal('webhook'),
    webhookUrl: secretSetting,
    signingSecret: secretSetting.optional(),
    members,
  }),
])

const email = z.strictObject({
  from: z.email('must be an email address').max(254).toLowerCase(),
  smtp: z.strictObject({
    host: storableText(253),
    port: z.int().min(1).max(65_535),
    /** `starttls` and `tls` verify the server's certificate. */
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: storableText(320).optional(),
    password: secretSetting.optional(),
  }),
})

const webhook = z.strictObject({
  url: httpUrl('https://shop.example/alerts'),
  /** Signs (Standard Webhooks); made when it is left out, and shown once. */
  secret: secretSetting.optional(),
})

const push = z.strictObject({})

export const alertSettings = { slack, email, webhook, push } as const
export const alertKinds = ['slack', 'email', 'webhook', 'push'] as const
export type AlertKindName = (typeof alertKinds)[number]
export type SlackAlertSettings = z.output<typeof slack>
export type EmailAlertSettings = z.output<typeof email>
export type WebhookAlertSettings = z.output<typeof webhook>

const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('team') }),
  z.strictObject({ kind: z.literal('agents'), agentIds: z.array(agentId).min(1).max(100) }),
  z.strictObject({ kind: z.literal('on_duty') }),
])

export const ladderStep = z.strictObject({
  /** Since the alert became owed. */
  afterMs: z
    .int()
    .min(0)
    .max(7 * 86_400_000),
  channelIds: z.array(z.uuid()).min(1, 'must name a channel').max(20),
  to: audience,
})

export const alertLadder = z.strictObject({
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('workspace') }),
    z.strictObject({ kind: z.literal('team'), teamId }),
    z.strictObject({ kind: z.literal('rule'), ruleId: storableText(100) }),
  ]),
  steps: z
    .array(ladderStep)
    .min(1)
    .max(10)
    .refine(
      steps => steps.every((step, n) => n === 0 || step.afterMs >= (steps[n - 1]?.afterMs ?? 0)),
      'must be in the order of their times',
    ),
  hours: openingHours.nullable().default(null),
})

/** Each of a scope of its own. */
export const alertLadders = z
  .array(alertLadder)
  .max(200)
  .refine(
    ladders => new Set(ladders.map(({ scope }) => JSON.stringify(scope))).size === ladders.length,
    'must not hold two for the same',
  )

export type AlertLadderSettings = z.output<typeof alertLadder>
