// What channels say, stored before it is acknowledged (DL1). The same event has one effect, in whatever order or batch
// it comes; what refers to a message that is not here yet waits for it.
import type { ChannelId } from '@baton/core'
import type { HookAnswer, HookRequest, InboundItem } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import { createOthers } from './inbound-others.ts'
import { createReferences, isReferring } from './inbound-references.ts'
import { createSpeech, isSpoken } from './inbound-speech.ts'
import type { Lines, OpenLine } from './lines.ts'
import { lineKey } from './lines.ts'
import type { Media } from './media.ts'
import type { Places } from './places.ts'

export interface Inbound {
  /** Answered once all of it is stored. Null: there is no such channel. @throws HookRefused, PortFault */
  take(channelId: ChannelId, request: HookRequest): Promise<HookAnswer | null>
  /** What a look into a mailbox brought. Throws a PortFault when not all of it could be stored. */
  store(line: OpenLine, items: readonly InboundItem[]): Promise<void>
  /** The channel has an id for a message of ours now: whatever waits for it goes on. */
  named(line: OpenLine, externalId: string): Promise<void>
}

export interface InboundOptions {
  readonly channels: ChannelStore
  readonly directory: Directory
  readonly flights: Flights
  readonly lines: Lines
  readonly media: Media
  readonly places: Places
}

export function createInbound(options: InboundOptions): Inbound {
  const { channels, directory, flights, lines, places } = options
  const references = createReferences(channels, places, flights)
  const others = createOthers(channels, places, flights)
  const speakAll = createSpeech({ ...options, references })

  async function storeOn(line: OpenLine, items: readonly InboundItem[]): Promise<void> {
    // What changes an address comes first: what follows in the same call may be written under the new one.
    for (const item of items) if (!isSpoken(item) && !isReferring(item)) await others(line, item)
    await speakAll(line, items.filter(isSpoken))
    await Promise.all(items.filter(isReferring).map(item => references.take(line, item)))
  }

  async function store(line: OpenLine, items: readonly InboundItem[]): Promise<void> {
    const own = line.kind.lineOf?.(line.line) ?? null
    const names = new Set(items.map(item => item.line ?? own ?? ''))
    for (const name of names) {
      const group = items.filter(item => (item.line ?? own ?? '') === name)
      const target = name === '' || name === own ? line : await lines.sibling(line, name)
      if (target) await storeOn(target, group)
      else await channels.keepRaw(lineKey(line), 'unknown_line', { line: name, items: group })
    }
  }

  return {
    store,
    named: (line, externalId) => references.goOn(line, [externalId]),
    async take(channelId, request) {
      const workspaceId = await directory.workspaceOf(channelId)
      const line = workspaceId ? await lines.open(workspaceId, channelId) : null
      if (!line) return null
      const { items, answer } = await line.kind.receive(line.line, request)
      await store(line, items)
      return answer
    },
  }
}
