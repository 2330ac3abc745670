// The files that lie ready for the next reply of one conversation. They stay while the agent looks at other
// conversations. How they get here is uploads.ts, which is fetched with the first of them.
import type { MediaPart } from '@baton/core'

/** As the server takes them. */
export const filesMax = 10

/** Why a file is not taken; a `broken` upload, and one that came too soon, can be tried again. */
export type Trouble =
  | 'tooLarge'
  | 'empty'
  | 'kind'
  | 'tooMany'
  | 'many'
  | 'noRoom'
  | 'broken'
  /** The channel of the conversation takes none of this kind, or none as large (DL5). */
  | 'limitKind'
  | 'limitSize'

export interface Attached {
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  /** Null for what came back from a message. */
  readonly file: File | null
  readonly upload: AbortController
  /** An address of this page, of a picture. */
  readonly preview: string | null
  /** From 0 to 1. */
  readonly share: number
  readonly trouble: Trouble | null
  /** Beside `limitSize`. */
  readonly maxBytes?: number
  /** Null until the server has it. */
  readonly part: MediaPart | null
}

export const canRetry = (trouble: Trouble) =>
  trouble === 'broken' || trouble === 'many' || trouble === 'noRoom'

/** Pictures of this page by the id that they were given: shown at once, and never fetched again. */
export const previews = new Map<string, string>()

const none: readonly Attached[] = []
let keys = 0

export class Tray {
  private items = none
  private readonly listeners = new Set<() => void>()

  get = (): readonly Attached[] => this.items

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  lay(item: Omit<Attached, 'key' | 'upload' | 'share'>): Attached {
    keys += 1
    const laid = { ...item, key: String(keys), upload: new AbortController(), share: 0 }
    this.set([...this.items, laid])
    return laid
  }

  change(key: string, change: Partial<Attached>): void {
    if (this.items.some(item => item.key === key))
      this.set(this.items.map(item => (item.key === key ? { ...item, ...change } : item)))
  }

  /** Answers the id of what the server has and nobody wants any more. */
  remove(key: string): string | null {
    const gone = this.items.find(item => item.key === key)
    gone?.upload.abort()
    if (gone?.preview) URL.revokeObjectURL(gone.preview)
    this.set(this.items.filter(item => item !== gone))
    return gone?.part?.mediaId ?? null
  }

  /** For a message: what is ready leaves the tray. */
  take(): readonly MediaPart[] {
    const parts = this.items.flatMap(({ part }) => (part ? [part] : []))
    this.set(this.items.filter(({ part }) => part === null))
    return parts
  }

  /** What was taken comes back: its message could not be sent, or is written anew. */
  put(parts: readonly MediaPart[]): void {
    for (const part of parts) {
      const { name, sizeBytes, mediaId } = part
      this.lay({ name, sizeBytes, file: null, preview: previews.get(mediaId) ?? null, trouble: null, part })
    }
  }

  private set(items: readonly Attached[]): void {
    this.items = items
    for (const listener of this.listeners) listener()
  }
}
