// The lists of every workspace that somebody looks at, live: a snapshot, then every row that changes, whole.
import type { AgentId, EventType, Presence, WorkspaceId } from '@baton/core'
import type { Directory } from './directory.ts'
import type { Gathering, ListReader } from './gathering.ts'
import { createGathering } from './gathering.ts'
import type { Committed, ConversationKey, ConversationStore } from './ports.ts'

export interface Lists {
  follow(reader: ListReader, workspaceId: WorkspaceId): Promise<void>
  leave(reader: ListReader): void
  publish(committed: readonly Committed[]): void
  changedElsewhere(keys: readonly ConversationKey[]): void
  /** Everything is sent anew to everybody. */
  restart(): void
  /** Who is there may have changed; without a workspace: in all that somebody looks at. */
  lookWhoIsHere(workspaceId?: WorkspaceId): Promise<void>
}

/** What a console is told at once: who holds the conversation, or should. */
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
  'Offered',
  'OfferEnded',
  'QuestionAsked',
  'QuestionAnswered',
  'QuestionExpired',
  'TransferPromised',
  'PriorityChanged',
  'StatusChanged',
])

export function createLists(
  store: ConversationStore,
  directory: Directory,
  whoIsHere: (workspaceId: WorkspaceId) => Promise<ReadonlyMap<AgentId, Presence>>,
  onFault: (fault: unknown) => void,
): Lists {
  const gatherings = new Map<WorkspaceId, Gathering>()
  const homes = new Map<ListReader, WorkspaceId>()

  return {
    async follow(reader, workspaceId) {
      const gathering =
        gatherings.get(workspaceId) ?? createGathering(workspaceId, store, directory, whoIsHere, onFault)
      gatherings.set(workspaceId, gathering)
      homes.set(reader, workspaceId)
      await gathering.join(reader)
    },
    leave(reader) {
      const workspaceId = homes.get(reader)
      const gathering = workspaceId ? gatherings.get(workspaceId) : undefined
      homes.delete(reader)
      if (!workspaceId || !gathering) return
      gathering.leave(reader)
      if (gathering.readers.size > 0) return
      gathering.close()
      gatherings.delete(workspaceId)
    },
    publish(committed) {
      for (const { loaded, events } of committed) {
        const gathering = gatherings.get(loaded.workspaceId)
        if (!gathering || events.length === 0) continue
        const tells = events.some(({ event }) => telling.has(event.type))
        gathering.add(loaded, tells)
        if (tells || events[0]?.event.seq === 1) gathering.countSoon()
      }
    },
    changedElsewhere(keys) {
      for (const key of keys) {
        const gathering = gatherings.get(key.workspaceId)
        if (!gathering) continue
        store.read(key).then(loaded => loaded && gathering.add(loaded, false), onFault)
        gathering.countSoon()
      }
    },
    restart() {
      for (const [reader, workspaceId] of homes) gatherings.get(workspaceId)?.begin(reader).catch(onFault)
    },
    async lookWhoIsHere(workspaceId) {
      const all = workspaceId ? [gatherings.get(workspaceId)] : [...gatherings.values()]
      await Promise.all(all.map(gathering => gathering?.lookWhoIsHere()))
    },
  }
}
