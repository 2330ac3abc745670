// With the real thing: real processes are killed, and what was committed has to be there.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { clusterFolders } from './folder.ts'
import { isAlive, livingPostmaster } from './postmaster.ts'

interface Said {
  readonly connection: pg.ClientConfig
  readonly adopted: boolean
  readonly refused?: string
}

let top: string
let dataDir: string
let ends: (() => Promise<void>)[]

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'baton-embedded-'))
  // As it comes, only its owner may pass it.
  await chmod(top, 0o755)
  dataDir = join(top, 'data')
  ends = []
})

afterEach(async () => {
  for (const end of ends.reverse()) await end()
  const left = await livingPostmaster(clusterFolders(dataDir))
  if (left) await kill(left.pid)
  await rm(top, { recursive: true, force: true, maxRetries: 5 })
})

async function begin(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  ends.push(() => postgres.stop())
  return postgres
}

/** Another Baton's process. */
async function holder() {
  const file = fileURLToPath(new URL('../../testing/postgres-holder.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const pid = child.pid ?? 0
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  ends.push(() => end('SIGKILL'))
  const said = once(createInterface(child.stdout), 'line').then(([line]): Said => JSON.parse(line))
  return { pid, said, end }
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await pause(10)
}

async function ask(connection: pg.ClientConfig, text: string): Promise<unknown> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query({ text, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

async function askUntilAnswered(connection: pg.ClientConfig, text: string): Promise<unknown> {
  for (;;) {
    try {
      return await ask(connection, text)
    } catch {
      await pause(20)
    }
  }
}

async function postmasterPid(): Promise<number> {
  const found = await livingPostmaster(clusterFolders(dataDir))
  if (!found) throw new Error('no postmaster lives')
  return found.pid
}

const remember = "create table kept as select 'a word' as word"
const recall = 'select word from kept'

describe('a fresh folder', () => {
  test('gets a durable, private, local database', async () => {
    const { connection, adopted } = await begin()
    expect(adopted).toBe(false)
    for (const [setting, value] of Object.entries({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      server_encoding: 'UTF8',
      password_encryption: 'scram-sha-256',
    })) {
      expect([setting, await ask(connection, `show ${setting}`)]).toEqual([setting, value])
    }
    expect(['', '127.0.0.1']).toContain(await ask(connection, 'show listen_addresses'))
    expect(await ask(connection, "select 'CAFÉ' ilike 'café'")).toBe(true)
    await expect(ask({ ...connection, password: 'guessed' }, 'select 1')).rejects.toThrow(/password/)
    const { mode } = await stat(clusterFolders(dataDir).password)
    expect(mode & 0o777).toBe(0o600)
  })

  test('keeps what was written over a stop and a start', async () => {
    const first = await begin()
    await ask(first.connection, remember)
    const pid = await postmasterPid()
    await first.stop()
    expect(isAlive(pid)).toBe(false)
    await expect(ask(first.connection, recall)).rejects.toThrow()
    const second = await begin()
    expect(second.adopted).toBe(false)
    expect(await ask(second.connection, recall)).toBe('a word')
  })

  test('below a path too long for a socket is served on loopback', async () => {
    dataDir = join(dataDir, 'long'.repeat(25))
    const { connection } = await begin()
    expect(connection.host).toBe('127.0.0.1')
    expect(await ask(connection, 'select 1')).toBe(1)
    await kill(await postmasterPid())
    expect(await askUntilAnswered(connection, 'select 2')).toBe(2)
  })

  test('below a closed folder, like root’s home, serves and heals as any other', async () => {
    await chmod(top, 0o700)
    const { connection } = await begin()
    await ask(connection, remember)
    await kill(await postmasterPid())
    expect(await askUntilAnswered(connection, recall)).toBe('a word')
    const { said } = await holder()
    expect((await said).refused).toMatch(/BATON_DATA_DIR/)
  })

  test('whose making was cut off is made again', async () => {
    const { end } = await holder()
    const { home } = clusterFolders(dataDir)
    const making = async () => (await readdir(home).catch(() => [])).some(name => /^unfinished/.test(name))
    while (!(await making())) await pause(5)
    await end('SIGKILL')
    const { connection } = await begin()
    expect(await ask(connection, 'select 1')).toBe(1)
  })
})

describe('a folder that is held', () => {
  test('is refused, saying by whom, and its holder does not notice', async () => {
    const { pid, said } = await holder()
    const { connection } = await said
    await expect(begin()).rejects.toThrow(new RegExp(`process ${pid}.*BATON_DATA_DIR`))
    expect(await ask(connection, 'select 1')).toBe(1)
  })

  test('goes to one of two that start at the same moment', async () => {
    const both = await Promise.all([holder(), holder()])
    const said = await Promise.all(both.map(each => each.said))
    const refused = said.filter(each => each.refused !== undefined)
    expect(refused).toHaveLength(1)
    expect(refused[0]?.refused).toMatch(/BATON_DATA_DIR/)
    const server = said.find(each => each.refused === undefined)
    expect(await ask(server?.connection ?? {}, 'select 1')).toBe(1)
  })

  test('is free again after a stop, and nothing is left running', async () => {
    const { said, end } = await holder()
    await said
    const pid = await postmasterPid()
    await end('SIGTERM')
    expect(isAlive(pid)).toBe(false)
    expect((await begin()).adopted).toBe(false)
  })
})

describe('kill -9', () => {
  test('of Baton leaves a database that the next start takes up', async () => {
    const { said, end } = await holder()
    await ask((await said).connection, remember)
    const pid = await postmasterPid()
    await end('SIGKILL')
    expect(isAlive(pid)).toBe(true)
    const { connection, adopted } = await begin()
    expect(adopted).toBe(true)
    expect(await postmasterPid()).toBe(pid)
    expect(await ask(connection, recall)).toBe('a word')
  })

  test('of Postgres heals, again and again, and the folder stays held', async () => {
    const { connection } = await begin()
    await ask(connection, remember)
    for (let time = 0; time < 3; time++) {
      await kill(await postmasterPid())
      expect(await askUntilAnswered(connection, recall)).toBe('a word')
    }
    const { said } = await holder()
    expect((await said).refused).toMatch(new RegExp(`process ${process.pid}`))
  })

  test('of both loses nothing', async () => {
    const { said, end } = await holder()
    await ask((await said).connection, remember)
    const pid = await postmasterPid()
    await Promise.all([end('SIGKILL'), kill(pid)])
    const { connection, adopted } = await begin()
    expect(adopted).toBe(false)
    expect(await ask(connection, recall)).toBe('a word')
  })

  test('of Postgres right before a stop leaves nothing running', async () => {
    const postgres = await begin()
    await kill(await postmasterPid())
    await postgres.stop()
    expect(await livingPostmaster(clusterFolders(dataDir))).toBeNull()
  })
})

describe('a folder that cannot be used', () => {
  test('without its password is told, and left as it is', async () => {
    const first = await begin()
    await first.stop()
    const { password, cluster } = clusterFolders(dataDir)
    await rm(password)
    await expect(begin()).rejects.toThrow(/postgres-password is gone/)
    expect((await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()).toBe('18')
  })

  test('with another password beside it is told', async () => {
    const first = await begin()
    await first.stop()
    await writeFile(clusterFolders(dataDir).password, 'another\n')
    await expect(begin()).rejects.toThrow(/does not open the database/)
  })

  test('where the cluster is gone is told, not made anew', async () => {
    const first = await begin()
    await first.stop()
    const { cluster } = clusterFolders(dataDir)
    await rm(cluster, { recursive: true })
    await expect(begin()).rejects.toThrow(/Restore it from a backup/)
  })

  test('made by another major version is told', async () => {
    const { home, cluster, initialised } = clusterFolders(dataDir)
    await mkdir(cluster, { recursive: true })
    await mkdir(home, { recursive: true })
    await writeFile(initialised, '17\n')
    await writeFile(join(cluster, 'PG_VERSION'), '17\n')
    await expect(begin()).rejects.toThrow(/made by Postgres 17/)
  })
})
