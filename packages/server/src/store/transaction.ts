// Transactions beside the flights: all of it or nothing, and a deadlock is no news for whoever asked.
import type pg from 'pg'
import { asPortFault, sqlState } from './pool.ts'

/** Postgres ended one of two that waited for each other; nothing of it stayed, and the other one is through. */
const deadlock = '40P01'
const timesMost = 5
/** Whoever comes back at once takes the lock before the other one has woken up, and meets it again. */
const pauseMs = 50

/** Runs `work` again after a deadlock, so it may do nothing that cannot be done twice. */
export async function pastDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await work()
    } catch (error) {
      if (sqlState(error) !== deadlock || time === timesMost) throw error
      await new Promise(proceed => setTimeout(proceed, pauseMs * time * (1 + Math.random())))
    }
  }
}

async function onceOn<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  isKept: (done: T) => boolean,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const done = await work(client)
    await client.query(isKept(done) ? 'commit' : 'rollback')
    client.release()
    return done
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}

/** `work` may run more than once; what it answers says whether it is kept. @throws PortFault: nothing of it stayed, unless the line broke around COMMIT. */
export async function inTransaction<T>(
  pool: pg.Pool,
  what: string,
  work: (client: pg.PoolClient) => Promise<T>,
  isKept: (done: T) => boolean = () => true,
): Promise<T> {
  try {
    return await pastDeadlocks(() => onceOn(pool, work, isKept))
  } catch (error) {
    throw asPortFault(what, error)
  }
}

/** On the one server that gets the lock of this name, for as long as `work` runs. False: another one has it. */
export async function whileAlone(
  pool: pg.Pool,
  what: string,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  let client: pg.PoolClient | null = null
  try {
    client = await pool.connect()
    await client.query('begin')
    const { rows } = await client.query<{ ours: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as ours',
      [name],
    )
    const ours = rows[0]?.ours === true
    if (ours) await work()
    await client.query('commit')
    client.release()
    return ours
  } catch (error) {
    // With its line the lock is gone, whatever state it is in.
    client?.release(true)
    throw asPortFault(what, error)
  }
}
