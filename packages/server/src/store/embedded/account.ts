// Postgres refuses to run as root. Where Baton does, the cluster belongs to another account of the machine.
import { readFile } from 'node:fs/promises'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Null: Baton's own account will do. Throws where Baton is root and no other account can be found. */
export async function clusterAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  const accounts = new Map<string, Account>()
  for (const line of (await readFile('/etc/passwd', 'utf8')).split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid) accounts.set(name, { name, uid: Number(uid), gid: Number(gid) })
  }
  const found = accounts.get('postgres') ?? accounts.get('nobody')
  if (!found) {
    throw new Error(
      'Postgres does not run as root, and there is no account postgres or nobody. Run Baton as another user, or set DATABASE_URL.',
    )
  }
  return found
}
