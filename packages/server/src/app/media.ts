// Files that people send each other: taken in as a stream, judged by their bytes, given out by signed links that
// soon run out. The log keeps an id and what is needed to draw a box.
import type { ConversationId, MediaPart, Parts } from '@baton/core'
import { textParts } from '@baton/core'
import type { Caller } from './access.ts'
import type { MediaLinks, SignedLink } from './media-links.ts'
import type {
  ByteRange,
  MediaAddresses,
  MediaRow,
  MediaRows,
  MediaStore,
  Sniff,
  Uploader,
} from './media-store.ts'
import type { Inbound, Taken, Upload } from './media-taking.ts'
import { keeper, taker } from './media-taking.ts'
import type { ConversationKey } from './ports.ts'

export interface Media {
  readonly maxBytes: number
  /** Throws what `body` throws (the sender went away); then nothing stays. */
  take(upload: Upload): Promise<Taken>
  /** A customer's file from a channel, kept in their conversation. The same id is kept once. */
  keep(inbound: Inbound): Promise<Taken<MediaRow>>
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

const unsentForMs = 24 * 60 * 60 * 1_000
const sweptAtOnce = 200

function partOf({ id: mediaId, mimeType, name, sizeBytes, width, height }: MediaRow): MediaPart {
  const size = width !== null && height !== null ? { width, height } : {}
  return { kind: 'media', mediaId, mimeType, name, sizeBytes, ...size }
}

export function createMedia(options: MediaOptions): Media {
  const { store, rows, links, maxBytes } = options
  return {
    maxBytes,
    links,
    take: taker(options),
    keep: keeper(options),
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
