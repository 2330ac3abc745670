// The Postgres that Baton brings along: made, started or adopted, watched, and stopped last.
import { resolve } from 'node:path'
import pg from 'pg'
import { clusterUser, ensureCluster } from './cluster.ts'
import { FolderInUseError, lockFolder, whileStarting } from './folder-lock.ts'
import type { Ground } from './ground.ts'
import { prepareGround } from './ground.ts'
import type { Postmaster } from './postmaster.ts'
import {
  isAlive,
  lastWords,
  livingPostmaster,
  socketAnswers,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts'

export interface EmbeddedOptions {
  readonly dataDir: string
  /** The most at a time; one server takes 20 to 30. */
  readonly connections?: number
  readonly log: (line: { readonly level: 'info' | 'warn' | 'error'; readonly message: string }) => void
}

export interface EmbeddedPostgres {
  readonly connection: pg.ClientConfig
  /** It ran already: whoever started it was killed. */
  readonly adopted: boolean
  stop(): Promise<void>
}

interface Cluster extends Ground {
  readonly connections: number
  readonly password: string
}

const readyWithinMs = 60_000
const readyEveryMs = 15
const startTries = 8
const restartPauseMs = 250
/** A stop in the middle of a restart waits for it, or it would leave a server behind. */
const healWithinMs = 2_000
const database = 'baton'

function connectionTo({ host, port }: Postmaster, { password }: Cluster, to = database): pg.ClientConfig {
  return { host, port, user: clusterUser, password, database: to }
}

/** Waits until it answers; null when it is gone. Recovery after a crash counts as waiting. */
async function answers(postmaster: Postmaster, ground: Cluster): Promise<Postmaster | null> {
  const until = Date.now() + readyWithinMs
  while (Date.now() < until) {
    if (!isAlive(postmaster.pid)) return null
    const client = new pg.Client({
      ...connectionTo(postmaster, ground, 'postgres'),
      connectionTimeoutMillis: 2_000,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
      if (!rowCount) await client.query(`create database ${database}`)
      return postmaster
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '28P01') {
        throw new Error(
          `The password in ${ground.folders.password} does not open the database. Restore both from the same backup.`,
          { cause: error },
        )
      }
      await new Promise(proceed => setTimeout(proceed, readyEveryMs))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw new Error(
    `Postgres did not answer within ${readyWithinMs / 1_000} s. ${await lastWords(ground.folders)}`,
  )
}

/** The living one, or a new one. Left-over children of a killed one can hold its memory for a moment. */
async function ensureRunning(
  ground: Cluster,
  before: Postmaster | null = null,
): Promise<{ postmaster: Postmaster; adopted: boolean }> {
  for (let tries = 0; tries < startTries; tries++) {
    const living = await livingPostmaster(ground.folders)
    const found = living ? await answers(living, ground) : null
    if (found) return { postmaster: found, adopted: true }
    if (!living && (await socketAnswers(ground.folders))) {
      throw new FolderInUseError(
        `A Postgres that cannot be seen from here (in another container?) serves ${ground.folders.cluster}. Stop the Baton there, or set BATON_DATA_DIR to another folder.`,
      )
    }
    let gone = false
    const spawned = await spawnPostmaster(ground, before, () => {
      gone = true
    })
    const started = gone ? null : await answers(spawned, ground)
    if (started) return { postmaster: started, adopted: false }
    await new Promise(proceed => setTimeout(proceed, restartPauseMs * (tries + 1)))
  }
  throw new Error(`Postgres does not start in ${ground.folders.cluster}. ${await lastWords(ground.folders)}`)
}

/** Starts or adopts the cluster in the data folder. Throws with what to do when it cannot. */
export async function startEmbeddedPostgres({
  dataDir,
  connections = 60,
  log,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const found = await prepareGround(dataDir)
  let stopping = false
  let { ground, postmaster, adopted, lock } = await whileStarting(
    found.folders.starting,
    resolve(dataDir),
    async () => {
      const prepared = { ...found, connections, password: await ensureCluster(found) }
      const running = await ensureRunning(prepared)
      try {
        return {
          ground: prepared,
          ...running,
          lock: await lockFolder(connectionTo(running.postmaster, prepared), resolve(dataDir)),
        }
      } catch (error) {
        // Not ours to stop: it serves whoever holds the lock.
        if (!running.adopted && !(error instanceof FolderInUseError)) await stopPostmaster(running.postmaster)
        throw error
      }
    },
  )
  if (adopted) log({ level: 'info', message: 'took up the database that a killed Baton had left running' })

  let holdsLock = true
  let healing: Promise<void> = Promise.resolve()

  function watch(): void {
    holdsLock = true
    lock.once('end', () => {
      holdsLock = false
      if (!stopping) healing = heal()
    })
  }

  /** The lock's connection broke: the server was killed, restarted, or only the line was cut. */
  async function heal(): Promise<void> {
    log({ level: 'warn', message: 'the database went away; bringing it back' })
    for (let tries = 1; !stopping; tries++) {
      try {
        const running = await ensureRunning(ground, postmaster)
        postmaster = running.postmaster
        lock = await lockFolder(connectionTo(postmaster, ground), resolve(dataDir))
        log({ level: 'info', message: 'the database is back' })
        return watch()
      } catch (error) {
        log({ level: 'error', message: error instanceof Error ? error.message : String(error) })
        await new Promise(proceed => setTimeout(proceed, Math.min(restartPauseMs * 2 ** tries, 5_000)))
      }
    }
  }

  watch()
  return {
    // A restart keeps the address: the socket's folder, or the port it had.
    connection: connectionTo(postmaster, ground),
    adopted,
    async stop() {
      stopping = true
      await Promise.race([healing, new Promise(proceed => setTimeout(proceed, healWithinMs).unref())])
      // The lock goes with the server. Without it, the server is somebody else's by now.
      if (holdsLock) await stopPostmaster(postmaster)
      await lock.end().catch(() => undefined)
    },
  }
}
