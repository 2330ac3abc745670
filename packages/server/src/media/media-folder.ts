// Files in a folder. A file is written beside its place, flushed and renamed into it, so that whatever has a name is
// whole. The only names are ids of ours.
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MediaStore } from '../app/media-store.ts'
import { NoRoom } from '../app/media-store.ts'
import { PortFault } from '../app/ports.ts'
import { isMediaId } from './media-id.ts'

const fullCodes = new Set(['ENOSPC', 'EDQUOT'])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** What the file system did, as the application knows it; what the sender's stream did passes through. */
function faultOf(what: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error
  if (fullCodes.has(codeOf(error))) return new NoRoom(what, { cause: error })
  return codeOf(error).startsWith('E') && 'path' in error
    ? new PortFault(`${what} failed (${codeOf(error)})`, { cause: error, retryable: false })
    : error
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** `openNew` opens a file that is not there yet for writing. */
export function createMediaFolder(
  folder: string,
  openNew = (path: string) => open(path, 'wx', 0o600),
): MediaStore {
  const incoming = join(folder, 'incoming')

  /** By the last two digits, which are random, so that no folder grows too large. */
  function pathOf(id: string): string {
    if (!isMediaId(id)) throw new Error('this is not an id of a file')
    return join(folder, id.slice(-2), id)
  }

  async function write(id: string, path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(incoming, { recursive: true, mode: 0o700 })
    const begun = join(incoming, id)
    try {
      const handle = await openNew(begun)
      try {
        await writeFile(handle, body)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rename(begun, path)
      // A name is kept by its folder.
      await flush(dirname(path))
    } catch (error) {
      await rm(begun, { force: true })
      throw error
    }
  }

  return {
    async put(id, body) {
      const path = pathOf(id)
      try {
        await write(id, path, body)
      } catch (error) {
        throw faultOf('Keeping a file', error)
      }
    },
    async open(id, range) {
      const path = pathOf(id)
      const handle = await open(path, 'r').catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null
        throw faultOf('Opening a file', error)
      })
      return handle && createReadStream(path, { fd: handle, ...range })
    },
    async stat(id) {
      const found = await stat(pathOf(id)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null
        throw faultOf('Looking for a file', error)
      })
      return found && { sizeBytes: found.size }
    },
    async remove(id) {
      await rm(pathOf(id), { force: true }).catch((error: unknown) => {
        throw faultOf('Removing a file', error)
      })
    },
    async tidy(before) {
      const names = await readdir(incoming).catch(() => [])
      for (const name of names) {
        const path = join(incoming, name)
        const found = await stat(path).catch(() => null)
        if (found && found.mtimeMs < before.getTime()) await rm(path, { force: true })
      }
    },
  }
}
