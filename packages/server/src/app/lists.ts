// The lists of a workspace, live: a snapshot, then every row that changes, whole. Changes of control are told at
// once; talk is gathered for a moment, so that a busy day does not drown the consoles.
import type { ConversationId, EventType, WorkspaceId } from '@baton/core'
import { plusMs } from '@baton/core'
import type { Counts } from '@baton/protocol'
import type { Directory } from './directory.ts'
import type { Reader } from './feed.ts'
import type { Committed, ConversationKey, ConversationStore, Loaded, StateCounts } from './ports.ts'
import { conversationRow } from './rows.ts'

export interface ListReader extends Reader {
  readonly agentId: string
}

interface Gathering {
  readonly readers: Set<ListReader>
  dirty: Map<ConversationId, Loaded>
  timer: NodeJS.Timeout | null
  countTimer: NodeJS.Timeout | null
}

export interface Lists {
  follow(reader: ListReader, workspaceId: WorkspaceId): Promise<void>
  leave(reader: ListReader): void
  publish(committed: readonly Committed[]): void
  changedElsewhere(keys: readonly ConversationKey[]): void
  /** Everything is sent anew to everybody. */
  restart(): void
  online(workspaceId: WorkspaceId): ReadonlySet<string>
}

const gatherMs = 200
const countMs = 100
/** Newest active rows in a snapshot; further ones by the API's pages. */
const activeInSnapshot = 50
const heldInSnapshot = 200
/** "Active" means moved within this time. */
export const activeForMs = 24 * 60 * 60 * 1_000

const telling: ReadonlySet<EventType> = new Set<EventType>([
  'HumanRequested',
  'RequestDismissed',
  'TakenOver',
  'OwnerChanged',
  'ReturnedToQueue',
  'TakeoverCancelled',
  'Resolved',
  'BotChanged',
  'QueueChanged',
])

export function countsFor(counts: StateCounts, agentId: string): Counts {
  const { active, requesting, intervened, held } = counts
  return { active, requesting, intervened, mine: held.get(agentId) ?? 0 }
}

export function createLists(store: ConversationStore, directory: Directory, onFault: (fault: unknown) => void): Lists {
  const gatherings = new Map<WorkspaceId, Gathering>()
  const homes = new Map<ListReader, WorkspaceId>()

  function count(workspaceId: WorkspaceId): Promise<StateCounts> {
    return store.count(workspaceId, plusMs(store.now(), -activeForMs))
  }

  function toAll(gathering: Gathering, message: string): void {
    for (const reader of gathering.readers) reader.push(message)
  }

  async function flush(workspaceId: WorkspaceId, gathering: Gathering): Promise<void> {
    if (gathering.timer) clearTimeout(gathering.timer)
    gathering.timer = null
    const { dirty } = gathering
    if (dirty.size === 0) return
    gathering.dirty = new Map()
    const workspace = directory.peek(workspaceId) ?? (await directory.of(workspaceId))
    const rows = [...dirty.values()].map(loaded => conversationRow(loaded, workspace))
    toAll(gathering, `{"type":"rows","rows":${JSON.stringify(rows)}}`)
  }

  async function tellCounts(workspaceId: WorkspaceId, gathering: Gathering): Promise<void> {
    gathering.countTimer = null
    const counts = await count(workspaceId)
    for (const reader of gathering.readers) {
      reader.push(`{"type":"counts","counts":${JSON.stringify(countsFor(counts, reader.agentId))}}`)
    }
  }

  function countSoon(workspaceId: WorkspaceId, gathering: Gathering): void {
    gathering.countTimer ??= setTimeout(() => void tellCounts(workspaceId, gathering).catch(onFault), countMs)
  }

  function gather(workspaceId: WorkspaceId, gathering: Gathering, loaded: Loaded, atOnce: boolean): void {
    const id = loaded.state.conversationId
    const before = gathering.dirty.get(id)
    if (!before || before.state.seq < loaded.state.seq) gathering.dirty.set(id, loaded)
    if (atOnce) void flush(workspaceId, gathering).catch(onFault)
    else gathering.timer ??= setTimeout(() => void flush(workspaceId, gathering).catch(onFault), gatherMs)
  }

  async function begin(reader: ListReader, workspaceId: WorkspaceId): Promise<void> {
    const of = { workspaceId, ownerId: null, teamId: null, words: null, after: null }
    const [workspace, counts, ...lists] = await Promise.all([
      directory.of(workspaceId),
      count(workspaceId),
      store.list({ ...of, state: 'requesting', movedAfter: null, limit: heldInSnapshot }),
      store.list({ ...of, state: 'intervened', movedAfter: null, limit: heldInSnapshot }),
      store.list({ ...of, state: 'active', movedAfter: plusMs(store.now(), -activeForMs), limit: activeInSnapshot }),
    ])
    const rows = lists.flat().map(loaded => conversationRow(loaded, workspace))
    reader.push(`{"type":"list","rows":${JSON.stringify(rows)},"counts":${JSON.stringify(countsFor(counts, reader.agentId))}}`)
  }

  function online(workspaceId: WorkspaceId): ReadonlySet<string> {
    return new Set([...(gatherings.get(workspaceId)?.readers ?? [])].map(reader => reader.agentId))
  }

  function tellPresence(workspaceId: WorkspaceId, gathering: Gathering): void {
    toAll(gathering, `{"type":"presence","online":${JSON.stringify([...online(workspaceId)])}}`)
  }

  return {
    async follow(reader, workspaceId) {
      const gathering: Gathering = gatherings.get(workspaceId) ?? {
        readers: new Set(),
        dirty: new Map(),
        timer: null,
        countTimer: null,
      }
      gatherings.set(workspaceId, gathering)
      // Joined before the snapshot is read: a row that changes meanwhile comes twice, and its seq settles it.
      gathering.readers.add(reader)
      homes.set(reader, workspaceId)
      await begin(reader, workspaceId)
      tellPresence(workspaceId, gathering)
    },
    leave(reader) {
      const workspaceId = homes.get(reader)
      homes.delete(reader)
      const gathering = workspaceId ? gatherings.get(workspaceId) : undefined
      if (!workspaceId || !gathering) return
      gathering.readers.delete(reader)
      if (gathering.readers.size > 0) return tellPresence(workspaceId, gathering)
      if (gathering.timer) clearTimeout(gathering.timer)
      if (gathering.countTimer) clearTimeout(gathering.countTimer)
      gatherings.delete(workspaceId)
    },
    publish(committed) {
      for (const { loaded, events } of committed) {
        const gathering = gatherings.get(loaded.workspaceId)
        if (!gathering || events.length === 0) continue
        const tells = events.some(({ event }) => telling.has(event.type))
        const begins = events[0]?.event.seq === 1
        gather(loaded.workspaceId, gathering, loaded, tells)
        if (tells || begins) countSoon(loaded.workspaceId, gathering)
      }
    },
    changedElsewhere(keys) {
      for (const key of keys) {
        const gathering = gatherings.get(key.workspaceId)
        if (!gathering) continue
        void store
          .read(key)
          .then(loaded => loaded && gather(key.workspaceId, gathering, loaded, false))
          .catch(onFault)
        countSoon(key.workspaceId, gathering)
      }
    },
    restart() {
      for (const [reader, workspaceId] of homes) void begin(reader, workspaceId).catch(onFault)
    },
    online,
  }
}
