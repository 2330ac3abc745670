import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NoRoom } from '../app/media-store.ts'
import { PortFault } from '../app/ports.ts'
import { mediaStoreContract } from '../testing/media-store-contract.ts'
import type { S3Server } from '../testing/s3-server.ts'
import { startS3Server } from '../testing/s3-server.ts'
import { createMediaS3 } from './media-s3.ts'

const open = (prefix?: string) => async () => {
  const server = await startS3Server(prefix)
  return { store: createMediaS3(server.settings), count: server.count, close: server.close }
}
mediaStoreContract('a bucket', open(''))
mediaStoreContract('a folder of a bucket', open('baton/media/'))

const megabyte = Buffer.alloc(1_024 * 1_024)

/** Chunks whose ends meet no part's end. */
async function* large(megabytes: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < megabytes; n += 1) {
    const body = Buffer.from(megabyte).fill(n + 1)
    yield body.subarray(0, 300_001)
    yield body.subarray(300_001)
  }
}

async function digestOf(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of body ?? []) hash.update(chunk)
  return hash.digest('hex')
}

describe('a bucket of files', () => {
  let server: S3Server
  beforeAll(async () => {
    server = await startS3Server()
  })
  afterAll(() => server.close())

  test('what is larger than a part goes up in parts, and is read back to the bit', async () => {
    const store = createMediaS3(server.settings)
    const id = randomUUID()
    await store.put(id, large(21))
    expect(await store.stat(id)).toEqual({ sizeBytes: 21 * megabyte.length })
    expect(await digestOf(await store.open(id))).toBe(await digestOf(large(21)))
    const across = { start: 8 * megabyte.length - 2, end: 8 * megabyte.length + 1 }
    expect(await digestOf(await store.open(id, across))).toBe(
      createHash('sha256')
        .update(Buffer.from([8, 8, 9, 9]))
        .digest('hex'),
    )
    await store.remove(id)
    expect(await server.count()).toBe(0)
  })

  test('a stream that breaks between parts leaves none of them', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* large(17)
      throw new Error('the sender went away')
    }
    const store = createMediaS3(server.settings)
    await expect(store.put(randomUUID(), broken())).rejects.toThrow('the sender went away')
    expect(await server.count()).toBe(0)
  })

  test('what a killed server began is tidied away when it is old, and only under our prefix', async () => {
    const [ours, others] = [
      createMediaS3(server.settings),
      createMediaS3({ ...server.settings, prefix: 'x/' }),
    ]
    let more: () => void = () => undefined
    const stands = new Promise<void>(resolve => {
      more = resolve
    })
    let begun: () => void = () => undefined
    const hasBegun = new Promise<void>(resolve => {
      begun = resolve
    })
    async function* halting(): AsyncGenerator<Uint8Array> {
      yield* large(9)
      begun()
      await stands
    }
    const put = ours.put(randomUUID(), halting())
    const failed = expect(put).rejects.toBeInstanceOf(PortFault)
    await hasBegun
    expect(await server.count()).toBe(1)
    await ours.tidy(new Date(Date.now() - 60_000))
    await others.tidy(new Date(Date.now() + 60_000))
    expect(await server.count()).toBe(1)
    await ours.tidy(new Date(Date.now() + 60_000))
    expect(await server.count()).toBe(0)
    more()
    // Its parts are gone: it cannot become half a file.
    await failed
    expect(await server.count()).toBe(0)
  })

  test('wrong keys, a bucket that is not there, and a server that is away are told as faults', async () => {
    const id = randomUUID()
    const wrong = createMediaS3({ ...server.settings, secretAccessKey: 'another' })
    await expect(wrong.put(id, large(1))).rejects.toThrow('403 SignatureDoesNotMatch')
    await expect(wrong.check()).rejects.toThrow('403')
    const elsewhere = createMediaS3({ ...server.settings, bucket: 'nowhere' })
    await expect(elsewhere.open(id)).rejects.toThrow('NoSuchBucket')
    const away = createMediaS3({ ...server.settings, endpoint: 'http://127.0.0.1:9' })
    await expect(away.stat(id)).rejects.toMatchObject({ name: 'PortFault', retryable: true })
    await createMediaS3(server.settings).check()
  })

  test('a bucket that is full is told as that, a server in trouble as a fault that passes', async () => {
    const store = createMediaS3(server.settings)
    server.refuse({ status: 403, code: 'QuotaExceeded' })
    await expect(store.put(randomUUID(), large(1))).rejects.toBeInstanceOf(NoRoom)
    server.refuse({ status: 507, code: 'XMinioStorageFull' })
    await expect(store.put(randomUUID(), large(1))).rejects.toBeInstanceOf(NoRoom)
    server.refuse({ status: 503, code: 'SlowDown' })
    await expect(store.open(randomUUID())).rejects.toMatchObject({ retryable: true })
    server.refuse(null)
  })
})
