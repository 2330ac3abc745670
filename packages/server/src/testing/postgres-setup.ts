// One throwaway Postgres for a whole run of tests, with a migrated template to copy databases from.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts'
import { migrate } from '../store/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A connection to the admin database of the run's Postgres, as JSON. */
    postgres: string
  }
}

export const templateName = 'template_migrated'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir, connections: 200, log: () => undefined })
  const admin = new pg.Client({ ...postgres.connection, database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${templateName}`)
  await admin.end()
  const pool = new pg.Pool({ ...postgres.connection, database: templateName, max: 2 })
  await migrate(pool)
  await pool.end()
  project.provide('postgres', JSON.stringify(postgres.connection))
  return async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
