// Rows by id, immutable: a new one shares with the old what did not change, so that one row among a hundred
// thousand costs one small part and not a copy of all.
import type { ConversationRow } from '@baton/protocol'

const partsCount = 256

type Part = ReadonlyMap<string, ConversationRow>

/** Ids end in chance. */
function partOf(id: string): number {
  let mixed = 0
  for (let at = Math.max(0, id.length - 4); at < id.length; at++) mixed = mixed * 31 + id.charCodeAt(at)
  return mixed % partsCount
}

const nothing: Part = new Map()

export class RowMap {
  readonly size: number
  private readonly parts: readonly Part[]

  private constructor(parts: readonly Part[], size: number) {
    this.parts = parts
    this.size = size
  }

  static readonly empty = new RowMap(
    Array.from({ length: partsCount }, () => nothing),
    0,
  )

  get(id: string): ConversationRow | undefined {
    return this.parts[partOf(id)]?.get(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  *values(): Generator<ConversationRow> {
    for (const part of this.parts) yield* part.values()
  }

  /** In any order; `null` takes out. */
  with(changes: ReadonlyMap<string, ConversationRow | null>): RowMap {
    if (changes.size === 0) return this
    const parts = [...this.parts]
    const own = new Map<number, Map<string, ConversationRow>>()
    let { size } = this
    for (const [id, row] of changes) {
      const at = partOf(id)
      const part = own.get(at) ?? new Map(parts[at])
      own.set(at, part)
      size -= part.size
      if (row) part.set(id, row)
      else part.delete(id)
      size += part.size
    }
    for (const [at, part] of own) parts[at] = part
    return new RowMap(parts, size)
  }
}
