// Does a message cost the same when five million are stored? The log is grown by copies of what was seeded,
// inside the database: what matters is the size of tables and indexes, not how they came to it.
import pg from 'pg'
import type { VisitorTarget } from './load/orders.ts'
import { type Bench, measureOnce } from './measures.ts'
import { figure, say } from './progress.ts'

export const growthRate = 500
export const growthTarget = 5_000_000

export interface Cost {
  readonly stored: number
  /** Processor time of server and Postgres, milliseconds a message. */
  readonly processorMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Growth {
  readonly small: Cost
  readonly large: Cost
}

async function columns(client: pg.Client, table: string): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  )
  return found.rows.map(row => row.name)
}

const list = (names: readonly string[], instead: Readonly<Record<string, string>>) =>
  names.map(name => instead[name] ?? `t.${name}`).join(', ')

async function stored(client: pg.Client): Promise<number> {
  const found = await client.query<{ count: number }>('select count(*)::int as count from events')
  return found.rows[0]?.count ?? 0
}

/** Copies the first 1,000 conversations with their 20 first events until `target` events are stored. */
async function grow(client: pg.Client, target: number): Promise<void> {
  const ofConversation = await columns(client, 'conversations')
  const ofEvent = await columns(client, 'events')
  await client.query(`create temporary table copied_from as
    select workspace_id, id from conversations where seq >= 20 order by id limit 1000`)
  const each = await client.query('select 1 from copied_from')
  const rounds = Math.ceil((target - (await stored(client))) / ((each.rowCount ?? 1) * 20))
  for (let round = 1; round <= rounds; round++) {
    await client.query('drop table if exists copy')
    await client.query(
      'create temporary table copy as select *, gen_random_uuid() as new_id from copied_from',
    )
    await client.query('begin')
    await client.query(`insert into conversations (${ofConversation.join(', ')})
      select ${list(ofConversation, { id: 'c.new_id', seq: '20' })}
      from copy c join conversations t on t.workspace_id = c.workspace_id and t.id = c.id`)
    await client.query(`insert into events (${ofEvent.join(', ')})
      select ${list(ofEvent, { conversation_id: 'c.new_id' })}
      from copy c join events t on t.workspace_id = c.workspace_id and t.conversation_id = c.id and t.seq <= 20`)
    await client.query('commit')
    if (round % 50 === 0) say(`  growing: ${figure((round / rounds) * 100)} %`)
  }
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

export async function measureGrowth(bench: Bench, visitors: readonly VisitorTarget[]): Promise<Growth> {
  const client = new pg.Client({ connectionString: bench.databaseUrl })
  await client.connect()
  const cost = async (): Promise<Cost> => {
    const count = await stored(client)
    await measureOnce(bench, 'person', visitors, growthRate)
    const { p50Ms, p99Ms, serverMs, postgresMs } = await measureOnce(bench, 'person', visitors, growthRate)
    const perMessage = serverMs + postgresMs
    say(`  ${figure(count)} stored: ${figure(perMessage)} ms of processor a message, p50 ${figure(p50Ms)} ms`)
    return { stored: count, processorMs: perMessage, p50Ms, p99Ms }
  }
  try {
    say(`cost of a message at ${growthRate}/s, now and with ${figure(growthTarget)} stored`)
    const small = await cost()
    await grow(client, growthTarget)
    return { small, large: await cost() }
  } finally {
    await client.end()
  }
}
