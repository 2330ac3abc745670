// What channels say about messages: changed, taken back, reacted to, arrived. What refers to a message that is not here
// yet waits for it; channels deliver in any order.
import type { Command, SystemActor } from '@baton/core'
import { sendKey } from '@baton/core'
import type { InboundItem } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Flights } from './flights.ts'
import type { ItemOf } from './inbound-items.ts'
import { about } from './inbound-items.ts'
import type { OpenLine } from './lines.ts'
import { lineKey } from './lines.ts'
import type { At, Places } from './places.ts'
import type { ConversationKey } from './ports.ts'

export type Referring = ItemOf<'edit'> | ItemOf<'revoke'> | ItemOf<'reaction'> | ItemOf<'status'>

export const isReferring = (item: InboundItem): item is Referring =>
  item.type === 'edit' || item.type === 'revoke' || item.type === 'reaction' || item.type === 'status'

export interface References {
  /** The `seq` of a message of this conversation, by the channel's id for it. */
  seqOf(line: OpenLine, key: ConversationKey, at: At, externalId: string): Promise<number | null>
  /** Done now, or kept until its message is here. */
  take(line: OpenLine, item: Referring): Promise<void>
  /** These messages are here now: whatever waits for them goes on. */
  goOn(line: OpenLine, externalIds: readonly string[]): Promise<void>
}

const system: SystemActor = { kind: 'system' }

export function createReferences(channels: ChannelStore, places: Places, flights: Flights): References {
  async function perform(key: ConversationKey, command: Command): Promise<void> {
    // A rejection is an answer: there is nothing that it could change.
    await flights.handle({ ...key, command })
  }

  async function seqOf(
    line: OpenLine,
    key: ConversationKey,
    at: At,
    externalId: string,
  ): Promise<number | null> {
    const sent = (await channels.known(lineKey(line), [externalId])).find(
      one => one.conversationId === at.conversationId,
    )
    if (sent) return sent.seq
    const [said] = await channels.said(key, [sendKey('contact', at.contactId, externalId)])
    return said?.seq ?? null
  }

  async function status(line: OpenLine, item: ItemOf<'status'>): Promise<boolean> {
    const { workspaceId } = line.line
    const ours = item.messageId ? await channels.ours(workspaceId, item.messageId) : null
    const [known] = item.externalId && !ours ? await channels.known(lineKey(line), [item.externalId]) : []
    const conversationId = ours?.conversationId ?? known?.conversationId
    const messageSeq = ours?.messageSeq ?? known?.seq
    if (conversationId === undefined || messageSeq === undefined) return false
    const key = { workspaceId, conversationId }
    if (ours && item.externalId)
      await channels.stepDone(key, lineKey(line), messageSeq, Math.max(1, ours.stepsDone), item.externalId)
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

  async function take(line: OpenLine, item: Referring): Promise<void> {
    if (await refer(line, item)) return
    if (item.externalId === null) return channels.keepRaw(lineKey(line), 'status_of_nothing', item)
    await channels.keepAwaiting(lineKey(line), item.externalId, item)
    // It may have come between the look and the keeping.
    await goOn(line, [item.externalId])
  }

  async function goOn(line: OpenLine, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return
    const waiting = await channels.awaiting(lineKey(line), externalIds)
    const done: string[] = []
    for (const { id, item } of waiting) if (isReferring(item) && (await refer(line, item))) done.push(id)
    if (done.length > 0) await channels.dropAwaiting(lineKey(line), done)
  }

  return { seqOf, take, goOn }
}
