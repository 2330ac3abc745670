// Every kind of channel besides the web, which reads the log itself.
import type { ChannelKind } from '../app/channel-port.ts'
import type { AddressOf, Egress } from '../app/egress.ts'
import { createApiChannel } from './api/api-channel.ts'
import { createEmailChannel } from './email/email-channel.ts'
import { createSlackChannel } from './slack/slack-channel.ts'
import { createSmsChannel } from './sms/sms-channel.ts'
import { createTelegramChannel } from './telegram/telegram-channel.ts'
import { createWhatsAppChannel } from './whatsapp/whatsapp-channel.ts'

export interface ChannelKindsOptions {
  readonly egress: Egress
  /** For mail, which is no HTTP. */
  readonly addressOf: AddressOf
  readonly mediaMaxBytes: number
  /** Between two looks into a mailbox. */
  readonly mailEveryMs?: number
}

export function createChannelKinds(options: ChannelKindsOptions): readonly ChannelKind[] {
  return [
    createApiChannel(options),
    createEmailChannel(options),
    createSlackChannel(options),
    createSmsChannel(options),
    createTelegramChannel(options),
    createWhatsAppChannel(options),
  ]
}
