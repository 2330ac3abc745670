// Connections to Postgres, and how its faults become PortFaults.
import pg from 'pg'
import { PortFault } from '../app/ports.ts'

export type PoolOptions = pg.PoolConfig & {
  readonly onIdleError: (error: Error) => void
  /** For each new connection, before anything else. */
  readonly settings?: string
}

/**
 * A flight looks rows up by their keys and nothing else. Planned anew for every size of array, or planned by the
 * statistics of a young database, it would now and then read whole tables.
 */
export const keyLookups =
  'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off'

export function createPool({ onIdleError, settings, ...config }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A flight sends what does not wait for an answer in one go.
    pipeline: true,
    ...config,
  })
  // An idle connection that breaks (a restart of Postgres) must not end the process; the next query reconnects.
  pool.on('error', onIdleError)
  pool.on('connect', client => {
    client.on('error', onIdleError)
    if (settings) client.query(settings).catch(onIdleError)
  })
  return pool
}

/** SQLSTATE classes after which the same work may succeed: connection, resources, shutdown, serialisation. */
const retryableClasses = new Set(['08', '40', '53', '55', '57', '58'])

/** Null: not an answer of the database; the line to it broke. */
export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  // EPIPE and its like have five capitals, too; a SQLSTATE always has a digit.
  return typeof error.code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code) ? error.code : null
}

const lineCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN', 'ECONNABORTED'])

/** Whether the line to the database broke, so that what was sent on it may or may not have arrived. */
export function isLineBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && lineCodes.has(error.code)) return true
  return /^(Connection terminated|Connection ended|Client has encountered|Query read timeout)/.test(
    error.message,
  )
}

/** A fault of the database as the application knows it. */
export function asPortFault(what: string, error: unknown): PortFault {
  if (error instanceof PortFault) return error
  const state = sqlState(error)
  // No SQLSTATE: the socket broke, or no connection could be had.
  const retryable = state === null || retryableClasses.has(state.slice(0, 2))
  return new PortFault(`${what} failed${state ? ` (${state})` : ''}`, { cause: error, retryable })
}

/** timestamptz columns are read as ISO text with milliseconds; see `utc` in every query. */
export function utc(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
