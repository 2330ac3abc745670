// What was used lately in this browser, the last first: canned replies, emoji.
const keyOf = (what: RecentKind) => `baton.recent.${what}`
const kept = 24

export type RecentKind = 'replies' | 'emoji'

export function recentOf(what: RecentKind): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(what)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(id => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function noteRecent(what: RecentKind, id: string): void {
  try {
    const others = recentOf(what).filter(other => other !== id)
    localStorage.setItem(keyOf(what), JSON.stringify([id, ...others].slice(0, kept)))
  } catch {
    // Forgotten with the page.
  }
}
