// The processes of the Postgres in a data folder, to kill all of them at once.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The postmaster's pid; null when none is written down. */
export async function postmasterOf(dataDir: string): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name))
  const parents = await Promise.all(
    pids.map(async pid => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
      return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1])
    }),
  )
  return pids.flatMap((pid, n) => (parents[n] === parent ? [Number(pid)] : []))
}

/** kill -9 for the postmaster and every process of its own. */
export async function killPostgres(dataDir: string): Promise<void> {
  const postmaster = await postmasterOf(dataDir)
  if (postmaster === null) return
  for (const pid of [postmaster, ...(await childrenOf(postmaster))]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It went by itself meanwhile.
    }
  }
}
