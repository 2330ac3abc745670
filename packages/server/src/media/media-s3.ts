// Files in a bucket of any S3-compatible server. What is larger than one part goes up in parts, which become a file
// all at once: so whatever has a name is whole, and no more than one part of it is in memory.
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { ByteRange, MediaStore } from '../app/media-store.ts'
import { NoRoom } from '../app/media-store.ts'
import { PortFault } from '../app/ports.ts'
import { isMediaId } from './media-id.ts'

export interface S3Settings {
  /** Without the bucket, e.g. https://s3.eu-central-1.amazonaws.com; the bucket is named in the path. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Empty, or a folder with a slash at its end. */
  readonly prefix: string
}

/** Of a bucket: all but the last of a file have this size, which every server takes (R2 wants them alike). */
const partBytes = 8 * 1_024 * 1_024
const answerWithinMs = 60_000
const retries = 3
const fullCodes = new Set([
  'InsufficientStorage',
  'QuotaExceeded',
  'StorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'XMinioStorageFull',
])

/** The server's answer to what it did not do. */
class S3Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
  }
}

function entity(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal))
    return hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (named[name] ?? whole)
  })
}

/** The first element of this name; of S3's answers none that is read here has attributes or nests in itself. */
function element(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found === undefined ? null : entity(found)
}

function faultOf(what: string, error: unknown): Error {
  if (error instanceof PortFault) return error
  if (!(error instanceof S3Refusal)) {
    return new PortFault(`${what} failed: the S3 server cannot be reached`, { cause: error, retryable: true })
  }
  if (error.status === 507 || fullCodes.has(error.code)) return new NoRoom(what, { cause: error })
  const retryable = error.status >= 500 || error.status === 429
  return new PortFault(`${what} failed: the S3 server answers ${error.message}`, { cause: error, retryable })
}

/** Parts of one size, and one at the end that may be smaller. */
async function* partsOf(body: AsyncIterable<Uint8Array>) {
  let held: Uint8Array[] = []
  let length = 0
  for await (let chunk of body) {
    while (length + chunk.length > partBytes) {
      const fits = chunk.subarray(0, partBytes - length)
      yield { bytes: Buffer.concat([...held, fits]), last: false }
      chunk = chunk.subarray(fits.length)
      held = []
      length = 0
    }
    held.push(chunk)
    length += chunk.length
  }
  yield { bytes: Buffer.concat(held), last: true }
}

interface Call {
  readonly method: string
  /** Of one file; null: the bucket. */
  readonly id: string | null
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}

function callerOf({ endpoint, bucket, prefix, ...keys }: S3Settings) {
  const client = new AwsClient({ ...keys, service: 's3', retries, initRetryMs: 100 })
  const root = `${endpoint.replace(/\/+$/, '')}/${bucket}`
  /** Throws an S3Refusal, or whatever kept the call from being answered. */
  return async ({ method, id, query = {}, headers, body }: Call): Promise<Response> => {
    const url = new URL(id === null ? root : `${root}/${prefix}${id}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    // Signed with the rest, so that not one bit of it changes on the way.
    const digest = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    // Until the head of the answer: a file may take its time.
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), answerWithinMs)
    try {
      const answer = await client.fetch(url, {
        method,
        headers: { ...headers, 'x-amz-content-sha256': digest },
        signal: late.signal,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      })
      if (answer.ok) return answer
      throw new S3Refusal(answer.status, element(await answer.text(), 'Code') ?? answer.statusText)
    } finally {
      clearTimeout(timer)
    }
  }
}

type Ask = ReturnType<typeof callerOf>

const isMissing = (error: unknown) =>
  error instanceof S3Refusal && error.status === 404 && error.code !== 'NoSuchBucket'

/** Null: it is not there. */
async function orNull<T>(what: string, work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (isMissing(error)) return null
    throw faultOf(what, error)
  }
}

/** What the server did, as the application knows it. */
async function orFault<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw faultOf(what, error)
  }
}

/** Reads what is behind the head as well: a body that is left lying keeps its connection. */
const text = async (answer: Promise<Response>) => (await answer).text()

async function putParts(ask: Ask, id: string, parts: AsyncIterable<{ bytes: Buffer; last: boolean }>) {
  const what = 'Keeping a file'
  let uploadId: string | null = null
  try {
    const etags: string[] = []
    for await (const { bytes, last } of parts) {
      if (last && uploadId === null) {
        await orFault(what, text(ask({ method: 'PUT', id, body: bytes })))
        return
      }
      uploadId ??= element(
        await orFault(what, text(ask({ method: 'POST', id, query: { uploads: '' } }))),
        'UploadId',
      )
      if (uploadId === null) throw new PortFault(`${what} failed: no id for its parts`, { retryable: false })
      const query = { partNumber: String(etags.length + 1), uploadId }
      const answer = await orFault(what, ask({ method: 'PUT', id, query, body: bytes }))
      await orFault(what, answer.text())
      etags.push(answer.headers.get('etag') ?? '')
    }
    if (uploadId !== null) await orFault(what, complete(ask, id, uploadId, etags))
  } catch (error) {
    // What is left after this is tidied away later.
    if (uploadId !== null) await abort(ask, id, uploadId).catch(() => undefined)
    throw error
  }
}

async function complete(ask: Ask, id: string, uploadId: string, etags: readonly string[]): Promise<void> {
  const parts = etags.map((etag, n) => `<Part><PartNumber>${n + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
  const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
  const answer = await text(ask({ method: 'POST', id, query: { uploadId }, body }))
  // The head was sent before the work was done, so it says 200 whatever came of it.
  if (answer.includes('<Error>')) throw new S3Refusal(500, element(answer, 'Code') ?? 'InternalError')
}

async function abort(ask: Ask, id: string, uploadId: string): Promise<void> {
  await orNull('Dropping what was begun', text(ask({ method: 'DELETE', id, query: { uploadId } })))
}

/** Uploads that were begun before `before` and are not whole, of one page of the server's answer. */
function begun(page: string, prefix: string, before: Date) {
  return [...page.matchAll(/<Upload>([\s\S]*?)<\/Upload>/g)].flatMap(([, upload = '']) => {
    const key = element(upload, 'Key') ?? ''
    const id = key.slice(prefix.length)
    const uploadId = element(upload, 'UploadId')
    const at = Date.parse(element(upload, 'Initiated') ?? '')
    return key.startsWith(prefix) && isMediaId(id) && uploadId !== null && at < before.getTime()
      ? [{ id, uploadId }]
      : []
  })
}

async function tidy(ask: Ask, prefix: string, before: Date): Promise<void> {
  let more: Readonly<Record<string, string>> | null = {}
  while (more !== null) {
    const query: Readonly<Record<string, string>> = { uploads: '', prefix, ...more }
    const page = await orFault('Looking for what was begun', text(ask({ method: 'GET', id: null, query })))
    for (const { id, uploadId } of begun(page, prefix, before)) await abort(ask, id, uploadId)
    const key = element(page, 'NextKeyMarker')
    const upload = element(page, 'NextUploadIdMarker')
    more =
      element(page, 'IsTruncated') === 'true' && key
        ? { 'key-marker': key, ...(upload ? { 'upload-id-marker': upload } : {}) }
        : null
  }
}

async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } catch (error) {
    throw faultOf('Reading a file', error)
  } finally {
    // Whoever stops reading lets the connection go.
    await reader.cancel().catch(() => undefined)
  }
}

async function open(ask: Ask, id: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null> {
  const headers = range ? { range: `bytes=${range.start}-${range.end}` } : {}
  const answer = await orNull('Opening a file', ask({ method: 'GET', id, headers }))
  return answer && (answer.body ? bytesOf(answer.body) : (async function* () {})())
}

export interface MediaS3 extends MediaStore {
  /** Throws with what to do when the settings cannot be right; a server that is away for now is a PortFault. */
  check(): Promise<void>
}

export function createMediaS3(settings: S3Settings): MediaS3 {
  const ask = callerOf(settings)
  const idOf = (id: string) => {
    if (!isMediaId(id)) throw new Error('this is not an id of a file')
    return id
  }
  return {
    put: async (id, body) => putParts(ask, idOf(id), partsOf(body)),
    open: async (id, range) => open(ask, idOf(id), range),
    async stat(id) {
      const answer = await orNull('Looking for a file', ask({ method: 'HEAD', id: idOf(id) }))
      return answer && { sizeBytes: Number(answer.headers.get('content-length')) }
    },
    async remove(id) {
      await orNull('Removing a file', text(ask({ method: 'DELETE', id: idOf(id) })))
    },
    tidy: before => tidy(ask, settings.prefix, before),
    async check() {
      const query = { 'list-type': '2', 'max-keys': '1', prefix: settings.prefix }
      await orFault('Looking into the bucket for files', text(ask({ method: 'GET', id: null, query })))
    },
  }
}
