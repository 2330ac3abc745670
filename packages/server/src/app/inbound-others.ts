// What channels say that is no message and about none: addresses that changed, who holds the line, templates.
import type { SystemActor } from '@baton/core'
import type { InboundItem } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Flights } from './flights.ts'
import type { ItemOf } from './inbound-items.ts'
import type { OpenLine } from './lines.ts'
import { lineKey } from './lines.ts'
import type { Places } from './places.ts'

export type Other = Extract<InboundItem, { type: 'moved' | 'holder' | 'template' | 'notice' }>

const system: SystemActor = { kind: 'system' }

export function createOthers(channels: ChannelStore, places: Places, flights: Flights) {
  async function moved(line: OpenLine, item: ItemOf<'moved'>): Promise<void> {
    const at = await places.find(line, item.from)
    if (!at) return channels.keepRaw(lineKey(line), 'moved_stranger', item)
    const key = { workspaceId: line.line.workspaceId, conversationId: at.conversationId }
    await channels.addAddresses(key, lineKey(line), item.to, item.to[0] ?? null)
    places.forget()
  }

  return async function other(line: OpenLine, item: Other): Promise<void> {
    switch (item.type) {
      case 'moved':
        return moved(line, item)
      case 'holder': {
        const [at] = await places.of(line, [item.sender])
        if (!at) return
        const key = { workspaceId: line.line.workspaceId, conversationId: at.conversationId }
        const command = { type: 'ChangeLineHolder', actor: system, holder: item.holder } as const
        await flights.handle({ ...key, command })
        return
      }
      case 'template':
        return channels.setTemplateStatus(lineKey(line), item.name, item.locale, {
          status: item.status,
          reason: item.reason,
        })
      case 'notice':
        return channels.keepRaw(lineKey(line), item.code, item.raw)
    }
  }
}
