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
  readonly readers: Map<Reader, AgentRef>
  readonly elsewhere: Map<string, { readonly agents: readonly AgentRef[]; readonly heardAt: number }>
  /** Undefined: it was committed elsewhere. */
  owner: AgentId | null | undefined
  shown: string
}

/** A server that says nothing for so long has nobody looking any more. */
const believedMs = 60_000
/** A notice has room for so many names. */
const namesMax = 30

export class Rooms {
  readonly #rooms = new Map<ConversationId, Room>()
  readonly #announce: (viewing: Viewing) => void

  constructor(announce: (viewing: Viewing) => void) {
    this.#announce = announce
  }

  get(id: ConversationId): Pick<Room, 'key' | 'owner'> | undefined {
    return this.#rooms.get(id)
  }

  enter(reader: Reader, key: ConversationKey, { id, name }: AgentRef, owner: AgentId | null): void {
    const fresh = { key, readers: new Map(), elsewhere: new Map(), owner, shown: '' }
    const room: Room = this.#rooms.get(key.conversationId) ?? fresh
    this.#rooms.set(key.conversationId, room)
    const isNew = !room.readers.has(reader)
    room.readers.set(reader, { id, name })
    if (isNew) this.#tellOthers(room, true)
    show(room, reader)
  }

  exit(reader: Reader, id: ConversationId): void {
    const room = this.#rooms.get(id)
    if (!room?.readers.delete(reader)) return
    this.#tellOthers(room, false)
    if (room.readers.size === 0) this.#rooms.delete(id)
    else show(room, null)
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
    show(room, null)
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
      show(room, null)
    }
  }

  #tellOthers({ key, readers }: Room, asks: boolean): void {
    const agents = once([...readers.values()]).slice(0, namesMax)
    this.#announce({ kind: 'viewing', ...key, agents, asks })
  }
}

/** To everybody here when it is news; to whoever has just come, in any case. */
function show(room: Room, newcomer: Reader | null): void {
  const elsewhere = [...room.elsewhere.values()].flatMap(({ agents }) => agents)
  const agents = once([...room.readers.values(), ...elsewhere])
  const message = JSON.stringify({ type: 'viewing', conversationId: room.key.conversationId, agents })
  const isNews = message !== room.shown
  room.shown = message
  for (const reader of room.readers.keys()) if (isNews || reader === newcomer) reader.push(message)
}

/** By id, each once, in a settled order. */
function once(agents: readonly AgentRef[]): readonly AgentRef[] {
  return [...new Map(agents.map(agent => [agent.id, agent])).values()].sort((a, b) =>
    a.id < b.id ? -1 : a.id > b.id ? 1 : 0,
  )
}
