// Brings the database to this version of Baton, once, whoever starts first; a newer database is refused.
import type { Migration } from 'kysely'
import { Kysely, Migrator, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { up as ground } from './migrations/0001-ground.ts'
import { up as bots } from './migrations/0002-bots.ts'
import { up as botVersions } from './migrations/0003-bot-versions.ts'
import { up as knowledge } from './migrations/0004-knowledge.ts'
import { up as finding } from './migrations/0005-finding.ts'
import { up as contacts } from './migrations/0006-contacts.ts'
import { up as media } from './migrations/0007-media.ts'
import { up as writing } from './migrations/0008-writing.ts'
import { up as team } from './migrations/0009-team.ts'
import { up as closing } from './migrations/0010-closing.ts'
import { up as webhooks } from './migrations/0011-webhooks.ts'
import { up as channels } from './migrations/0012-channels.ts'
import { up as rules } from './migrations/0013-rules.ts'
import { up as ruleLab } from './migrations/0015-rule-lab.ts'

const migrations: Record<string, Migration> = {
  '0001-ground': { up: ground },
  '0002-bots': { up: bots },
  '0003-bot-versions': { up: botVersions },
  '0004-knowledge': { up: knowledge },
  '0005-finding': { up: finding },
  '0006-contacts': { up: contacts },
  '0007-media': { up: media },
  '0008-writing': { up: writing },
  '0009-team': { up: team },
  '0010-closing': { up: closing },
  '0011-webhooks': { up: webhooks },
  '0012-channels': { up: channels },
  '0013-rules': { up: rules },
  '0015-rule-lab': { up: ruleLab },
}

/** The database was made by a later version of Baton. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError'
}

async function appliedNames(pool: pg.Pool): Promise<readonly string[]> {
  const found = await pool.query<{ there: boolean }>(
    `select to_regclass('kysely_migration') is not null as there`,
  )
  if (!found.rows[0]?.there) return []
  const rows = await pool.query<{ name: string }>('select name from kysely_migration order by name')
  return rows.rows.map(row => row.name)
}

/** Applies what is missing. Safe to run by several servers at once. */
export async function migrate(pool: pg.Pool): Promise<readonly string[]> {
  const unknown = (await appliedNames(pool)).filter(name => !(name in migrations))
  if (unknown.length > 0) {
    throw new NewerDatabaseError(
      `The database was used by a newer Baton (it has ${unknown.join(', ')}). Start that version, or restore a backup made by this one.`,
    )
  }
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw new Error('The database could not be migrated', { cause: error })
  return (results ?? []).map(result => result.migrationName)
}
