// The floors: what this machine gives, at this hour, to anyone. Measured before and after the product.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startGenerator } from './generator.ts'
import { openLedger } from './ledger.ts'
import type { Plan } from './plan.ts'
import type { Postgres } from './postgres.ts'
import { end, forkCompiled, residentMiB, run, temporaryFolder } from './processes.ts'
import { figure, say } from './progress.ts'
import { type Measured, measureAt, searchMaximum } from './search.ts'

/** Customers who write on the person path, of floors and product alike. */
export const liveVisitors = 50
export const calmRate = 50

export interface FloorFigures {
  readonly maximum: Measured
  readonly calm: Measured
  readonly restMiB: number
}

export interface Floors {
  readonly rawFramesPerSecond: number
  /** Transactions a second; null without pgbench on the PATH. */
  readonly pgbench: number | null
  readonly a: FloorFigures
  readonly b: FloorFigures
}

const schema = `
create table conversations (
  id uuid primary key, seq integer not null, moved_at timestamptz not null, last_message jsonb
) with (fillfactor = 70);
create table events (
  conversation_id uuid not null, seq integer not null, type text not null, at timestamptz not null,
  data jsonb not null, primary key (conversation_id, seq)
);
insert into conversations select gen_random_uuid(), $messages, now(), '{}' from generate_series(1, $conversations);
insert into events select id, n, 'MessageReceived', now(),
    jsonb_build_object('clientId', 'seed.' || n, 'text', repeat('word ', 8))
  from conversations, generate_series(1, $messages) as n;
`

async function listeningPort(child: ReturnType<typeof forkCompiled>): Promise<number> {
  const [said] = await once(child, 'message', { signal: AbortSignal.timeout(10_000) })
  return Number(said.port)
}

let floorsStarted = 0

async function measureFloor(
  name: 'floor-a' | 'floor-b',
  from: number,
  postgres: Postgres,
  plan: Plan,
): Promise<FloorFigures> {
  say(`${name}, from ${from}/s`)
  const databaseUrl = await postgres.create(`${name.replace('-', '_')}_${floorsStarted++}`)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { seedMessages, seedConversations } = plan
  await client.query(
    schema.replaceAll('$messages', String(seedMessages)).replace('$conversations', String(seedConversations)),
  )
  await client.query('vacuum analyze')
  const some = await client.query<{ id: string }>('select id from conversations order by id limit $1', [
    liveVisitors,
  ])
  await client.end()
  const visitors = some.rows.map(({ id }) => ({ token: id, conversationId: id, seq: seedMessages }))

  const child = forkCompiled(name, { DATABASE_URL: databaseUrl })
  const url = `ws://127.0.0.1:${await listeningPort(child)}`
  await sleep(1_000)
  const restMiB = residentMiB(child.pid ?? 0)
  const generator = startGenerator()
  const ledger = await openLedger(databaseUrl, visitors, false)
  try {
    await generator.connect(url, visitors, [{ token: 'console', follows: 'conversations' }])
    const rig = {
      name,
      generator,
      ledger,
      path: 'person',
      serverPid: child.pid ?? 0,
      postgresPid: postgres.pid,
    } as const
    const calm = await measureAt(rig, calmRate, plan)
    return { calm, maximum: await searchMaximum(rig, from, plan), restMiB }
  } finally {
    await generator.stop()
    await ledger.close()
    await end(child, 'SIGKILL')
  }
}

async function measureFanOut(): Promise<number> {
  const child = forkCompiled('fan-out-process')
  const generator = startGenerator()
  try {
    const url = `ws://127.0.0.1:${await listeningPort(child)}`
    const forMs = 3_000
    const { perSecond } = await generator.frames(url, 10, forMs, () => child.send({ forMs }))
    say(`raw ws to 10 sockets: ${figure(perSecond)} frames/s`)
    return perSecond
  } finally {
    await generator.stop()
    await end(child, 'SIGKILL')
  }
}

const pgbenchScript = `\\set id random(1, 1000)
begin;
update work set n = n + 1 where id = :id;
insert into done (id, said) values (:id, repeat('word ', 40));
commit;
`

async function measurePgbench(postgres: Postgres): Promise<number | null> {
  const url = await postgres.create(`pgbench_${floorsStarted++}`)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create table work (id int primary key, n int not null) with (fillfactor = 70);
    create table done (at bigserial primary key, id int not null, said text not null);
    insert into work select n, 0 from generate_series(1, 1000) as n`)
  await client.end()
  const script = join(temporaryFolder('pgbench'), 'script.sql')
  writeFileSync(script, pgbenchScript)
  try {
    const args = ['-n', '-c', '16', '-j', '2', '-T', '4', '-M', 'prepared', '-f', script, url]
    const said = await run({ command: 'pgbench', args }, 30_000)
    const tps = Number(/tps = ([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
    say(`pgbench, update + insert, 16 clients: ${figure(tps)} tx/s`)
    return tps
  } catch (error) {
    say(`pgbench left out: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  }
}

/** `before`: the same floors measured earlier in this run; the search then starts near them. */
export async function measureFloors(postgres: Postgres, plan: Plan, before: Floors | null): Promise<Floors> {
  const near = (figures: FloorFigures | undefined, otherwise: number) =>
    figures ? Math.round(figures.maximum.rate / 2) : otherwise
  return {
    rawFramesPerSecond: await measureFanOut(),
    pgbench: await measurePgbench(postgres),
    a: await measureFloor('floor-a', near(before?.a, 1_000), postgres, plan),
    b: await measureFloor('floor-b', near(before?.b, 2_000), postgres, plan),
  }
}

/** How far two measurements of the same floor lie apart: 0.25 is a quarter of the smaller. */
export function apart(before: number | null, after: number | null): number {
  if (before === null || after === null) return 0
  return Math.max(before, after) / Math.min(before, after) - 1
}
