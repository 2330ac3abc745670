// A database of its own for a test, migrated.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** Made by postgres-setup.ts; not imported from there, as that is another process. */
const templateName = 'template_migrated'

export interface TestDatabase {
  /** For DATABASE_URL. */
  readonly url: string
  readonly connection: pg.ClientConfig
  drop(): Promise<void>
}

export function urlOf(connection: pg.ClientConfig): string {
  const { host = '', port, user = '', database = '' } = connection
  const password = typeof connection.password === 'string' ? connection.password : ''
  const query = new URLSearchParams({ host, port: String(port) })
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@/${database}?${query}`
}

async function asAdmin(connection: pg.ClientConfig, statement: string): Promise<void> {
  const admin = new pg.Client({ ...connection, database: 'postgres' })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const given: pg.ClientConfig = JSON.parse(inject('postgres'))
  const database = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(given, `create database ${database} template ${templateName}`)
  const connection = { ...given, database }
  return {
    url: urlOf(connection),
    connection,
    drop: () => asAdmin(given, `drop database if exists ${database} with (force)`),
  }
}
