import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clusterFolders, folderInTheWay, makeFolders } from './folder.ts'

/** Nobody's, on any machine that runs tests. */
const stranger = { name: 'nobody', uid: 61_234, gid: 61_234 }
let top: string

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'baton-folder-'))
})
afterEach(() => rm(top, { recursive: true, force: true }))

test('of several closed folders the uppermost is named', async () => {
  await mkdir(join(top, 'shop', 'deep'), { recursive: true })
  await chmod(join(top, 'shop'), 0o700)
  expect(await folderInTheWay(join(top, 'shop', 'deep'), stranger)).toBe(top)
  await chmod(top, 0o711)
  expect(await folderInTheWay(join(top, 'shop', 'deep'), stranger)).toBe(join(top, 'shop'))
  await chmod(join(top, 'shop'), 0o711)
  expect(await folderInTheWay(join(top, 'shop', 'deep'), stranger)).toBeNull()
})

test('folders that Baton makes itself can be passed whatever the umask, but not be listed', async () => {
  await chmod(top, 0o755)
  const before = process.umask(0o077)
  try {
    // Only the last step, to give the folders away, needs root.
    await makeFolders(clusterFolders(join(top, 'a', 'b', 'data')), stranger).catch(error => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
    })
  } finally {
    process.umask(before)
  }
  for (const path of ['a', 'a/b', 'a/b/data']) expect((await stat(join(top, path))).mode & 0o777).toBe(0o701)
})
