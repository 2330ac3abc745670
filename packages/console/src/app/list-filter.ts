// What the list is narrowed to, besides its tab. Kept for the tab of the browser: it outlives a reload and no more.
import type { ViewFilter } from '@baton/client'
import { useSyncExternalStore } from 'react'

/** The state is the tab's, and so is "mine". */
export type ListFilter = Omit<ViewFilter, 'state'>

const storedAs = 'baton.filter'
const listeners = new Set<() => void>()
const none: ListFilter = {}

function read(): ListFilter {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storedAs) ?? '{}')
    // Written by this page; a filter that the server does not know is refused there.
    return typeof stored === 'object' && stored !== null ? (stored as ListFilter) : none
  } catch {
    return none
  }
}

let filter: ListFilter | null = null

function current(): ListFilter {
  filter ??= read()
  return filter
}

/** Parts without a value are none. */
export function setListFilter(next: ListFilter): void {
  const set = Object.entries(next).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  filter = Object.fromEntries(set)
  try {
    sessionStorage.setItem(storedAs, JSON.stringify(filter))
  } catch {
    // Private windows may keep nothing.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useListFilter(): ListFilter {
  return useSyncExternalStore(subscribe, current)
}

export function isFiltered(of: ListFilter): boolean {
  return Object.keys(of).length > 0
}
