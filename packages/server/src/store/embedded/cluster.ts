// Makes the cluster: initdb, once, beside its place; only a whole one is moved there. A finished one is never touched.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { postgresMajor } from './binaries.ts'
import type { ClusterFolders } from './folder.ts'
import { makeOwned } from './folder.ts'
import type { Ground } from './ground.ts'
import { nameInside } from './ground.ts'

const run = promisify(execFile)

export const clusterUser = 'baton'

async function readIfThere(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const unfinished = 'unfinished-'

/** Whatever was cut off was never used. Its initdb may still be writing: then it is left for the next start. */
async function removeUnfinished({ home }: ClusterFolders): Promise<void> {
  const names = (await readdir(home)).filter(name => name.startsWith(unfinished))
  await Promise.allSettled(names.map(name => rm(join(home, name), { recursive: true, force: true })))
}

async function initdb(ground: Ground, password: string): Promise<void> {
  const { binaries, folders, account } = ground
  const making = join(folders.home, `${unfinished}${randomBytes(6).toString('hex')}`)
  await makeOwned(making, account)
  const passwordFile = join(folders.home, 'first-password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) await chown(passwordFile, account.uid, account.gid)
  const options = [
    '-D',
    nameInside(ground, making),
    '-U',
    clusterUser,
    '--pwfile',
    '../first-password',
    '--auth=scram-sha-256',
  ]
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    await run(
      join(binaries, 'bin', 'initdb'),
      [...options, ...locale, '--data-checksums', '--no-instructions'],
      {
        cwd: making,
        env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
        ...(account ? { uid: account.uid, gid: account.gid } : {}),
      },
    )
    await rename(making, folders.cluster)
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error
        ? String(error.stderr).trim().split('\n').slice(-3).join(' ')
        : ''
    throw new Error(`The database could not be made in ${folders.cluster}. ${said}`, { cause: error })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** The cluster's password; makes the cluster when there is none. Throws when it cannot be used. */
export async function ensureCluster(ground: Ground): Promise<string> {
  const { folders } = ground
  const password = await readIfThere(folders.password)
  if ((await readIfThere(folders.initialised)) !== null) {
    const version = await readIfThere(join(folders.cluster, 'PG_VERSION'))
    if (version === null)
      throw new Error(
        `${folders.cluster} is gone, though it was made before. Restore it from a backup, or remove ${folders.home} to start empty.`,
      )
    if (version !== String(postgresMajor)) {
      throw new Error(
        `${folders.cluster} was made by Postgres ${version}, and this Baton brings ${postgresMajor}. Dump it with the Baton that made it, and restore it here.`,
      )
    }
    if (password === null)
      throw new Error(
        `${folders.password} is gone. Restore it from a backup: the database in ${folders.cluster} opens with it only.`,
      )
    return password
  }
  await removeUnfinished(folders)
  const fresh = password ?? randomBytes(24).toString('base64url')
  if (password === null) await writeFile(folders.password, `${fresh}\n`, { mode: 0o600 })
  // It is whole as soon as it has its name, also where the mark was not written any more.
  if ((await readIfThere(join(folders.cluster, 'PG_VERSION'))) === null) await initdb(ground, fresh)
  await writeFile(folders.initialised, `${postgresMajor}\n`)
  return fresh
}
