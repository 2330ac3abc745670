// The worst moment for Postgres to be killed: a COMMIT is on its way, and after the crash the transaction's number
// is given to another one, which commits.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openTestFlights, saying } from '../testing/flights.ts'
import { startSwallowingProxy } from '../testing/swallowing-proxy.ts'
import { until } from '../testing/until.ts'
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts'
import { migrate } from './migrate.ts'

const rounds = 2

test('[DL3] a number that Postgres gave out twice is no proof that a message was stored', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-lost-commit-'))
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  const pool = new pg.Pool({ ...postgres.connection, max: 1 })
  pool.on('error', () => undefined)
  await migrate(pool)
  const proxy = await startSwallowingProxy(postgres.connection)
  const database = { connection: postgres.connection, drop: async () => undefined }
  const world = await openTestFlights({ database, through: () => proxy.connection })
  try {
    const to = await world.conversation()
    const stored: string[] = []
    for (let round = 0; round < rounds; round++) {
      const text = `round ${round}`
      await pool.query('checkpoint')
      proxy.swallow('commit', async () => {
        const { rows } = await pool.query<{ pid: number; xid: string }>(
          `select (select pid from pg_stat_activity where application_name = 'flights under test' and backend_xid is not null) as pid,
             (select backend_xid::text from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid() limit 1) as xid`,
        )
        const [flight] = rows
        if (!flight?.pid) throw new Error('no flight is under way')
        const xid = Number(flight.xid)
        // A backend that is killed so takes the whole server down and through recovery.
        process.kill(flight.pid, 'SIGKILL')
        await until('the number is given out again', async () => {
          const given = await pool
            .query<{ xid: string }>('select pg_current_xact_id()::text as xid')
            .catch(() => null)
          return Number(given?.rows[0]?.xid) >= xid
        })
      })
      const told = await world.flights.handle(saying(to, text, text)).then(
        ({ ok }) => ok,
        () => false,
      )
      if (told) stored.push(text)
      expect(await until('the log can be read', () => world.texts(to).catch(() => null))).toEqual(stored)
      expect(told).toBe(false)
      expect((await world.flights.handle(saying(to, text, text))).ok).toBe(true)
      stored.push(text)
    }
  } finally {
    await world.close()
    await proxy.close()
    await pool.end()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
})
