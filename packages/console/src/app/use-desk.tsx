// The hooks by which views read the desk. Each gives one value and renders only when that value changes.
import type { AgentPresence, ConversationRow, Counts, LiveStatus, RowMap } from '@baton/client'
import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useEffect, useSyncExternalStore } from 'react'
import type { Colleague, Desk } from './desk.ts'
import type { WritingKind } from './drafts.ts'
import type { ReadLog } from './logs.ts'
import { unreadLog } from './logs.ts'
import type { Outgoing } from './outbox.ts'
import type { Beginning } from './writing.ts'

const DeskContext = createContext<Desk | null>(null)

export function DeskProvider({ desk, children }: { readonly desk: Desk; readonly children: ReactNode }) {
  return <DeskContext.Provider value={desk}>{children}</DeskContext.Provider>
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk needs a DeskProvider above it')
  return desk
}

export function useRows(): RowMap {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().inbox.rows)
}

export function useRow(id: string | null): ConversationRow | null {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => (id ? (desk.get().inbox.rows.get(id) ?? null) : null))
}

export function useCounts(): Counts {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().inbox.counts)
}

/** Whether the first snapshot of the list came. */
export function useLoaded(): boolean {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().inbox.loaded)
}

/** Who is not offline, by agent. */
export function usePresence(): ReadonlyMap<string, AgentPresence> {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().presence)
}

export type Presence = AgentPresence['presence']

export function usePresenceOf(agentId: string): Presence {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().presence.get(agentId)?.presence ?? 'offline')
}

export function useStatus(): LiveStatus {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().status)
}

export function useTyping(id: string): boolean {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().typing.has(id))
}

/** What the conversation's bot is writing; empty: nothing. */
export function useDraftOfBot(id: string): string {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().drafts.get(id) ?? '')
}

/** The log of a conversation, read on for as long as the caller is on the page. */
export function useLog(id: string): ReadLog {
  const desk = useDesk()
  useEffect(() => desk.logs.open(id), [desk, id])
  return useSyncExternalStore(
    desk.logs.subscribe,
    useCallback(() => desk.logs.get(id), [desk, id]),
    () => unreadLog,
  )
}

/** The same without reading on: for a view beside the one that does. */
export function useLogAsRead(id: string): ReadLog {
  const desk = useDesk()
  return useSyncExternalStore(desk.logs.subscribe, () => desk.logs.get(id))
}

export function useOutgoing(id: string): readonly Outgoing[] {
  const desk = useDesk()
  return useSyncExternalStore(desk.outbox.subscribe, () => desk.outbox.of(id))
}

const nobody: readonly Colleague[] = []

/** Colleagues who look at the conversation, too. */
export function useViewing(id: string): readonly Colleague[] {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().viewing.get(id) ?? nobody)
}

/** Colleagues who write a reply in it. */
export function useWriters(id: string): readonly Colleague[] {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, () => desk.get().writers.get(id) ?? nobody)
}

/** What I have begun to write in the conversation. */
export function useBeginning(id: string, kind: WritingKind): Beginning {
  const { writing } = useDesk()
  return useSyncExternalStore(writing.subscribe, () => writing.get(id, kind))
}

export function useHasBegun(id: string): boolean {
  const { writing } = useDesk()
  return useSyncExternalStore(writing.subscribe, () => writing.has(id))
}

/** What is known of the contact of the conversation, by name. */
export function useAttributes(id: string): Readonly<Record<string, string>> {
  const { writing } = useDesk()
  return useSyncExternalStore(writing.subscribe, () => writing.attributes(id))
}
