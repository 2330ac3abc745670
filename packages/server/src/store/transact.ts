// A flight on a connection of the pool, and the one hard question: what became of a COMMIT that got no answer.
import type pg from 'pg'
import type { FlightDeck, FlightRequest, Write } from '../app/ports.ts'
import { PortFault } from '../app/ports.ts'
import { flyOn } from './flight.ts'
import type { LoadedCache } from './loaded-cache.ts'
import { asPortFault, sqlState } from './pool.ts'
import { pastDeadlocks } from './transaction.ts'

const askAgainMs = 150
const askTimes = 50

/** Rolls back and gives the connection back; a broken one is thrown away. */
async function giveUp(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

const landedSql = `
select pg_xact_status($1::xid8) as status, exists (
  select from events e where e.workspace_id = $2 and e.conversation_id = $3 and e.seq = $4 and e.data = $5::jsonb
) as stored`

/** The first event of the flight: it is there if and only if the flight landed. Null: nothing but errands. */
function witnessOf(written: readonly Write[]): readonly unknown[] | null {
  const write = written.find(one => one.events.length > 0)
  const first = write?.events[0]
  if (!write || !first) return null
  const { workspaceId, state } = write.loaded
  return [workspaceId, state.conversationId, first.event.seq, first.dataJson]
}

/** The transaction's number was never given out: a crash took it back. */
const numberUnknown = '22023'

/**
 * Asks the database itself whether the transaction landed; never flies again on a guess. Its number alone is no
 * proof: after a crash of Postgres the same number is given to another transaction.
 */
async function landed(pool: pg.Pool, xid: string, written: readonly Write[]): Promise<boolean> {
  const witness = witnessOf(written)
  for (let asked = 0; asked < askTimes; asked++) {
    try {
      const { rows } = await pool.query<{ status: string | null; stored: boolean }>(landedSql, [
        xid,
        ...(witness ?? [null, null, null, null]),
      ])
      const [found] = rows
      if (found && found.status !== 'in progress')
        return witness ? found.stored : found.status === 'committed'
    } catch (error) {
      if (sqlState(error) === numberUnknown) return false
      // The database is still on its way back.
    }
    await new Promise(resolve => setTimeout(resolve, askAgainMs))
  }
  const what = 'The outcome of a write is unknown: the database did not come back'
  throw new PortFault(what, { retryable: true, retryAfterMs: 5_000 })
}

/** As `transact`, but throws what Postgres said of a write that it did not keep. */
async function once(
  pool: pg.Pool,
  nodeId: string,
  cache: LoadedCache,
  requests: readonly FlightRequest[],
  work: (deck: FlightDeck) => Promise<readonly Write[]>,
): Promise<void> {
  let client: pg.PoolClient
  try {
    client = await pool.connect()
  } catch (error) {
    throw asPortFault('Reaching the database', error)
  }
  let written: readonly Write[] = []
  const remember = () => {
    for (const { loaded } of written) cache.put(loaded)
  }
  let end: Awaited<ReturnType<typeof flyOn>>
  try {
    end = await flyOn(client, requests, nodeId, cache, async deck => {
      written = await work(deck)
      return written
    })
  } catch (error) {
    await giveUp(client)
    throw error
  }
  if (end.committed) {
    client.release()
    return remember()
  }
  client.release(true)
  if (end.xid !== null && (await landed(pool, end.xid, written))) return remember()
  throw asPortFault('Committing to the log', end.error)
}

/**
 * Resolves when the flight's commit stands. Throws a PortFault when nothing was written. `work` may run more than once:
 * a flight that Postgres picked to give way to another transaction flies again.
 */
export async function transact(...flight: Parameters<typeof once>): Promise<void> {
  try {
    await pastDeadlocks(() => once(...flight))
  } catch (error) {
    throw error instanceof PortFault ? error : asPortFault('Writing to the log', error)
  }
}
