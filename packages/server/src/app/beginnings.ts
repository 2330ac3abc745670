// A list's snapshot names everyone who waits or is held, and whoever it does not name is forgotten. So nothing that is
// newer may come before it: while it is read, its reader's news wait.
import type { Reader } from './following.ts'

export interface Beginnings {
  /** At once, or after the snapshot that is being read. */
  tell(reader: Reader, message: string): void
  /** Pushes what `read` gives, then what came meanwhile. Of two at once the later one counts. */
  begin(reader: Reader, read: () => Promise<string>): Promise<void>
}

export function createBeginnings(): Beginnings {
  const waiting = new Map<Reader, string[]>()
  return {
    tell(reader, message) {
      const held = waiting.get(reader)
      if (held) held.push(message)
      else reader.push(message)
    },
    async begin(reader, read) {
      const held: string[] = []
      waiting.set(reader, held)
      let snapshot: string | null = null
      try {
        snapshot = await read()
      } finally {
        // A later snapshot has all of it.
        if (waiting.get(reader) === held) {
          waiting.delete(reader)
          for (const message of snapshot === null ? held : [snapshot, ...held]) reader.push(message)
        }
      }
    },
  }
}
