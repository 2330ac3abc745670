// Two that wait for each other, on a real Postgres.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../testing/postgres.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import { queryOn } from './query.ts'
import { inTransaction } from './transaction.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  await pool.query('create table things (name text primary key, n integer not null)')
  await pool.query(`insert into things values ('a', 0), ('b', 0)`)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const add = `update things set n = n + 1 where name = $1`

/** Everyone waits here until as many have come. */
function gate(width: number): () => Promise<void> {
  let come = 0
  let open: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return () => {
    come += 1
    if (come >= width) open()
    return opened
  }
}

test('both of two transactions that lock crosswise are done, each once', async () => {
  const bothHoldOne = gate(2)
  let runs = 0
  const inOrder = (first: string, second: string) =>
    inTransaction(pool, 'Counting', async client => {
      runs += 1
      await client.query(add, [first])
      await bothHoldOne()
      await client.query(add, [second])
    })
  await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')])
  // The two, and once more the one that gave way; on a busy machine they may meet again.
  expect(runs).toBeGreaterThan(2)
  expect((await pool.query('select name, n from things order by name')).rows).toEqual([
    { name: 'a', n: 2 },
    { name: 'b', n: 2 },
  ])
})

test('a single statement that is picked to give way is run again', async () => {
  const run = queryOn(pool)
  const other = await pool.connect()
  // Whoever has waited for longest is picked: the statement, not the other one.
  await other.query(`begin; set local deadlock_timeout = '20s'`)
  await other.query(add, ['b'])
  // Locks a, then waits for b.
  const both = run(
    'Counting',
    '',
    `update things set n = n + 10 from (select name from things order by name for update) t where things.name = t.name`,
    [],
  )
  for (let waits = false; !waits; ) {
    const { rows } = await pool.query<{ waits: boolean }>(
      `select exists (select from pg_locks where not granted and pid <> pg_backend_pid()) as waits`,
    )
    waits = rows[0]?.waits === true
  }
  await other.query(add, ['a'])
  await other.query('commit')
  other.release()
  await both
  expect((await pool.query('select name, n from things order by name')).rows).toEqual([
    { name: 'a', n: 13 },
    { name: 'b', n: 13 },
  ])
})
