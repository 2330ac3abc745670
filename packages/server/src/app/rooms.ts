// The conversations that agents look at from this server, who looks at them here and elsewhere, and who holds them.
import type { AgentId, AgentRef, ConversationId } from '@baton/core'
import type { Reader } from './following.ts'
import type { ConversationKey } from './ports.ts'

/** `asks`: who looks at it elsewhere shall say so. */
export interface Viewing extends ConversationKey {
  readonly kind: 'viewing'
  readonly agents: readonly AgentRef[]
  readonly asks: boolean
}

interface Room {
  readonly key: ConversationKey
  readonly readers: Map<Reader, AgentId>
  /** Who looks from here, with how many readers. */
  readonly agents: Map<AgentId, { readonly agent: AgentRef; readonly readers: number }>
  readonly elsewhere: Map<string, { readonly agents: readonly AgentRef[]; readonly heardAt: number }>
  /** Undefined: it was committed elsewhere. */
  owner: AgentId | null | undefined
  shown: string
}

/** A server that says nothing for so long has nobody looking any more. */
const believedMs = 60_000
/** A notice has room for so many names of so many characters. */
const namesMax = 30
const nameMax = 40

export class Rooms {
  readonly #rooms = new Map<ConversationId, Room>()
  readonly #announce: (viewing: Viewing) => void

  constructor(announce: (viewing: Viewing) => void) {
    this.#announce = announce
  }

  get(id: ConversationId): Pick<Room, 'key' | 'owner'> | undefined {
    return this.#rooms.get(id)
  }

  ids(): readonly ConversationId[] {
    return [...this.#rooms.keys()]
  }

  enter(reader: Reader, key: ConversationKey, { id, name }: AgentRef, owner: AgentId | null): void {
    const fresh = { key, readers: new Map(), agents: new Map(), elsewhere: new Map(), owner, shown: '' }
    const room: Room = this.#rooms.get(key.conversationId) ?? fresh
    this.#rooms.set(key.conversationId, room)
    const before = room.agents.get(id)?.readers ?? 0
    const isNew = !room.readers.has(reader)
    if (isNew) {
      room.readers.set(reader, id)
      room.agents.set(id, { agent: { id, name }, readers: before + 1 })
    }
    if (before === 0) {
      this.#tellOthers(room, true)
      show(room)
    } else reader.push(room.shown)
  }

  exit(reader: Reader, id: ConversationId): void {
    const room = this.#rooms.get(id)
    const agentId = room?.readers.get(reader)
    const here = agentId && room?.agents.get(agentId)
    if (!room || !here) return
    room.readers.delete(reader)
    if (room.readers.size === 0) this.#rooms.delete(id)
    if (here.readers > 1) {
      room.agents.set(agentId, { agent: here.agent, readers: here.readers - 1 })
      return
    }
    room.agents.delete(agentId)
    this.#tellOthers(room, false)
    show(room)
  }

  leave(reader: Reader): void {
    for (const id of [...this.#rooms.keys()]) this.exit(reader, id)
  }

  setOwner(id: ConversationId, owner: AgentId | null | undefined): void {
    const room = this.#rooms.get(id)
    if (room) room.owner = owner
  }

  hear(from: string, { workspaceId, conversationId, agents, asks }: Viewing): void {
    const room = this.#rooms.get(conversationId)
    if (!room || room.key.workspaceId !== workspaceId) return
    if (agents.length === 0) room.elsewhere.delete(from)
    else room.elsewhere.set(from, { agents, heardAt: Date.now() })
    show(room)
    if (asks) this.#tellOthers(room, false)
  }

  /** What others said may have been missed. */
  askAgain(): void {
    for (const room of this.#rooms.values()) {
      room.owner = undefined
      this.#tellOthers(room, true)
    }
  }

  /** Says again what is so here, and forgets servers that did not. */
  repeat(): void {
    for (const room of this.#rooms.values()) {
      for (const [node, { heardAt }] of room.elsewhere)
        if (Date.now() - heardAt > believedMs) room.elsewhere.delete(node)
      this.#tellOthers(room, false)
      show(room)
    }
  }

  #tellOthers({ key, agents: here }: Room, asks: boolean): void {
    const agents = [...here.values()].slice(0, namesMax).map(({ agent }) => ({
      ...agent,
      name: agent.name.slice(0, nameMax),
    }))
    this.#announce({ kind: 'viewing', ...key, agents, asks })
  }
}

/** To everybody here, when it is news. */
function show(room: Room): void {
  const elsewhere = [...room.elsewhere.values()].flatMap(({ agents }) => agents)
  const here = [...room.agents.values()].map(({ agent }) => agent)
  const agents = [...new Map([...elsewhere, ...here].map(agent => [agent.id, agent])).values()]
  agents.sort((a, b) => (a.id < b.id ? -1 : 1))
  const message = JSON.stringify({ type: 'viewing', conversationId: room.key.conversationId, agents })
  if (message === room.shown) return
  room.shown = message
  for (const reader of room.readers.keys()) reader.push(message)
}
