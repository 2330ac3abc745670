import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NoRoom } from '../app/media-store.ts'
import { mediaStoreContract } from '../testing/media-store-contract.ts'
import { createMediaFolder } from './media-folder.ts'

async function filesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).length
}

mediaStoreContract('a folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'baton-media-'))
  return {
    store: createMediaFolder(join(dir, 'media')),
    count: () => filesBelow(dir),
    close: () => rm(dir, { recursive: true }),
  }
})

describe('a folder of files', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'baton-media-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(1_024)
  }

  test('a disk that is full is told as that, and leaves nothing', async () => {
    // The kernel's own full device in the place of the new file.
    const store = createMediaFolder(join(dir, 'full'), () => open('/dev/full', 'w'))
    await expect(store.put(randomUUID(), bytes())).rejects.toBeInstanceOf(NoRoom)
    expect(await filesBelow(join(dir, 'full'))).toBe(0)
  })

  test('what a killed server began is tidied away, when it is old', async () => {
    const folder = join(dir, 'killed')
    const store = createMediaFolder(folder)
    const id = randomUUID()
    await mkdir(join(folder, 'incoming'), { recursive: true })
    await writeFile(join(folder, 'incoming', id), 'half')
    await store.tidy(new Date(Date.now() - 60_000))
    expect(await filesBelow(folder)).toBe(1)
    await store.tidy(new Date(Date.now() + 60_000))
    expect(await filesBelow(folder)).toBe(0)
  })

  test('files are for their owner only', async () => {
    const folder = join(dir, 'modes')
    const id = randomUUID()
    await createMediaFolder(folder).put(id, bytes())
    expect((await stat(join(folder, id.slice(-2), id))).mode & 0o077).toBe(0)
  })
})
