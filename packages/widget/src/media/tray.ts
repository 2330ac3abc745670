// The files that lie ready for the visitor's next message, from the moment they are chosen.
import { isApiError, type MediaPart, uploadFile } from '@baton/client'
import type { MediaHost } from './media-host.ts'

export type Trouble = 'tooLarge' | 'empty' | 'kind' | 'tooMany' | 'many' | 'noRoom' | 'broken'

export interface Attached {
  readonly name: string
  readonly sizeBytes: number
  /** An address of this page, of a picture. */
  readonly preview: string | null
  readonly file: File | null
  readonly upload: AbortController
  /** From 0 to 1. */
  share: number
  trouble: Trouble | null
  part: MediaPart | null
}

const filesMax = 10
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

export class Tray {
  items: Attached[] = []
  /** Pictures of this page by the id that they were given: shown at once, and never fetched again. */
  readonly previews = new Map<string, string>()
  readonly #host: MediaHost

  constructor(host: MediaHost) {
    this.#host = host
  }

  add(files: Iterable<File>): void {
    const maxBytes = this.#host.maxBytes()
    for (const file of files) {
      const trouble: Trouble | null =
        this.items.filter(item => item.trouble === null).length >= filesMax
          ? 'tooMany'
          : file.size === 0
            ? 'empty'
            : maxBytes !== null && file.size > maxBytes
              ? 'tooLarge'
              : null
      const shown = trouble === null && /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)
      const preview = shown ? URL.createObjectURL(file) : null
      const { name, size: sizeBytes } = file
      const item = {
        name,
        sizeBytes,
        preview,
        file,
        upload: new AbortController(),
        share: 0,
        trouble,
        part: null,
      }
      this.items = [...this.items, item]
      if (trouble === null) void this.send(item)
    }
    this.#host.redraw()
  }

  async send(item: Attached): Promise<void> {
    const { file, upload } = item
    if (!file) return
    item.trouble = null
    this.#host.redraw()
    try {
      const { id, width, height, ...rest } = await uploadFile(file, {
        url: this.#host.origin,
        path: '/web/media',
        token: await this.#host.token(),
        signal: upload.signal,
        onProgress: share => {
          item.share = share
          this.#host.redraw()
        },
      })
      if (item.preview) this.previews.set(id, item.preview)
      const size = width !== null && height !== null ? { width, height } : {}
      item.part = { kind: 'media', mediaId: id, ...rest, ...size }
    } catch (fault) {
      item.trouble = (isApiError(fault) ? troubles[fault.code] : undefined) ?? 'broken'
    }
    this.#host.redraw()
  }

  remove(item: Attached): void {
    item.upload.abort()
    this.items = this.items.filter(one => one !== item)
    this.#host.redraw()
    if (item.part) this.#host.drop(item.part.mediaId)
  }

  put(parts: readonly MediaPart[]): void {
    const back = parts.map(part => {
      const { name, sizeBytes, mediaId } = part
      const preview = this.previews.get(mediaId) ?? null
      return {
        name,
        sizeBytes,
        preview,
        file: null,
        upload: new AbortController(),
        share: 1,
        trouble: null,
        part,
      }
    })
    this.items = [...back, ...this.items]
    this.#host.redraw()
  }

  take(): readonly MediaPart[] {
    const parts = this.items.flatMap(({ part }) => (part ? [part] : []))
    this.items = this.items.filter(({ part }) => part === null)
    return parts
  }
}
