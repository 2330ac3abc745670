// What every place for files must do, told once and held against each of them.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MediaStore } from '../app/media-store.ts'

export interface MediaStoreStage {
  readonly store: MediaStore
  /** How many things it keeps, whole or not. */
  count(): Promise<number>
  close(): Promise<void>
}

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  if (body === null) return null
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export function mediaStoreContract(name: string, open: () => Promise<MediaStoreStage>): void {
  describe(`${name} keeps files`, () => {
    let stage: MediaStoreStage
    beforeEach(async () => {
      stage = await open()
    })
    afterEach(() => stage.close())

    test('what is put is there, whole and in parts', async () => {
      const { store } = stage
      const id = randomUUID()
      await store.put(id, chunksOf('one ', 'two ', 'three'))
      expect(await textOf(await store.open(id))).toBe('one two three')
      expect(await textOf(await store.open(id, { start: 4, end: 6 }))).toBe('two')
      expect(await store.stat(id)).toEqual({ sizeBytes: 13 })
    })

    test('what is not there is null, and removing it is no fault', async () => {
      const { store } = stage
      const id = randomUUID()
      expect(await store.open(id)).toBeNull()
      expect(await store.stat(id)).toBeNull()
      await store.remove(id)
      await store.put(id, chunksOf('x'))
      await store.remove(id)
      expect(await store.open(id)).toBeNull()
      expect(await stage.count()).toBe(0)
    })

    test('a stream that breaks leaves nothing, and tells why', async () => {
      const { store } = stage
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.alloc(100_000)
        throw new Error('the sender went away')
      }
      await expect(store.put(randomUUID(), broken())).rejects.toThrow('the sender went away')
      expect(await stage.count()).toBe(0)
    })

    test('nothing is there before all of it is', async () => {
      const { store } = stage
      const id = randomUUID()
      let looked: unknown = 'not yet'
      async function* slow(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half')
        looked = await store.stat(id)
        yield Buffer.from(' and half')
      }
      await store.put(id, slow())
      expect(looked).toBeNull()
      expect(await store.stat(id)).toEqual({ sizeBytes: 13 })
    })

    test.each(['../secret', 'a/b', '', '..', `${randomUUID()}/../x`, `${randomUUID()}\u0000`, 'CON'])(
      'no other name than an id reaches it: %j',
      async id => {
        const { store } = stage
        await expect(store.put(id, chunksOf('x'))).rejects.toThrow('not an id')
        await expect(store.open(id)).rejects.toThrow('not an id')
        await expect(store.stat(id)).rejects.toThrow('not an id')
        await expect(store.remove(id)).rejects.toThrow('not an id')
        expect(await stage.count()).toBe(0)
      },
    )

    test('tidying touches nothing that is whole', async () => {
      const { store } = stage
      const id = randomUUID()
      await store.put(id, chunksOf('whole'))
      await store.tidy(new Date(Date.now() + 60_000))
      expect(await textOf(await store.open(id))).toBe('whole')
    })
  })
}
