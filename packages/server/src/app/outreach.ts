// Talks that the team begins: to one contact, or to a list that said yes to it. Each message is a command under an id
// of its batch (OB1), so that a server that stops in the middle loses none and doubles none.
import type { AgentActor, BotId, ContactId, ConversationId, Instant, TemplatePart } from '@baton/core'
import type { Sender } from './channel-port.ts'
import type { Flights } from './flights.ts'
import type { Lines, OpenLine } from './lines.ts'
import { newId } from './new-id.ts'
import type { Outcome } from './outcome.ts'
import type { DueRecipient, OutreachStore, Recipient } from './outreach-store.ts'
import type { Places } from './places.ts'
import type { Committed, ConversationKey } from './ports.ts'
import type { Templates, TemplateWish } from './templates.ts'

export interface WishedRecipient {
  readonly address: string
  readonly name?: string | undefined
  readonly variables?: readonly string[] | undefined
  readonly optedIn: boolean
}

export interface OutreachWish {
  readonly name: string
  readonly template: TemplateWish
  readonly botId: BotId | null
  readonly recipients: readonly WishedRecipient[]
  readonly startsAt: Instant | null
  readonly perMinute: number
}

export interface OneWish {
  readonly part: TemplatePart
  readonly botId: BotId | null
  readonly contactId: ContactId
  readonly address: string
}

export interface Outreaches extends Pick<OutreachStore, 'list' | 'find' | 'recipients' | 'cancel'> {
  /** Answers the batch's id; what is to be sent was looked at before. */
  begin(line: OpenLine, by: AgentActor, wish: OutreachWish): Promise<string>
  /**
   * At once. `not_an_address`: the channel has none like it. `somebody_elses`: it leads to another contact.
   */
  reach(
    line: OpenLine,
    by: AgentActor,
    wish: OneWish,
  ): Promise<
    { readonly key: ConversationKey; readonly outcome: Outcome } | 'not_an_address' | 'somebody_elses'
  >
  /** Sends what is due, and reads what came of the rest. */
  sweep(): Promise<void>
  /** What moved may be an answer. */
  publish(committed: readonly Committed[]): void
  /** Another server moved them; it may be gone before it looks. */
  changedElsewhere(keys: readonly ConversationKey[]): void
}

export interface OutreachOptions {
  readonly store: OutreachStore
  readonly flights: Flights
  readonly lines: Lines
  readonly places: Places
  readonly templates: Templates
  readonly onFault: (fault: unknown) => void
}

const atOnce = 8
/** What other servers had moved when they were stopped is found by looking at all, at the start and now and then. */
const allEveryMs = 60_000
const looksMost = 50
const told = new Set(['MessageReceived', 'DeliveryChanged'])

function addressOn({ kind }: OpenLine, written: string): string | null {
  return kind.parseAddress ? kind.parseAddress(written) : written.trim() || null
}

function senderOf(address: string, name: string | null): Sender {
  const phone = /^\+?\d{6,19}$/.test(address) ? `+${address.replace('+', '')}` : null
  return { address, name, phone }
}

/** Whoever did not say yes, stands twice on the list or has no such address gets nothing, and it is said why. */
function listed(line: OpenLine, recipients: readonly WishedRecipient[]): readonly Recipient[] {
  const seen = new Set<string>()
  return recipients.map(({ address: written, name = null, variables = null, optedIn }, n) => {
    const address = addressOn(line, written)
    const problem = !optedIn
      ? 'not_opted_in'
      : address === null
        ? 'not_an_address'
        : seen.has(address)
          ? 'listed_twice'
          : null
    if (address !== null && optedIn) seen.add(address)
    const state = problem === null ? 'waiting' : 'skipped'
    return { n, address: address ?? written, name, variables, state, problem }
  })
}

/** What came of messages, read from the logs that moved. */
function createLooks(store: OutreachStore) {
  const moved = new Set<ConversationId>()
  let allLookedAtMs = Number.NEGATIVE_INFINITY

  async function look(conversationIds: readonly ConversationId[] | null): Promise<void> {
    for (let n = 0; n < looksMost && (await store.lookAgain(conversationIds)) > 0; n++);
  }

  async function lookAtMoved(): Promise<void> {
    const ids = [...moved]
    moved.clear()
    const all = performance.now() - allLookedAtMs > allEveryMs
    if (all) allLookedAtMs = performance.now()
    if (all || ids.length > 0) await look(all ? null : ids)
  }

  return { moved, lookAtMoved }
}

export function createOutreaches(options: OutreachOptions): Outreaches {
  const { store, flights, lines, places, templates, onFault } = options

  const { moved, lookAtMoved } = createLooks(store)

  /** The bot for the reply first: a reply may come at once. */
  async function speak(
    key: ConversationKey,
    actor: AgentActor,
    clientId: string,
    part: TemplatePart,
    botId: BotId | null,
  ): Promise<Outcome> {
    if (botId !== null) {
      const ready = { type: 'ChangeBot', actor, botId, block: null, waits: true } as const
      const outcome = await flights.handle({ ...key, command: ready })
      if (!outcome.ok) return outcome
    }
    return flights.handle({ ...key, command: { type: 'ReachOut', actor, clientId, parts: [part] } })
  }

  async function one({ outreach, recipient }: DueRecipient): Promise<void> {
    const { workspaceId, channelId, id, botId, by, template } = outreach
    const { n, address, name } = recipient
    const line = await lines.open(workspaceId, channelId)
    if (!line) return store.settled(outreach, n, 'failed', 'channel_gone')
    const wish = { ...template, variables: recipient.variables ?? template.variables }
    const filled = await templates.fill(workspaceId, channelId, wish)
    if (!filled.ok) return store.settled(outreach, n, 'failed', 'template')
    const begin = { contactId: null, botId: botId ?? line.channel.botId }
    const { conversationId } = await places.reach(line, senderOf(address, name), begin)
    const key = { workspaceId, conversationId }
    const actor: AgentActor = { kind: 'agent', ...by }
    const outcome = await speak(key, actor, `outreach:${id}:${n}`, filled.part, botId)
    if (outcome.ok) {
      await store.reached(outreach, n, key, seqIn(outcome))
      // Its ticks may have come before the note of it.
      moved.add(conversationId)
      return
    }
    const code = outcome.rejection?.code ?? 'conversation_gone'
    const isHeld = code === 'already_held' || code === 'line_held' || code === 'not_owner'
    return store.settled(outreach, n, isHeld ? 'skipped' : 'failed', code)
  }

  return {
    list: store.list,
    find: store.find,
    recipients: store.recipients,
    cancel: store.cancel,
    async begin(line, { id: agentId, name, role }, wish) {
      const { workspaceId, id: channelId } = line.line
      const { recipients, ...batch } = wish
      const id = newId()
      const by = { id: agentId, name, role }
      await store.begin({ ...batch, workspaceId, id, channelId, by }, listed(line, recipients))
      return id
    },
    async reach(line, actor, { part, botId, contactId, address: written }) {
      const address = addressOn(line, written)
      if (address === null) return 'not_an_address'
      const begin = { contactId, botId: botId ?? line.channel.botId }
      const at = await places.reach(line, senderOf(address, null), begin)
      if (at.contactId !== contactId) return 'somebody_elses'
      const key = { workspaceId: line.line.workspaceId, conversationId: at.conversationId }
      return { key, outcome: await speak(key, actor, `outreach:${newId()}`, part, botId) }
    },
    async sweep() {
      const due = await store.due()
      for (let from = 0; from < due.length; from += atOnce)
        // Whoever fails here is due again in a minute.
        await Promise.all(due.slice(from, from + atOnce).map(each => one(each).catch(onFault)))
      await lookAtMoved()
    },
    changedElsewhere(keys) {
      for (const { conversationId } of keys) moved.add(conversationId)
    },
    publish(committed) {
      for (const { loaded, events } of committed)
        if (events.some(({ event }) => told.has(event.type))) moved.add(loaded.state.conversationId)
    },
  }
}

function seqIn(outcome: Extract<Outcome, { ok: true }>): number {
  const made = outcome.events.find(({ event }) => event.type === 'MessageSent')
  return made?.event.seq ?? outcome.acceptedAt ?? outcome.state.seq
}
