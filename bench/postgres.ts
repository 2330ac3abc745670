// The bench's own throwaway Postgres: on the loopback, durable as in production, gone at the end.
import { chownSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterAccount } from '../packages/server/src/store/embedded/account.ts'
import { reachableBinaries } from '../packages/server/src/store/embedded/binaries.ts'
import { end, run, start, temporaryFolder } from './processes.ts'

export interface Postgres {
  readonly pid: number
  readonly version: string
  /** Address of a database in it. */
  url(database: string): string
  /** Makes an empty database and gives its address. */
  create(database: string): Promise<string>
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no free port')
  return address.port
}

/** What makes an acknowledged message durable; asserted, so that nobody measures a faster lie. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const

async function assertDurable(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const [name, wanted] of Object.entries(durable)) {
      const shown = await client.query<Record<string, string>>(`show ${name}`)
      const value = shown.rows[0]?.[name]
      if (value !== wanted)
        throw new Error(`${name} is ${value}, and must be ${wanted} for a figure to count`)
    }
    const version = await client.query<{ server_version: string }>('show server_version')
    return version.rows[0]?.server_version ?? 'unknown'
  } finally {
    await client.end()
  }
}

async function untilItAnswers(url: string, lastWords: () => string): Promise<void> {
  const until = Date.now() + 20_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > until) throw new Error(`Postgres does not answer: ${lastWords()}`, { cause: error })
      await sleep(100)
    }
  }
}

/** `settings`: further ones, each as `name=value`. */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres> {
  const account = await clusterAccount()
  const folder = temporaryFolder('postgres')
  if (account) chownSync(folder, account.uid, account.gid)
  const binaries = join(await reachableBinaries(account, join(tmpdir(), 'baton-bench-binaries')), 'bin')
  const cluster = join(folder, 'cluster')
  const env = { PATH: process.env.PATH, LC_ALL: 'C' }
  const as = { uid: account?.uid, gid: account?.gid, env, cwd: folder }
  const set = ['-U', 'baton', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-D', cluster]
  await run({ command: join(binaries, 'initdb'), args: set, ...as }, 60_000)
  const port = await freePort()
  const flags = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...settings,
    ...Object.entries(durable).map(([name, value]) => `${name}=${value}`),
  ].flatMap(setting => ['-c', setting])
  const args = ['-D', cluster, '-p', String(port), ...flags]
  const child = start({ command: join(binaries, 'postgres'), args, ...as })
  const url = (database: string) => `postgres://baton@127.0.0.1:${port}/${database}`
  await untilItAnswers(url('postgres'), child.lastWords)
  const version = await assertDurable(url('postgres'))
  return {
    pid: child.pid ?? 0,
    version,
    url,
    async create(database) {
      const client = new pg.Client({ connectionString: url('postgres') })
      await client.connect()
      await client.query(`create database ${database}`)
      await client.end()
      return url(database)
    },
    async stop() {
      // Fast shutdown; whatever it holds is thrown away anyway.
      await end(child, 'SIGINT', 5_000)
    },
  }
}
