// The rows of one workspace on their way to its consoles. Changes of control are told at once; talk is gathered
// for a moment, so that a busy day does not drown anybody.
import type { AgentId, ConversationId, Presence, WorkspaceId } from '@baton/core'
import { plusMs } from '@baton/core'
import type { Counts } from '@baton/protocol'
import { createBeginnings } from './beginnings.ts'
import type { Directory } from './directory.ts'
import type { Reader } from './following.ts'
import type { ConversationStore, Loaded, StateCounts } from './ports.ts'
import { createPresenceBoard } from './presence-board.ts'
import { conversationRow } from './rows.ts'

export interface ListReader extends Reader {
  /** Empty for a visitor, who follows no list. */
  readonly agentId: string
}

export interface Gathering {
  readonly readers: ReadonlySet<ListReader>
  join(reader: ListReader): Promise<void>
  leave(reader: ListReader): void
  /** The whole list anew. */
  begin(reader: ListReader): Promise<void>
  add(loaded: Loaded, atOnce: boolean): void
  countSoon(): void
  /** Who is there may have changed: everybody is told if it did. */
  lookWhoIsHere(): Promise<void>
  close(): void
}

const gatherMs = 200
const countMs = 100
/** Counting takes at most this part of the time, however long a count takes. */
const countShare = 0.1
/** Newest active rows in a snapshot; further ones by the API's pages. */
const activeInSnapshot = 50
const heldInSnapshot = 200
/** "Active" means moved within this time. */
export const activeForMs = 24 * 60 * 60 * 1_000

export function countsFor(counts: StateCounts, agentId: string): Counts {
  const { active, requesting, intervened, held, teams } = counts
  return { active, requesting, intervened, mine: held.get(agentId) ?? 0, teams: [...teams] }
}

/** A change of the contact leaves the log as it is. */
function isNewer(one: Loaded, other: Loaded): boolean {
  const [seq, before] = [one.state.seq, other.state.seq]
  return seq > before || (seq === before && one.contact.version > other.contact.version)
}

/** What a console starts from: everyone who waits, is held or has a bot that asks, the newest active ones. */
async function snapshotOf(workspaceId: WorkspaceId, store: ConversationStore, directory: Directory) {
  const of = { workspaceId, ownerId: null, teamId: null, words: null, after: null }
  const movedAfter = plusMs(store.now(), -activeForMs)
  const [workspace, counts, ...lists] = await Promise.all([
    directory.of(workspaceId),
    store.count(workspaceId, movedAfter),
    store.list({ ...of, state: 'requesting', movedAfter: null, limit: heldInSnapshot }),
    store.list({ ...of, state: 'intervened', movedAfter: null, limit: heldInSnapshot }),
    store.list({ ...of, state: 'active', movedAfter, limit: activeInSnapshot }),
    store.list({ ...of, state: null, asking: true, movedAfter: null, limit: heldInSnapshot }),
  ])
  const once = new Map(lists.flat().map(loaded => [loaded.state.conversationId, loaded]))
  return { rows: [...once.values()].map(loaded => conversationRow(loaded, workspace)), counts }
}

export function createGathering(
  workspaceId: WorkspaceId,
  store: ConversationStore,
  directory: Directory,
  whoIsHere: (workspaceId: WorkspaceId) => Promise<ReadonlyMap<AgentId, Presence>>,
  onFault: (fault: unknown) => void,
): Gathering {
  const readers = new Set<ListReader>()
  let dirty = new Map<ConversationId, Loaded>()
  let flushTimer: NodeJS.Timeout | null = null
  let countTimer: NodeJS.Timeout | null = null
  let countTookMs = 0

  const beginnings = createBeginnings()

  function toAll(message: string): void {
    for (const reader of readers) beginnings.tell(reader, message)
  }
  const board = createPresenceBoard(() => whoIsHere(workspaceId), toAll)

  async function flush(): Promise<void> {
    if (flushTimer) clearTimeout(flushTimer)
    flushTimer = null
    if (dirty.size === 0) return
    const changed = dirty
    dirty = new Map()
    const workspace = directory.peek(workspaceId) ?? (await directory.of(workspaceId))
    toAll(
      JSON.stringify({
        type: 'rows',
        rows: [...changed.values()].map(loaded => conversationRow(loaded, workspace)),
      }),
    )
  }

  async function tellCounts(): Promise<void> {
    countTimer = null
    const began = performance.now()
    const counts = await store.count(workspaceId, plusMs(store.now(), -activeForMs))
    countTookMs = performance.now() - began
    for (const reader of readers)
      beginnings.tell(reader, JSON.stringify({ type: 'counts', counts: countsFor(counts, reader.agentId) }))
    board.holds(counts.held)
  }

  async function begin(reader: ListReader): Promise<void> {
    await beginnings.begin(reader, async () => {
      const { rows, counts } = await snapshotOf(workspaceId, store, directory)
      board.holds(counts.held)
      return JSON.stringify({ type: 'list', rows, counts: countsFor(counts, reader.agentId) })
    })
    await board.look()
    reader.push(board.message())
  }

  return {
    readers,
    begin,
    async join(reader) {
      // Joined before the snapshot is read: a row that changes meanwhile may come twice, and its seq settles it.
      readers.add(reader)
      await begin(reader)
    },
    leave: reader => void readers.delete(reader),
    lookWhoIsHere: board.look,
    add(loaded, atOnce) {
      const before = dirty.get(loaded.state.conversationId)
      if (!before || isNewer(loaded, before)) dirty.set(loaded.state.conversationId, loaded)
      if (atOnce) void flush().catch(onFault)
      else flushTimer ??= setTimeout(() => void flush().catch(onFault), gatherMs)
    },
    countSoon() {
      const waitMs = Math.max(countMs, countTookMs / countShare)
      countTimer ??= setTimeout(() => void tellCounts().catch(onFault), waitMs)
    },
    close() {
      if (flushTimer) clearTimeout(flushTimer)
      if (countTimer) clearTimeout(countTimer)
      board.close()
    },
  }
}
