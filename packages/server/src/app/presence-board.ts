// Who is there and what they hold, as the consoles of one workspace were told last.
import type { AgentId, Presence } from '@baton/core'

export interface PresenceBoard {
  /** Who is there may have changed: everybody is told if it did. */
  look(): Promise<void>
  /** What everybody holds now; told in a moment, as it changes with every takeover. */
  holds(held: ReadonlyMap<string, number>): void
  /** For whoever comes now. */
  message(): string
  close(): void
}

const heldMs = 500

export function createPresenceBoard(
  whoIsHere: () => Promise<ReadonlyMap<AgentId, Presence>>,
  toAll: (message: string) => void,
): PresenceBoard {
  let here: ReadonlyMap<AgentId, Presence> = new Map()
  let held: ReadonlyMap<string, number> = new Map()
  let told = ''
  let timer: NodeJS.Timeout | null = null
  let looks = 0
  let looked = 0

  function message(): string {
    const agents = [...here].map(([id, presence]) => ({ id, presence, held: held.get(id) ?? 0 }))
    return JSON.stringify({ type: 'presence', agents: agents.sort((a, b) => (a.id < b.id ? -1 : 1)) })
  }

  function tell(): void {
    const now = message()
    if (now === told) return
    told = now
    toAll(now)
  }

  return {
    async look() {
      looks += 1
      const look = looks
      const found = await whoIsHere()
      // What was asked for later and came first is newer.
      if (look < looked) return
      looked = look
      here = found
      tell()
    },
    holds(now) {
      held = now
      timer ??= setTimeout(() => {
        timer = null
        tell()
      }, heldMs)
    },
    message,
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}
