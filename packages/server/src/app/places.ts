// The conversation of whoever writes on a channel: found by any of their addresses, begun with the first word.
import type { BotId, ContactId, ConversationId } from '@baton/core'
import { newConversation, toSnapshot } from '@baton/core'
import type { Sender } from './channel-port.ts'
import type { ChannelStore, LineKey, Place, Way } from './channel-store.ts'
import type { OpenLine } from './lines.ts'
import { newId } from './new-id.ts'

export type At = Pick<Place, 'conversationId' | 'contactId'>

export interface Places {
  /** Of each sender, in their order. Whoever is not known yet gets a conversation. */
  of(line: OpenLine, senders: readonly Sender[]): Promise<readonly At[]>
  /** Of whom the team writes to first: found, or begun for this contact (null: a new one) and this bot. */
  reach(line: OpenLine, sender: Sender, begin: Beginning): Promise<At>
  /** Without beginning anything. */
  find(line: OpenLine, addresses: readonly string[]): Promise<At | null>
  forget(): void
}

export interface Beginning {
  readonly contactId: ContactId | null
  readonly botId: BotId | null
}

const remembered = 20_000

const addressesOf = (sender: Sender) => [...new Set([sender.address, ...(sender.aliases ?? [])])]

function waysOf(kind: string, sender: Sender): readonly Way[] {
  const { address, phone, email } = sender
  const ways: Way[] = []
  if (kind === 'whatsapp' && phone) ways.push({ kind: 'whatsapp', value: phone })
  if (kind === 'telegram') ways.push({ kind: 'telegram', value: address })
  if (kind === 'sms') ways.push({ kind: 'phone', value: address })
  else if (phone && kind !== 'whatsapp') ways.push({ kind: 'phone', value: phone })
  if (kind === 'email') ways.push({ kind: 'email', value: address.toLowerCase() })
  else if (email) ways.push({ kind: 'email', value: email.toLowerCase() })
  return ways
}

const asHeard = ({ channel }: OpenLine): Beginning => ({ contactId: null, botId: channel.botId })

export function createPlaces(store: ChannelStore): Places {
  // An address never leads elsewhere without passing here; other servers only add some.
  const known = new Map<string, At>()

  function remember(line: LineKey, address: string, at: At): void {
    if (known.size >= remembered) known.delete(known.keys().next().value ?? '')
    known.set(`${line.channelId} ${address}`, at)
  }

  const keyOf = ({ line }: OpenLine): LineKey => ({ workspaceId: line.workspaceId, channelId: line.id })

  async function recall(line: OpenLine, addresses: readonly string[]): Promise<void> {
    const key = keyOf(line)
    const strange = addresses.filter(address => !known.has(`${key.channelId} ${address}`))
    if (strange.length === 0) return
    for (const place of await store.places(key, [...new Set(strange)])) remember(key, place.address, place)
  }

  const heldFor = (line: OpenLine, addresses: readonly string[]) =>
    addresses.flatMap(address => known.get(`${line.line.id} ${address}`) ?? [])[0] ?? null

  function strangerOf({ channel }: OpenLine, id: ContactId, sender: Sender) {
    return {
      id,
      name: (sender.name ?? '').trim().slice(0, 120) || sender.phone || sender.address,
      email: sender.email ?? (channel.kind === 'email' ? sender.address : null),
      language: sender.language ?? null,
      timeZone: null,
      attributes: sender.attributes ?? {},
    }
  }

  async function begun(line: OpenLine, sender: Sender, begin: Beginning): Promise<At> {
    const { channel } = line
    const key = keyOf(line)
    const conversationId = newId() as ConversationId
    const contactId = begin.contactId ?? (newId() as ContactId)
    const addresses = addressesOf(sender)
    const founding = { conversationId, contactId, channelId: channel.id, botId: begin.botId }
    const snapshot = toSnapshot(newConversation(founding))
    const by = { id: channel.id, name: channel.name }
    const whole = { ...key, ...founding, snapshot }
    const contact = strangerOf(line, contactId, sender)
    const made = begin.contactId
      ? await store.beginFor(whole, contactId, addresses)
      : await store.begin({ ...whole, contact }, addresses, waysOf(channel.kind, sender), by)
    if (made) {
      for (const address of addresses) remember(key, address, { conversationId, contactId })
      return { conversationId, contactId }
    }
    // Somebody else heard the same stranger at the same moment.
    await recall(line, addresses)
    const found = heldFor(line, addresses)
    if (!found) throw new Error('an address is taken and leads nowhere')
    return found
  }

  async function learn(line: OpenLine, sender: Sender, at: At): Promise<void> {
    const key = keyOf(line)
    const fresh = addressesOf(sender).filter(address => !known.has(`${key.channelId} ${address}`))
    if (fresh.length === 0) return
    const main = fresh.includes(sender.address) ? sender.address : null
    await store.addAddresses({ ...key, conversationId: at.conversationId }, key, fresh, main)
    for (const address of fresh) remember(key, address, at)
  }

  return {
    async of(line, senders) {
      await recall(line, senders.flatMap(addressesOf))
      const places: At[] = []
      for (const sender of senders) {
        const at = heldFor(line, addressesOf(sender)) ?? (await begun(line, sender, asHeard(line)))
        await learn(line, sender, at)
        places.push(at)
      }
      return places
    },
    async reach(line, sender, begin) {
      await recall(line, addressesOf(sender))
      return heldFor(line, addressesOf(sender)) ?? begun(line, sender, begin)
    },
    async find(line, addresses) {
      await recall(line, addresses)
      return heldFor(line, addresses)
    },
    forget: () => known.clear(),
  }
}
