// Every kind of channel besides the web, which reads the log itself.
import type { ChannelKind } from '../app/channel-port.ts'
import type { Egress } from '../app/egress.ts'
import { createApiChannel } from './api/api-channel.ts'
import { createWhatsAppChannel } from './whatsapp/whatsapp-channel.ts'

export interface ChannelKindsOptions {
  readonly egress: Egress
  readonly mediaMaxBytes: number
}

export function createChannelKinds({ egress, mediaMaxBytes }: ChannelKindsOptions): readonly ChannelKind[] {
  return [createApiChannel({ egress, mediaMaxBytes }), createWhatsAppChannel({ egress })]
}
