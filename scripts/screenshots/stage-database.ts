// A throwaway database whose clock can be set back. Baton takes every time from it, so that an hour of talk is
// played within a minute and still looks like an hour.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../packages/server/src/store/embedded/embedded-postgres.ts'

export interface StageDatabase {
  /** For DATABASE_URL. */
  readonly url: string
  /** Goes on from then. Never backwards: an earlier time than the present one is passed over. */
  setClock(minutesAgo: number): Promise<void>
  drop(): Promise<void>
}

const name = `baton_pictures_${process.pid}`

const clock = `
  create table stage_clock (shift interval not null);
  insert into stage_clock values (interval '-1 hour');
  create function clock_timestamp() returns timestamptz language sql volatile as
    'select pg_catalog.clock_timestamp() + shift from public.stage_clock';
  alter database ${name} set search_path = public, pg_catalog;`

async function openServer(): Promise<{ connection: pg.ClientConfig; stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL
  if (given) return { connection: { connectionString: given }, stop: async () => undefined }
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-pictures-'))
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  return {
    connection: postgres.connection,
    async stop() {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function urlOf(connection: pg.ClientConfig): string {
  if (connection.connectionString) {
    const url = new URL(connection.connectionString)
    url.pathname = `/${name}`
    return url.href
  }
  const { host = '', port, user = '', password } = connection
  const secret = typeof password === 'string' ? password : ''
  const query = new URLSearchParams({ host, port: String(port) })
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@/${name}?${query}`
}

export async function openStageDatabase(): Promise<StageDatabase> {
  const server = await openServer()
  const admin = new pg.Client(server.connection)
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = urlOf(server.connection)
  const own = new pg.Client({ connectionString: url })
  await own.connect()
  await own.query(clock)
  return {
    url,
    async setClock(minutesAgo) {
      await own.query("update public.stage_clock set shift = greatest(shift, $1 * interval '-1 minute')", [
        minutesAgo,
      ])
    },
    async drop() {
      await own.end()
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
      await server.stop()
    },
  }
}
