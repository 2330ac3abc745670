// What customers say by a channel, and what the team says there by other means: one message after the other.
import type { AgentActor, AgentId, Command, SystemActor } from '@baton/core'
import type { InboundItem, InboundPart } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { ItemOf } from './inbound-items.ts'
import { echoed, mediaIdOf, received } from './inbound-items.ts'
import type { References } from './inbound-references.ts'
import type { OpenLine } from './lines.ts'
import { lineKey } from './lines.ts'
import type { Media } from './media.ts'
import type { At, Places } from './places.ts'
import type { ConversationKey } from './ports.ts'

export type Spoken = ItemOf<'message'> | ItemOf<'echo'>

export const isSpoken = (item: InboundItem): item is Spoken => item.type === 'message' || item.type === 'echo'

export interface SpeechOptions {
  readonly channels: ChannelStore
  readonly directory: Directory
  readonly flights: Flights
  readonly media: Media
  readonly places: Places
  readonly references: References
}

const system: SystemActor = { kind: 'system' }

const hasBytes = (part: InboundPart) => part.kind === 'media' && part.bytes !== undefined

/** Its own way has to be asked for first: what follows of the same conversation waits behind it. */
function holdsUp(item: Spoken): boolean {
  if (item.type === 'echo' || item.standby || item.replyTo || item.raw !== undefined) return true
  return item.thread !== undefined || item.parts.some(hasBytes)
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Files that came along are kept before the message that names them is stored. */
async function withBytes(
  media: Media,
  key: ConversationKey,
  at: At,
  { line }: OpenLine,
  item: ItemOf<'message'>,
): Promise<ItemOf<'message'>> {
  if (!item.parts.some(hasBytes)) return item
  const keep = async (part: InboundPart, n: number): Promise<InboundPart> => {
    if (part.kind !== 'media' || part.bytes === undefined) return part
    const { bytes, ...rest } = part
    const taken = await media.keep({
      key,
      id: mediaIdOf(line.id, item.externalId, n),
      uploadedBy: `contact:${at.contactId}`,
      name: part.name,
      declaredBytes: bytes.length,
      body: oneChunk(bytes),
    })
    if (!taken.ok) return { kind: 'unknown', label: `${part.name} (${taken.why})` }
    const { mimeType, name, sizeBytes, width, height } = taken.row
    const size = width !== null && height !== null ? { width, height } : {}
    return { ...rest, mimeType, name, sizeBytes, kept: size }
  }
  return { ...item, parts: await Promise.all(item.parts.map(keep)) }
}

/** Resolves when all of it is stored. */
export function createSpeech(options: SpeechOptions) {
  const { channels, directory, flights, media, places, references } = options

  /** Who has said what was written in the business's phone app. */
  async function phoneAgent({ line }: OpenLine): Promise<AgentActor | null> {
    const { agents } = await directory.of(line.workspaceId)
    const set = typeof line.settings.phoneAgentId === 'string' ? line.settings.phoneAgentId : ''
    const chosen = agents.get(set as AgentId)
    const first = [...agents.values()].find(agent => agent.active && agent.role === 'admin')
    const agent = chosen?.active ? chosen : first
    return agent ? { kind: 'agent', id: agent.id, name: agent.name, role: agent.role } : null
  }

  async function perform(key: ConversationKey, command: Command): Promise<void> {
    // A rejection is an answer: it was taken before under this id, or there is nothing that it could change.
    await flights.handle({ ...key, command })
  }

  /** TK4 */
  async function echo(line: OpenLine, item: ItemOf<'echo'>, key: ConversationKey): Promise<void> {
    const agent = await phoneAgent(line)
    if (!agent) return channels.keepRaw(lineKey(line), 'echo_of_nobody', item)
    const outcome = await flights.handle({ ...key, command: echoed(agent, line.line.id, item) })
    const made = outcome.ok ? outcome.events.find(({ event }) => event.type === 'MessageSent') : undefined
    if (made) await channels.stepDone(key, lineKey(line), made.event.seq, 1, item.externalId)
  }

  async function speak(line: OpenLine, item: Spoken, at: At): Promise<void> {
    const { workspaceId, id: channelId } = line.line
    const key = { workspaceId, conversationId: at.conversationId }
    if (item.type === 'echo') return echo(line, item, key)
    if (item.raw !== undefined) await channels.keepRaw(lineKey(line), 'message', item.raw)
    // Somebody else answers on the channel itself, whether it was told to us or not (DL6).
    if (item.standby)
      await perform(key, { type: 'ChangeLineHolder', actor: system, holder: item.holder ?? 'the channel' })
    if (item.thread !== undefined) await channels.setThread(key, item.thread)
    const whole = await withBytes(media, key, at, line, item)
    const replyTo = item.replyTo ? await references.seqOf(line, key, at, item.replyTo) : null
    await perform(key, received({ kind: 'contact', id: at.contactId }, channelId, whole, replyTo))
  }

  /** Those of one conversation in their order, each behind the one before where it quotes one of the same call. */
  return async function speakAll(line: OpenLine, items: readonly Spoken[]): Promise<void> {
    const senders = items.map(item => (item.type === 'echo' ? item.to : item.sender))
    const at = await places.of(line, senders)
    const here = new Set(items.map(item => item.externalId))
    const said = new Map<string, Promise<unknown>>()
    const asking = new Set<string>()
    const all: Promise<void>[] = []
    for (const [n, item] of items.entries()) {
      const place = at[n]
      if (!place) continue
      const { conversationId } = place
      if (holdsUp(item)) asking.add(conversationId)
      // Commands join the flight in the order of these calls; what has to ask first asks about those before it, too.
      const before = asking.has(conversationId) ? said.get(conversationId) : undefined
      const spoken = before ? before.then(() => speak(line, item, place)) : speak(line, item, place)
      all.push(spoken)
      const soFar = Promise.all([said.get(conversationId), spoken])
      said.set(
        conversationId,
        soFar.catch(() => {}),
      )
    }
    await Promise.all(all)
    await references.goOn(line, [...here])
  }
}
