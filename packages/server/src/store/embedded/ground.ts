// What a cluster stands on, found out before anything is started: whose it is, its folders, the binaries.
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Account } from './account.ts'
import { clusterAccount } from './account.ts'
import { reachableBinaries } from './binaries.ts'
import type { ClusterFolders } from './folder.ts'
import { clusterFolders, folderInTheWay, makeFolders } from './folder.ts'

export interface Ground {
  readonly folders: ClusterFolders
  readonly account: Account | null
  readonly binaries: string
  /** Its account cannot pass the way to the cluster: it has to be put there. */
  readonly isClosed: boolean
}

/** Where a process was put; it needs no way to there. */
const whereItStands = '/proc/self/cwd'

/** What a process that was started in `folder` is to call it. */
export function nameInside({ isClosed }: Pick<Ground, 'isClosed'>, folder: string): string {
  return isClosed ? whereItStands : folder
}

/** Makes the folders. Throws, with the folder in the way, where the account cannot be helped past it. */
export async function prepareGround(dataDir: string): Promise<Ground> {
  const account = await clusterAccount()
  const folders = clusterFolders(dataDir)
  await makeFolders(folders, account)
  const parent = dirname(folders.home)
  const inTheWay = account && (await folderInTheWay(parent, account))
  if (inTheWay && !existsSync(whereItStands)) {
    throw new Error(
      `Postgres runs as ${account.name} and cannot pass ${inTheWay} on the way to ${parent}. Set BATON_DATA_DIR to a folder outside it (e.g. /var/lib/baton), or let others through: chmod o+x ${inTheWay}`,
    )
  }
  return { folders, account, binaries: await reachableBinaries(account, parent), isClosed: inTheWay !== null }
}
