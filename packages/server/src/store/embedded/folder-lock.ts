// One Baton a folder. The lock is a session's in the database itself: it is gone the moment its holder dies, and
// never stale. A file keeps two starts from making the same cluster at once.
import { open, readFile, rm } from 'node:fs/promises'
import pg from 'pg'
import { isAlive } from './postmaster.ts'

/** Any number that is ours. */
const lockNumber = 7_216_413_905
const triesPerStart = 20
const tryEveryMs = 100

/** The folder is another Baton's. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'
}

/** The connection that holds the lock; it must stay open. Throws a FolderInUseError that says who holds it. */
export async function lockFolder(connection: pg.ClientConfig, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    application_name: `baton, process ${process.pid}`,
    keepAlive: true,
  })
  // Told by 'end'; without a listener an error would end the process.
  client.on('error', () => undefined)
  await client.connect()
  for (let tries = 0; tries < triesPerStart; tries++) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
      lockNumber,
    ])
    if (rows[0]?.got) return client
    await new Promise(resolve => setTimeout(resolve, tryEveryMs))
  }
  const { rows } = await client.query<{ holder: string; since: string }>(
    `select a.application_name as holder, to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as since
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and (l.classid::bigint << 32) + l.objid::bigint = $1`,
    [lockNumber],
  )
  await client.end()
  const who = rows[0] ? `${rows[0].holder}, since ${rows[0].since}` : 'another process'
  throw new FolderInUseError(
    `The data folder ${dataDir} is in use (${who}). Stop that one, or set BATON_DATA_DIR to another folder.`,
  )
}

/** Runs `work` while no other start works on the folder. */
export async function whileStarting<Result>(
  file: string,
  dataDir: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const handle = await open(file, 'wx').catch(async error => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const pid = Number(await readFile(file, 'utf8').catch(() => ''))
    if (pid > 1 && pid !== process.pid && isAlive(pid)) {
      throw new FolderInUseError(
        `Process ${pid} is starting on the data folder ${dataDir}. Wait for it, or set BATON_DATA_DIR to another folder.`,
      )
    }
    // Its process was killed while starting.
    await rm(file, { force: true })
    return open(file, 'wx')
  })
  await handle.writeFile(String(process.pid))
  await handle.close()
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}
