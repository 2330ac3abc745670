// Files that people send each other: taken in as a stream, judged by their bytes, given out by signed links that
// soon run out. The log keeps an id and what is needed to draw a box.
import { createHash } from 'node:crypto'
import type { ConversationId, MediaPart, Parts } from '@baton/core'
import { textParts } from '@baton/core'
import type { Caller } from './access.ts'
import type { MediaLinks, SignedLink } from './media-links.ts'
import { mediaName } from './media-name.ts'
import type {
  ByteRange,
  MediaAddresses,
  MediaRow,
  MediaRows,
  MediaStore,
  Sniff,
  Uploader,
  UploadLimits,
} from './media-store.ts'
import { NoRoom } from './media-store.ts'
import { newId } from './new-id.ts'
import type { ConversationKey } from './ports.ts'

export interface Upload {
  readonly uploader: Uploader
  readonly limits: UploadLimits | null
  /** As the sender calls it. */
  readonly name: string
  /** What the sender says it has; null: they did not say. */
  readonly declaredBytes: number | null
  readonly body: AsyncIterable<Uint8Array>
}

export type Taken =
  | { readonly ok: true; readonly row: Omit<MediaRow, 'conversationId'> }
  | { readonly ok: false; readonly why: 'too_large' | 'empty' | 'forbidden' | 'too_many' | 'no_room' }

export interface Media {
  readonly maxBytes: number
  /** Throws what `body` throws (the sender went away); then nothing stays. */
  take(upload: Upload): Promise<Taken>
  /** False: there is no such upload of theirs that was not sent. */
  drop(uploader: Uploader, id: string): Promise<boolean>
  /** Text and files as one message. Null: one of the files is not the uploader's to send here. */
  partsOf(
    uploader: Uploader,
    conversationId: ConversationId,
    said: { readonly text: string; readonly media?: readonly string[] | undefined },
  ): Promise<Parts | null>
  /** Null: the conversation has no such file. */
  link(key: ConversationKey, id: string): Promise<SignedLink | null>
  addresses(origin: () => string): MediaAddresses
  /** The file that a link leads to. Null: it is gone. */
  find(id: string): Promise<MediaRow | null>
  readonly links: MediaLinks
  open(row: MediaRow, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>
  /** Takes away what was never sent, and what belonged to erased conversations. */
  sweep(): Promise<void>
}

export interface MediaOptions {
  readonly store: MediaStore
  readonly rows: MediaRows
  readonly sniff: Sniff
  readonly links: MediaLinks
  readonly maxBytes: number
}

export function uploaderOf(caller: Caller): Uploader {
  const { workspaceId } = caller
  const uploadedBy = caller.kind === 'agent' ? `agent:${caller.agent.id}` : `contact:${caller.contactId}`
  return { workspaceId, uploadedBy }
}

/** Enough to tell any kind, and for the size of a picture behind what cameras write before it. */
const headBytes = 512 * 1_024
const unsentForMs = 24 * 60 * 60 * 1_000
const sweptAtOnce = 200

class TooLarge extends Error {}

type Peeked = Awaited<ReturnType<typeof peek>>

/** The first bytes, and then everything from the start. */
async function peek(body: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = []
  const rest = body[Symbol.asyncIterator]()
  let length = 0
  while (length < headBytes) {
    const { done, value } = await rest.next()
    if (done) break
    chunks.push(value)
    length += value.length
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* chunks
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  }
  return { head: Buffer.concat(chunks), whole: whole(), leave: () => rest.return?.() }
}

function measure(maxBytes: number) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  return {
    async *through(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        sizeBytes += chunk.length
        if (sizeBytes > maxBytes) throw new TooLarge()
        hash.update(chunk)
        yield chunk
      }
    },
    result: () => ({ sizeBytes, sha256: hash.digest() }),
  }
}

function partOf({ id: mediaId, mimeType, name, sizeBytes, width, height }: MediaRow): MediaPart {
  const size = width !== null && height !== null ? { width, height } : {}
  return { kind: 'media', mediaId, mimeType, name, sizeBytes, ...size }
}

function taker({ store, rows, sniff, maxBytes }: MediaOptions) {
  async function keep(id: string, upload: Upload): Promise<Taken> {
    const peeked = await peek(upload.body)
    try {
      return await judge(id, upload, peeked)
    } finally {
      await peeked.leave()
    }
  }

  async function judge(id: string, { uploader, name }: Upload, { head, whole }: Peeked): Promise<Taken> {
    if (head.length === 0) return { ok: false, why: 'empty' }
    if (head.length > maxBytes) return { ok: false, why: 'too_large' }
    const kind = await sniff(head, name)
    if (!kind) return { ok: false, why: 'forbidden' }
    const { mimeType, endings, width, height } = kind
    const measured = measure(maxBytes)
    await store.put(id, measured.through(whole))
    const { sizeBytes, sha256 } = measured.result()
    const { workspaceId } = uploader
    const row = { id, workspaceId, name: mediaName(name, endings), mimeType, sizeBytes, width, height }
    await rows.finish(row, sha256)
    return { ok: true, row }
  }

  return async (upload: Upload): Promise<Taken> => {
    const { uploader, limits, declaredBytes } = upload
    if (declaredBytes === 0) return { ok: false, why: 'empty' }
    if (declaredBytes !== null && declaredBytes > maxBytes) return { ok: false, why: 'too_large' }
    const id = newId()
    // The row comes first: bytes without one would stay for ever.
    if (!(await rows.begin(uploader, id, declaredBytes ?? 0, limits))) return { ok: false, why: 'too_many' }
    let taken: Taken | null = null
    try {
      taken = await keep(id, upload)
      return taken
    } catch (error) {
      if (error instanceof TooLarge) return { ok: false, why: 'too_large' }
      if (error instanceof NoRoom) return { ok: false, why: 'no_room' }
      throw error
    } finally {
      if (!taken?.ok) {
        await store.remove(id)
        await rows.dropUnsent(uploader, id)
      }
    }
  }
}

export function createMedia(options: MediaOptions): Media {
  const { store, rows, links, maxBytes } = options
  return {
    maxBytes,
    links,
    take: taker(options),
    async drop(uploader, id) {
      const dropped = await rows.dropUnsent(uploader, id)
      if (dropped) await store.remove(id)
      return dropped
    },
    async partsOf(uploader, conversationId, { text, media = [] }) {
      const said = text.trim() === '' ? [] : textParts(text)
      if (media.length === 0) return said
      const found = await rows.claim(uploader, conversationId, [...new Set(media)])
      if (!found) return null
      const byId = new Map(found.map(row => [row.id, row]))
      return [
        ...said,
        ...[...byId.keys()]
          .sort((a, b) => media.indexOf(a) - media.indexOf(b))
          .flatMap(id => {
            const row = byId.get(id)
            return row ? [partOf(row)] : []
          }),
      ]
    },
    async link(key, id) {
      const [row] = await rows.of(key, [id])
      return row ? links.sign(row.id) : null
    },
    addresses: origin => async (key, ids) => {
      const found = ids.length > 0 ? await rows.of(key, ids) : []
      return new Map(found.map(({ id }) => [id, `${origin()}${links.sign(id).url}`]))
    },
    find: id => rows.byId(id),
    open: (row, range) => store.open(row.id, range),
    async sweep() {
      const before = new Date(Date.now() - unsentForMs)
      while ((await rows.sweep(before, sweptAtOnce, id => store.remove(id))) === sweptAtOnce);
      await store.tidy(before)
    },
  }
}
