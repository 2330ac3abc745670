// The files that lie ready for the next reply of one conversation. They are uploaded as soon as they are chosen, and
// stay while the agent looks at other conversations.
import type { MediaGiven } from '@baton/client'
import { isApiError, uploadFile } from '@baton/client'
import type { MediaPart } from '@baton/core'

/** As the server takes them. */
export const filesMax = 10

/** Why a file is not taken; a `broken` upload, and one that came too soon, can be tried again. */
export type Trouble = 'tooLarge' | 'empty' | 'kind' | 'tooMany' | 'many' | 'noRoom' | 'broken'

export interface Attached {
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  /** An address of this page, of a picture. */
  readonly preview: string | null
  /** From 0 to 1. */
  readonly share: number
  readonly trouble: Trouble | null
  /** Null until the server has it. */
  readonly part: MediaPart | null
}

const troubles: Readonly<Record<string, Trouble>> = {
  file_too_large: 'tooLarge',
  file_empty: 'empty',
  file_kind: 'kind',
  too_many_files: 'many',
  too_many_requests: 'many',
  no_room: 'noRoom',
}

export const canRetry = (trouble: Trouble) =>
  trouble === 'broken' || trouble === 'many' || trouble === 'noRoom'

/** Pictures of this page by the id that they were given: shown at once, and never fetched again. */
const previews = new Map<string, string>()

export function previewOf(mediaId: string): string | null {
  return previews.get(mediaId) ?? null
}

function partOf({ id: mediaId, name, mimeType, sizeBytes, width, height }: MediaGiven): MediaPart {
  const size = width !== null && height !== null ? { width, height } : {}
  return { kind: 'media', mediaId, name, mimeType, sizeBytes, ...size }
}

const none: readonly Attached[] = []
let keys = 0

export class Tray {
  private items = none
  private readonly files = new Map<string, { readonly file: File; readonly upload: AbortController }>()
  private readonly listeners = new Set<() => void>()

  get = (): readonly Attached[] => this.items

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  add(files: Iterable<File>, maxBytes: number): void {
    for (const file of files) {
      keys += 1
      const key = String(keys)
      const trouble: Trouble | null =
        this.items.filter(item => item.trouble === null).length >= filesMax
          ? 'tooMany'
          : file.size === 0
            ? 'empty'
            : file.size > maxBytes
              ? 'tooLarge'
              : null
      const isPicture = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)
      const preview = isPicture && trouble === null ? URL.createObjectURL(file) : null
      const item = { key, name: file.name, sizeBytes: file.size, preview, share: 0, trouble, part: null }
      this.set([...this.items, item])
      if (trouble === null) void this.upload(key, file)
    }
  }

  retry(key: string): void {
    const one = this.files.get(key)
    if (!one) return
    this.change(key, { trouble: null, share: 0 })
    void this.upload(key, one.file)
  }

  /** Answers the id of what the server has and nobody wants any more. */
  remove(key: string): string | null {
    this.files.get(key)?.upload.abort()
    this.files.delete(key)
    const gone = this.items.find(item => item.key === key)
    this.set(this.items.filter(item => item.key !== key))
    if (gone?.preview) URL.revokeObjectURL(gone.preview)
    return gone?.part?.mediaId ?? null
  }

  /** For a message: what is ready leaves the tray. */
  take(): readonly MediaPart[] {
    const parts = this.items.flatMap(({ part }) => (part ? [part] : []))
    for (const { key, part } of this.items) if (part) this.files.delete(key)
    this.set(this.items.filter(({ part }) => part === null))
    return parts
  }

  /** What was taken comes back: its message could not be sent, or is written anew. */
  put(parts: readonly MediaPart[]): void {
    const back = parts.map(part => {
      keys += 1
      const { name, sizeBytes, mediaId } = part
      return {
        key: String(keys),
        name,
        sizeBytes,
        preview: previewOf(mediaId),
        share: 1,
        trouble: null,
        part,
      }
    })
    this.set([...back, ...this.items])
  }

  private async upload(key: string, file: File): Promise<void> {
    const upload = new AbortController()
    this.files.set(key, { file, upload })
    try {
      const given = await uploadFile(file, {
        url: '',
        path: '/media',
        signal: upload.signal,
        onProgress: share => this.change(key, { share }),
      })
      const preview = this.items.find(item => item.key === key)?.preview
      if (preview) previews.set(given.id, preview)
      this.change(key, { part: partOf(given), name: given.name, share: 1 })
    } catch (fault) {
      if (upload.signal.aborted) return
      this.change(key, { trouble: (isApiError(fault) ? troubles[fault.code] : undefined) ?? 'broken' })
    }
  }

  private change(key: string, change: Partial<Attached>): void {
    if (this.items.some(item => item.key === key))
      this.set(this.items.map(item => (item.key === key ? { ...item, ...change } : item)))
  }

  private set(items: readonly Attached[]): void {
    this.items = items
    for (const listener of this.listeners) listener()
  }
}
