// Who is about, over all servers: which agents look at a conversation, who writes, and what only one agent is told.
// Nothing of it is stored; a server that hears nothing more of another one forgets what it said.
import type { AgentId, AgentRef, ConversationId } from '@baton/core'
import type { AgentCaller, Caller } from './access.ts'
import type { Feed } from './feed.ts'
import type { Reader } from './following.ts'
import type { Committed, ConversationKey, ConversationStore } from './ports.ts'
import type { Viewing } from './rooms.ts'
import { Rooms } from './rooms.ts'
import type { DraftKind } from './writing-store.ts'

export interface DraftNews {
  readonly conversationId: ConversationId
  readonly kind: DraftKind
  readonly version: number
  readonly device: string
  /** False: it is gone. */
  readonly kept: boolean
}

interface Typing extends ConversationKey {
  readonly kind: 'typing'
  /** Null: the contact. */
  readonly agent: AgentRef | null
  readonly toCustomer: boolean
}

/** What servers tell each other; small, as a notice holds less than 8,000 bytes. */
export type Signal =
  | Typing
  | Viewing
  | (ConversationKey & { readonly kind: 'alerted' })
  | { readonly kind: 'told'; readonly agentId: AgentId; readonly message: object }

export interface Company {
  /** An agent's socket, from its sign-in to its end. */
  join(reader: Reader, agentId: AgentId): void
  leave(reader: Reader, agentId: AgentId): void
  /** Follows the conversation from now on; `owner` holds it. */
  enter(reader: Reader, key: ConversationKey, agent: AgentRef, owner: AgentId | null): void
  exit(reader: Reader, conversationId: ConversationId): void
  types(key: ConversationKey, from: Caller, self: Reader): Promise<void>
  tellDraft(caller: AgentCaller, news: DraftNews): void
  /** To the agents who look at it: something changed about who was told of it. */
  tellAlert(key: ConversationKey): void
  publish(committed: readonly Committed[]): void
  changedElsewhere(keys: readonly ConversationKey[]): void
  hear(from: string, signal: Signal): void
  /** What others said may have been missed. */
  askAgain(): void
  close(): void
}

type Following = Pick<Feed, 'followersOf'>
const repeatMs = 20_000

/** To both sides, on this server. */
function relay(feed: Following, { conversationId, agent, toCustomer }: Typing, self: Reader | null): void {
  const from = agent ? 'agent' : 'contact'
  const seen = { type: 'typing', conversationId, from, name: agent?.name ?? null }
  const toAgents = JSON.stringify(agent ? { ...seen, agentId: agent.id } : seen)
  const toVisitors = JSON.stringify(seen)
  for (const reader of feed.followersOf(conversationId)) {
    if (reader === self) continue
    if (reader.view === 'agent') reader.push(toAgents)
    else if (agent && toCustomer) reader.push(toVisitors)
  }
}

function relayAlert(feed: Following, conversationId: ConversationId): void {
  const message = JSON.stringify({ type: 'alert_changed', conversationId })
  for (const reader of feed.followersOf(conversationId)) if (reader.view === 'agent') reader.push(message)
}

/** What each agent whom a note names is told. */
function mentionsIn({ loaded, events }: Committed): readonly (readonly [AgentId, object])[] {
  const { conversationId } = loaded.state
  return events.flatMap(({ event }) => {
    if (event.type !== 'NoteAdded' || event.actor.kind !== 'agent') return []
    const by = { id: event.actor.id, name: event.actor.name ?? '' }
    const contactName = loaded.contact.name
    const message = { type: 'mentioned', conversationId, seq: event.seq, by, contactName }
    return (event.data.mentions ?? []).map(agentId => [agentId, message] as const)
  })
}

/** The sockets of each agent on this server. */
class Sockets {
  readonly #byAgent = new Map<AgentId, Set<Reader>>()

  add(agentId: AgentId, reader: Reader): void {
    this.#byAgent.set(agentId, (this.#byAgent.get(agentId) ?? new Set()).add(reader))
  }

  remove(agentId: AgentId, reader: Reader): void {
    const mine = this.#byAgent.get(agentId)
    mine?.delete(reader)
    if (mine?.size === 0) this.#byAgent.delete(agentId)
  }

  tell(agentId: AgentId, message: object): void {
    const text = JSON.stringify(message)
    for (const reader of this.#byAgent.get(agentId) ?? []) reader.push(text)
  }
}

export function createCompany(
  feed: Following,
  store: Pick<ConversationStore, 'read'>,
  signal: (signal: Signal) => void,
): Company {
  const rooms = new Rooms(signal)
  const sockets = new Sockets()
  const timer = setInterval(() => rooms.repeat(), repeatMs)
  timer.unref()

  function tell(agentId: AgentId, message: object): void {
    sockets.tell(agentId, message)
    signal({ kind: 'told', agentId, message })
  }

  /** Undefined: there is no such conversation. Read at most once, not at every key. */
  async function ownerOf(key: ConversationKey): Promise<AgentId | null | undefined> {
    const room = rooms.get(key.conversationId)
    if (room && room.key.workspaceId !== key.workspaceId) return undefined
    if (room?.owner !== undefined) return room.owner
    const control = (await store.read(key))?.state.control
    if (!control) return undefined
    const owner = control.state === 'intervened' ? control.owner.id : null
    rooms.setOwner(key.conversationId, owner)
    return owner
  }

  return {
    join: (reader, agentId) => sockets.add(agentId, reader),
    leave(reader, agentId) {
      rooms.leave(reader)
      sockets.remove(agentId, reader)
    },
    enter: (reader, key, agent, owner) => rooms.enter(reader, key, agent, owner),
    exit: (reader, conversationId) => rooms.exit(reader, conversationId),
    async types(key, from, self) {
      const agent = from.kind === 'agent' ? { id: from.agent.id, name: from.agent.name } : null
      const owner = agent ? await ownerOf(key) : null
      if (owner === undefined) return
      // A customer is only told of the person who may speak to them.
      const typing: Typing = {
        kind: 'typing',
        ...key,
        agent,
        toCustomer: agent !== null && owner === agent.id,
      }
      relay(feed, typing, self)
      signal(typing)
    },
    tellDraft: ({ agent }, news) => tell(agent.id, { type: 'draft_kept', ...news }),
    tellAlert({ workspaceId, conversationId }) {
      relayAlert(feed, conversationId)
      signal({ kind: 'alerted', workspaceId, conversationId })
    },
    publish(committed) {
      for (const one of committed) {
        const { control, conversationId } = one.loaded.state
        rooms.setOwner(conversationId, control.state === 'intervened' ? control.owner.id : null)
        for (const [agentId, message] of mentionsIn(one)) tell(agentId, message)
      }
    },
    changedElsewhere(keys) {
      for (const { conversationId } of keys) rooms.setOwner(conversationId, undefined)
    },
    hear(from, news) {
      if (news.kind === 'told') sockets.tell(news.agentId, news.message)
      else if (news.kind === 'typing') relay(feed, news, null)
      else if (news.kind === 'alerted') relayAlert(feed, news.conversationId)
      else if (news.kind === 'viewing') rooms.hear(from, news)
    },
    askAgain() {
      rooms.askAgain()
      for (const id of rooms.ids()) relayAlert(feed, id)
    },
    close: () => clearInterval(timer),
  }
}
