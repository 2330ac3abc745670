// Taking files in: judged by their first bytes, counted and hashed on their way, all of it or nothing.
import { createHash } from 'node:crypto'
import { mediaName } from './media-name.ts'
import type {
  MediaRow,
  MediaRows,
  MediaStore,
  Sniff,
  Sniffed,
  Uploader,
  UploadLimits,
} from './media-store.ts'
import { NoRoom } from './media-store.ts'
import { newId } from './new-id.ts'
import type { ConversationKey } from './ports.ts'
import { PortFault } from './ports.ts'

export interface Upload {
  readonly uploader: Uploader
  readonly limits: UploadLimits | null
  /** As the sender calls it. */
  readonly name: string
  /** What the sender says it has; null: they did not say. */
  readonly declaredBytes: number | null
  readonly body: AsyncIterable<Uint8Array>
}

/** What arrived by a channel, where nobody is there to be told that a kind is not taken. */
export interface Inbound extends Omit<Upload, 'uploader' | 'limits'> {
  readonly key: ConversationKey
  /** Given before: delivered again it is the same file. */
  readonly id: string
  /** Whoever sent it, as in `Uploader`. */
  readonly uploadedBy: string
  /** Of the channel, in the place of the setting for uploads. */
  readonly maxBytes?: number
}

export type Taken<Row = Omit<MediaRow, 'conversationId'>> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly why: 'too_large' | 'empty' | 'forbidden' | 'too_many' | 'no_room' }

export interface TakingOptions {
  readonly store: MediaStore
  readonly rows: MediaRows
  readonly sniff: Sniff
  readonly maxBytes: number
}

/** What nobody knows, or what could run, is only ever given out to be saved. */
const unknownKind: Sniffed = { mimeType: 'application/octet-stream', endings: [], width: null, height: null }

/** Enough to tell any kind, and for the size of a picture behind what cameras write before it. */
const headBytes = 512 * 1_024

class TooLarge extends Error {}

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

type Put = Omit<MediaRow, 'conversationId' | 'workspaceId'> & { readonly sha256: Uint8Array }

/** Puts the bytes; `kindOf` judges them by the first ones. A NoRoom or what the sender's stream throws passes through. */
async function put(
  store: MediaStore,
  id: string,
  { body, name }: Pick<Upload, 'body' | 'name'>,
  maxBytes: number,
  kindOf: Sniff,
): Promise<Taken<Put>> {
  const { head, whole, leave } = await peek(body)
  try {
    if (head.length === 0) return { ok: false, why: 'empty' }
    if (head.length > maxBytes) return { ok: false, why: 'too_large' }
    const kind = await kindOf(head, name)
    if (!kind) return { ok: false, why: 'forbidden' }
    const { mimeType, endings, width, height } = kind
    const measured = measure(maxBytes)
    await store.put(id, measured.through(whole))
    const given = { id, name: mediaName(name, endings), mimeType, width, height }
    return { ok: true, row: { ...given, ...measured.result() } }
  } finally {
    await leave()
  }
}

/** Refused by what is said of it already. */
function refusedUnseen(declaredBytes: number | null, maxBytes: number): Taken<never> | null {
  if (declaredBytes === 0) return { ok: false, why: 'empty' }
  return declaredBytes !== null && declaredBytes > maxBytes ? { ok: false, why: 'too_large' } : null
}

/** Runs `work` on what was begun; whatever comes to nothing leaves neither bytes nor a row. */
async function orNothing<Row>(
  work: () => Promise<Taken<Row>>,
  drop: () => Promise<void>,
): Promise<Taken<Row>> {
  let taken: Taken<Row> | null = null
  try {
    taken = await work()
    return taken
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, why: 'too_large' }
    if (error instanceof NoRoom) return { ok: false, why: 'no_room' }
    throw error
  } finally {
    // What cannot be dropped now has its row, by which it is swept later.
    if (!taken?.ok) await drop().catch(() => undefined)
  }
}

export function taker({ store, rows, sniff, maxBytes }: TakingOptions) {
  return async (upload: Upload): Promise<Taken> => {
    const { uploader, limits, declaredBytes } = upload
    const refused = refusedUnseen(declaredBytes, maxBytes)
    if (refused) return refused
    const id = newId()
    // The row comes first: bytes without one would stay for ever.
    if (!(await rows.begin(uploader, id, declaredBytes ?? 0, limits))) return { ok: false, why: 'too_many' }
    const work = async (): Promise<Taken> => {
      const done = await put(store, id, upload, maxBytes, sniff)
      if (!done.ok) return done
      const { sha256, ...given } = done.row
      const row = { ...given, workspaceId: uploader.workspaceId }
      await rows.finish(row, sha256)
      return { ok: true, row }
    }
    return orNothing(work, async () => {
      await store.remove(id)
      await rows.dropUnsent(uploader, id)
    })
  }
}

export function keeper({ store, rows, sniff, maxBytes: usualMax }: TakingOptions) {
  return async (inbound: Inbound): Promise<Taken<MediaRow>> => {
    const { key, id, uploadedBy, declaredBytes, maxBytes = usualMax } = inbound
    const { workspaceId, conversationId } = key
    const refused = refusedUnseen(declaredBytes, maxBytes)
    if (refused) return refused
    const uploader = { workspaceId, uploadedBy }
    await rows.begin(uploader, id, declaredBytes ?? 0, null)
    const [kept] = await rows.of(key, [id])
    if (kept) return { ok: true, row: kept }
    const work = async (): Promise<Taken<MediaRow>> => {
      const kindOf: Sniff = async (head, name) => (await sniff(head, name)) ?? unknownKind
      const done = await put(store, id, inbound, maxBytes, kindOf)
      if (!done.ok) return done
      const { sha256, ...given } = done.row
      const row = { ...given, workspaceId, conversationId }
      await rows.finish(row, sha256)
      if (!(await rows.claim(uploader, conversationId, [id])))
        throw new PortFault('Keeping a file failed: its row is gone', { retryable: true })
      return { ok: true, row }
    }
    return orNothing(work, async () => {
      // Another delivery of it may have come through: then the bytes are those of a file that was sent.
      if (await rows.dropUnsent(uploader, id)) await store.remove(id)
    })
  }
}
