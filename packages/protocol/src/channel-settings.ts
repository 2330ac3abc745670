// What a channel of each kind can be set to: one table from kind to schema, for the routes, the store and the
// console. Secrets come in as text and go out as `{set: true}`.
import { z } from 'zod'
import { secretSetting } from './bot-settings.ts'
import { agentId, storableText } from './primitives.ts'
import { everyChannel, webChannelSettings } from './settings.ts'

export const channelKinds = ['web', 'whatsapp', 'telegram', 'slack', 'sms', 'email', 'api'] as const
export type ChannelKindName = (typeof channelKinds)[number]

const httpUrl = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an address such as ${example}` })
/** Another address of the channel's API: a proxy, or a test server. */
const apiUrl = httpUrl('https://graph.facebook.com').optional()
const port = z.int().min(1).max(65_535)

const whatsapp = z.strictObject({
  ...everyChannel,
  phoneNumberId: z.string().regex(/^\d{5,20}$/, 'must be the digits of the phone number id, not the number'),
  businessAccountId: z.string().regex(/^\d{5,20}$/, 'must be the digits of the account id'),
  /** As customers know it; shown in the console. */
  displayNumber: z.string().max(30).optional(),
  token: secretSetting,
  appSecret: secretSetting,
  /** What Meta repeats when it verifies the webhook; made when it is left out. */
  verifyToken: secretSetting.optional(),
  apiUrl,
  apiVersion: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'must be a version such as v25.0')
    .optional(),
  /** TK4: who has said what was written in the business's phone app. The first admin when left out. */
  phoneAgentId: agentId.optional(),
})

const telegram = z.strictObject({
  ...everyChannel,
  token: secretSetting,
  /** What Telegram sends along with each update; made when it is left out. */
  secret: secretSetting.optional(),
  apiUrl,
})

const slack = z.strictObject({
  ...everyChannel,
  token: secretSetting,
  signingSecret: secretSetting,
  apiUrl,
})

const sms = z.strictObject({
  ...everyChannel,
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be an account SID: AC and 32 hex digits'),
  authToken: secretSetting,
  /** E.164. */
  from: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +15551234567'),
  apiUrl,
})

const server = z.strictObject({
  host: storableText(253),
  port,
  /** `starttls` and `tls` verify the server's certificate. */
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  user: storableText(320).optional(),
  password: secretSetting.optional(),
})

const email = z.strictObject({
  ...everyChannel,
  /** Whose mailbox it is; what replies come from. */
  address: z.email('must be an email address').max(254).toLowerCase(),
  /** Mails of agents come from "Ana (Shop)" rather than from "Shop". */
  agentNames: z.boolean().optional(),
  smtp: server,
  /** How mail comes in: fetched from a mailbox, or posted here as raw MIME by a mail service. */
  inbound: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('imap'), imap: server, mailbox: storableText(120).default('INBOX') }),
    z.strictObject({ by: z.literal('webhook'), secret: secretSetting.optional() }),
  ]),
})

const api = z.strictObject({
  ...everyChannel,
  /** Where messages to customers are posted. */
  url: httpUrl('https://shop.example/baton'),
  /** Signs both ways (Standard Webhooks); made when it is left out, and shown once. */
  secret: secretSetting.optional(),
})

export const channelSettings = {
  web: webChannelSettings,
  whatsapp,
  telegram,
  slack,
  sms,
  email,
  api,
} as const

export type WhatsAppSettings = z.output<typeof whatsapp>
export type EmailSettings = z.output<typeof email>
export type SmsSettings = z.output<typeof sms>

/** Whether what is stored is of this kind's form; an older Baton's extra names are an error of it. */
export function parseChannelSettings(kind: string, settings: unknown) {
  const schema = kind in channelSettings ? channelSettings[kind as ChannelKindName] : null
  return schema?.safeParse(settings) ?? null
}
