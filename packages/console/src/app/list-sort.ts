// In which order the active ones are shown: mine to choose, and this browser remembers it.
import { useSyncExternalStore } from 'react'
import { readSetting, writeSetting } from './settings.ts'

export type ListSort = 'default' | 'heat'

const listeners = new Set<() => void>()
const current = (): ListSort => (readSetting('sort') === 'heat' ? 'heat' : 'default')

export function setListSort(sort: ListSort): void {
  writeSetting('sort', sort === 'heat' ? sort : null)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useListSort(): ListSort {
  return useSyncExternalStore(subscribe, current)
}
