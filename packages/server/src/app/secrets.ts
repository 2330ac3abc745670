// One secret, and a key of its own for each purpose, so that what one of them signs the other never accepts.
import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export function keyFor(
  secret: string,
  purpose: 'visitor' | 'sign-in' | 'turn' | 'settings' | 'media' | 'alert',
): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'baton', purpose, 32))
}

/** The secret of this data folder: made on the first start, readable by its owner only. */
export async function secretIn(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret')
  const held = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (held !== null) {
    if (held.trim().length < 32)
      throw new Error(
        `${file} is cut short. Restore it from a backup, or delete it: everyone then signs in again.`,
      )
    return held.trim()
  }
  await mkdir(dataDir, { recursive: true })
  const made = randomBytes(32).toString('hex')
  await writeFile(file, `${made}\n`, { mode: 0o600, flag: 'wx' })
  return made
}
