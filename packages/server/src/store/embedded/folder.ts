// The folders of a cluster, and whether its account can get to them.
import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Account } from './account.ts'

export interface ClusterFolders {
  /** Everything below belongs to the cluster's account. */
  readonly home: string
  readonly cluster: string
  /** In the cluster, as a server that was put there can name nothing else. */
  readonly socket: string
  /** Written when initdb has finished. */
  readonly initialised: string
  /** Beside the home, readable by Baton only. */
  readonly password: string
  readonly starting: string
}

export function clusterFolders(dataDir: string): ClusterFolders {
  const home = join(resolve(dataDir), 'postgres')
  return {
    home,
    cluster: join(home, 'cluster'),
    socket: join(home, 'cluster', 'run'),
    initialised: join(home, 'initialised'),
    password: join(resolve(dataDir), 'postgres-password'),
    starting: join(resolve(dataDir), 'starting'),
  }
}

const searchByOwner = 0o100
const searchByGroup = 0o010
const searchByOthers = 0o001

/** The uppermost folder on the way to `path` that the account may not pass; null when the way is free. */
export async function folderInTheWay(path: string, account: Account): Promise<string | null> {
  const parent = dirname(path)
  if (parent !== path) {
    const above = await folderInTheWay(parent, account)
    if (above !== null) return above
  }
  const { uid, gid, mode } = await stat(path)
  const needed = uid === account.uid ? searchByOwner : gid === account.gid ? searchByGroup : searchByOthers
  return (mode & needed) === needed ? null : path
}

/** A folder that only the account can enter. */
export async function makeOwned(path: string, account: Account | null): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await chmod(path, 0o700)
  if (account) await chown(path, account.uid, account.gid)
}

async function letThrough(path: string): Promise<void> {
  const { mode } = await stat(path)
  if ((mode & searchByOthers) === 0) await chmod(path, (mode & 0o7777) | searchByOthers)
}

/** Makes what is missing. */
export async function makeFolders(folders: ClusterFolders, account: Account | null): Promise<void> {
  const dataDir = dirname(folders.home)
  const made = await mkdir(dataDir, { recursive: true })
  if (account) {
    // The data folder is Baton's own: its cluster may be reached through it, the rest stays closed by its modes.
    let own = dataDir
    await letThrough(own)
    // Folders that were made on the way are Baton's own, too.
    while (made !== undefined && own !== resolve(made) && own !== dirname(own)) {
      own = dirname(own)
      await letThrough(own)
    }
  }
  await makeOwned(folders.home, account)
}
