// The tags that the loaded conversations carry: what typing suggests. Tags are made on use.
import { useMemo } from 'react'
import { useRows } from './use-desk.tsx'

export function useKnownTags(): readonly string[] {
  const rows = useRows()
  return useMemo(() => {
    const uses = new Map<string, number>()
    for (const row of rows.values()) for (const tag of row.tags) uses.set(tag, (uses.get(tag) ?? 0) + 1)
    return [...uses].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag)
  }, [rows])
}
