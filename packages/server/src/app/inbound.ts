// What channels say, stored before it is acknowledged (DL1). The same event has one effect, in whatever order or batch
// it comes; what refers to a message that is not here yet waits for it.
import type { AgentActor, AgentId, ChannelId, Command, SystemActor } from '@baton/core'
import { sendKey } from '@baton/core'
import type { HookAnswer, HookRequest, InboundItem } from './channel-port.ts'
import type { ChannelStore, LineKey } from './channel-store.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { ItemOf } from './inbound-items.ts'
import { about, echoed, received } from './inbound-items.ts'
import type { Lines, OpenLine } from './lines.ts'
import type { At, Places } from './places.ts'
import type { ConversationKey } from './ports.ts'

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
  readonly places: Places
}

const system: SystemActor = { kind: 'system' }
const keyOf = ({ line }: OpenLine): LineKey => ({ workspaceId: line.workspaceId, channelId: line.id })

type Spoken = ItemOf<'message'> | ItemOf<'echo'>
type Referring = ItemOf<'edit'> | ItemOf<'revoke'> | ItemOf<'reaction'> | ItemOf<'status'>

const isSpoken = (item: InboundItem): item is Spoken => item.type === 'message' || item.type === 'echo'
const isReferring = (item: InboundItem): item is Referring =>
  item.type === 'edit' || item.type === 'revoke' || item.type === 'reaction' || item.type === 'status'

export function createInbound(options: InboundOptions): Inbound {
  const { channels, directory, flights, lines, places } = options

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

  /** The `seq` of a message of this conversation, by the channel's id for it. */
  async function seqOf(
    line: OpenLine,
    key: ConversationKey,
    at: At,
    externalId: string,
  ): Promise<number | null> {
    const sent = (await channels.known(keyOf(line), [externalId])).find(
      one => one.conversationId === at.conversationId,
    )
    if (sent) return sent.seq
    const [said] = await channels.said(key, [sendKey('contact', at.contactId, externalId)])
    return said?.seq ?? null
  }

  async function speak(line: OpenLine, item: Spoken, at: At): Promise<void> {
    const { workspaceId, id: channelId } = line.line
    const key = { workspaceId, conversationId: at.conversationId }
    if (item.type === 'echo') {
      const agent = await phoneAgent(line)
      if (!agent) return channels.keepRaw(keyOf(line), 'echo_of_nobody', item)
      const outcome = await flights.handle({ ...key, command: echoed(agent, channelId, item) })
      const seq = outcome.ok
        ? (outcome.events.find(({ event }) => event.type === 'MessageSent')?.event.seq ?? null)
        : null
      if (seq !== null) await channels.stepDone(key, keyOf(line), seq, 1, item.externalId)
      return
    }
    if (item.raw !== undefined) await channels.keepRaw(keyOf(line), 'message', item.raw)
    // Somebody else answers on the channel itself, whether it was told to us or not (DL6).
    if (item.standby) await perform(key, { type: 'ChangeLineHolder', actor: system, holder: 'the channel' })
    const replyTo = item.replyTo ? await seqOf(line, key, at, item.replyTo) : null
    await perform(key, received({ kind: 'contact', id: at.contactId }, channelId, item, replyTo))
  }

  async function status(line: OpenLine, item: ItemOf<'status'>): Promise<boolean> {
    const { workspaceId } = line.line
    const ours = item.messageId ? await channels.ours(workspaceId, item.messageId) : null
    const [known] = item.externalId && !ours ? await channels.known(keyOf(line), [item.externalId]) : []
    const conversationId = ours?.conversationId ?? known?.conversationId
    const messageSeq = ours?.messageSeq ?? known?.seq
    if (conversationId === undefined || messageSeq === undefined) return false
    const key = { workspaceId, conversationId }
    if (ours && item.externalId)
      await channels.stepDone(key, keyOf(line), messageSeq, Math.max(1, ours.stepsDone), item.externalId)
    const { status: reached, problem, reason = null } = item
    await perform(key, {
      type: 'ReportDelivery',
      actor: system,
      messageSeq,
      through: false,
      status: reached,
      reason,
      ...(problem ? { problem } : {}),
    })
    return true
  }

  async function refer(line: OpenLine, item: Referring): Promise<boolean> {
    if (item.type === 'status') return status(line, item)
    const at = await places.find(line, [item.sender.address, ...(item.sender.aliases ?? [])])
    if (!at) return false
    const key = { workspaceId: line.line.workspaceId, conversationId: at.conversationId }
    const seq = await seqOf(line, key, at, item.externalId)
    if (seq === null) return false
    await perform(key, about({ kind: 'contact', id: at.contactId }, line.line.id, item, seq))
    return true
  }

  async function referOrKeep(line: OpenLine, item: Referring): Promise<void> {
    if (await refer(line, item)) return
    if (item.externalId === null) return channels.keepRaw(keyOf(line), 'status_of_nothing', item)
    await channels.keepAwaiting(keyOf(line), item.externalId, item)
    // It may have come between the look and the keeping.
    await goOn(line, [item.externalId])
  }

  async function goOn(line: OpenLine, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return
    const waiting = await channels.awaiting(keyOf(line), externalIds)
    const done: string[] = []
    for (const { id, item } of waiting) if (isReferring(item) && (await refer(line, item))) done.push(id)
    if (done.length > 0) await channels.dropAwaiting(keyOf(line), done)
  }

  async function moved(line: OpenLine, item: ItemOf<'moved'>): Promise<void> {
    const at = await places.find(line, item.from)
    if (!at) return channels.keepRaw(keyOf(line), 'moved_stranger', item)
    const key = { workspaceId: line.line.workspaceId, conversationId: at.conversationId }
    await channels.addAddresses(key, keyOf(line), item.to, item.to[0] ?? null)
    places.forget()
  }

  async function other(line: OpenLine, item: Exclude<InboundItem, Spoken | Referring>): Promise<void> {
    switch (item.type) {
      case 'moved':
        return moved(line, item)
      case 'holder': {
        const [at] = await places.of(line, [item.sender])
        if (!at) return
        const key = { workspaceId: line.line.workspaceId, conversationId: at.conversationId }
        return perform(key, { type: 'ChangeLineHolder', actor: system, holder: item.holder })
      }
      case 'template':
        return channels.setTemplateStatus(keyOf(line), item.name, item.locale, {
          status: item.status,
          reason: item.reason,
        })
      case 'notice':
        return channels.keepRaw(keyOf(line), item.code, item.raw)
    }
  }

  /** Those of one conversation in their order, each behind the one before where it quotes one of the same call. */
  async function speakAll(line: OpenLine, items: readonly Spoken[]): Promise<void> {
    const senders = items.map(item => (item.type === 'echo' ? item.to : item.sender))
    const at = await places.of(line, senders)
    const here = new Set(items.map(item => item.externalId))
    const tails = new Map<string, Promise<void>>()
    const all: Promise<void>[] = []
    for (const [n, item] of items.entries()) {
      const place = at[n]
      if (!place) continue
      const before = tails.get(place.conversationId)
      const waits =
        item.type === 'echo' ||
        item.standby ||
        (item.replyTo && here.has(item.replyTo)) ||
        item.raw !== undefined
      // Commands join the flight in the order of these calls; only what has to ask first must hold up the next.
      const spoken = before ? before.then(() => speak(line, item, place)) : speak(line, item, place)
      all.push(spoken)
      if (waits || before || (item.type === 'message' && item.replyTo))
        tails.set(
          place.conversationId,
          spoken.catch(() => {}),
        )
    }
    await Promise.all(all)
    await goOn(line, [...here])
  }

  async function storeOn(line: OpenLine, items: readonly InboundItem[]): Promise<void> {
    // What changes an address comes first: what follows in the same call may be written under the new one.
    for (const item of items) if (!isSpoken(item) && !isReferring(item)) await other(line, item)
    await speakAll(line, items.filter(isSpoken))
    await Promise.all(items.filter(isReferring).map(item => referOrKeep(line, item)))
  }

  async function store(line: OpenLine, items: readonly InboundItem[]): Promise<void> {
    const own = line.kind.lineOf?.(line.line) ?? null
    const names = new Set(items.map(item => item.line ?? own ?? ''))
    for (const name of names) {
      const group = items.filter(item => (item.line ?? own ?? '') === name)
      const target = name === '' || name === own ? line : await lines.sibling(line, name)
      if (target) await storeOn(target, group)
      else await channels.keepRaw(keyOf(line), 'unknown_line', { line: name, items: group })
    }
  }

  return {
    store,
    named: (line, externalId) => goOn(line, [externalId]),
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
