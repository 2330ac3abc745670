// What is measured on the product itself, one function a figure.

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { apiKey, type Baton, connectBot, createVisitors, type SetUp, startBaton } from './baton.ts'
import { calmRate, liveVisitors } from './floors.ts'
import { type Generator, startGenerator } from './generator.ts'
import { type Integrity, openLedger } from './ledger.ts'
import type { ConsoleTarget, Path, TakeoverResult, VisitorTarget } from './load/orders.ts'
import { median } from './load/percentile.ts'
import type { StreamFigures } from './load/streams.ts'
import { clickIntoStreams, startStreamingBot } from './load/streams.ts'
import type { Plan } from './plan.ts'
import { residentMiB } from './processes.ts'
import { figure, say } from './progress.ts'
import { type Measured, measureAt, type Rig, searchMaximum } from './search.ts'

export interface Bench {
  readonly postgresPid: number
  readonly baton: Baton
  readonly databaseUrl: string
  readonly setUp: SetUp
  readonly plan: Plan
}

/** Where the conversations stand now: the readers follow from there. */
export async function standing(
  databaseUrl: string,
  visitors: readonly VisitorTarget[],
): Promise<VisitorTarget[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const ids = visitors.map(visitor => visitor.conversationId)
  const rows = await client.query<{ id: string; seq: number }>(
    'select id, seq from conversations where id = any($1::uuid[])',
    [ids],
  )
  await client.end()
  const seqs = new Map(rows.rows.map(({ id, seq }) => [id, seq]))
  return visitors.map(visitor => ({ ...visitor, seq: seqs.get(visitor.conversationId) ?? 0 }))
}

async function withRig<Answer>(
  bench: Bench,
  path: Path,
  visitors: readonly VisitorTarget[],
  consoles: readonly ConsoleTarget[],
  work: (rig: Rig & { generator: Generator }) => Promise<Answer>,
): Promise<Answer> {
  const { baton, databaseUrl } = bench
  const now = await standing(databaseUrl, visitors)
  const generator = startGenerator()
  const ledger = await openLedger(databaseUrl, now, true)
  try {
    await generator.connect(baton.liveUrl, now, consoles)
    const watching = consoles.length > 1 ? ` to ${consoles.length}` : ''
    return await work({
      name: `${path} path${watching}`,
      generator,
      ledger,
      path,
      serverPid: baton.pid,
      postgresPid: bench.postgresPid,
    })
  } finally {
    await generator.stop()
    await ledger.close()
  }
}

const consolesOf = ({ agentKeys }: SetUp, count: number, follows: ConsoleTarget['follows']) =>
  agentKeys.slice(0, count).map(token => ({ token, follows }))

/** Every visitor writes so many messages; with a bot each is answered before the next. */
export async function seed(bench: Bench, path: Path, visitors: readonly VisitorTarget[], each: number) {
  // A third of a second at least between two messages of a visitor; far below any maximum.
  const rate = path === 'person' ? 1_000 : Math.min(400, visitors.length * 3)
  const measureMs = ((visitors.length * each) / rate) * 1_000
  const listening = path === 'person' ? consolesOf(bench.setUp, 1, 'conversations') : []
  await withRig(bench, path, visitors, listening, async ({ generator, ledger }) => {
    const result = await generator.trial({ path, rate, warmMs: 0, measureMs })
    const { acknowledged } = await ledger.settle(result)
    say(
      `seeded ${visitors.length} conversations with ${acknowledged} messages of ${result.sent} (${path} path)`,
    )
  })
}

/** Calm delivery and the greatest rate of the person path. `visitors`: all that were seeded. */
export function measurePerson(bench: Bench, visitors: readonly VisitorTarget[]) {
  const live = visitors.slice(0, liveVisitors)
  return withRig(bench, 'person', live, consolesOf(bench.setUp, 1, 'conversations'), async rig => {
    const calm = await measureAt(rig, calmRate, bench.plan)
    return { calm, maximum: await searchMaximum(rig, 250, bench.plan) }
  })
}

export function measureFanOutToTen(bench: Bench, visitors: readonly VisitorTarget[]): Promise<Measured> {
  const live = visitors.slice(0, liveVisitors)
  return withRig(bench, 'person', live, consolesOf(bench.setUp, 10, 'conversations'), rig =>
    searchMaximum(rig, 250, bench.plan),
  )
}

/** All seeded visitors write: a person's next message comes after the answer, or it takes the turn along. */
export function measureBot(bench: Bench, visitors: readonly VisitorTarget[]) {
  return withRig(bench, 'bot', visitors, [], async rig => {
    const calm = await measureAt(rig, calmRate, bench.plan)
    return { calm, maximum: await searchMaximum(rig, 250, bench.plan) }
  })
}

/** One rate only, for the smoke. */
export function measureOnce(bench: Bench, path: Path, visitors: readonly VisitorTarget[], rate: number) {
  const consoles = path === 'person' ? consolesOf(bench.setUp, 2, 'conversations') : []
  const live = path === 'person' ? visitors.slice(0, liveVisitors) : visitors
  return withRig(bench, path, live, consoles, rig => measureAt(rig, rate, bench.plan))
}

export interface TakeoverFigures extends Omit<TakeoverResult, 'load' | 'conversationIds'> {
  readonly rate: number
  /** Messages of the bot after the takeover, in the log itself. */
  readonly botAfterInLog: number
  readonly loadP99Ms: number
  readonly integrity: Integrity
}

/** Ten consoles watch the list; the agent of the first one clicks. */
export async function measureTakeovers(bench: Bench, visitors: readonly VisitorTarget[], rate: number) {
  const { baton, databaseUrl, plan, setUp } = bench
  const consoles = consolesOf(setUp, 10, 'list')
  return withRig(
    bench,
    'bot',
    visitors,
    consoles,
    async ({ generator, ledger }): Promise<TakeoverFigures> => {
      say(
        `${plan.takeovers} takeovers at 5/s, ${consoles.length} consoles, the bot at ${figure(rate)}/s beside them`,
      )
      const { load, conversationIds, ...result } = await generator.takeovers({
        apiUrl: baton.apiUrl,
        apiKey: setUp.agentKeys[0] ?? apiKey,
        clicks: plan.takeovers,
        perSecond: 5,
        rate,
      })
      const integrity = await ledger.settle(load)
      const botAfterInLog = await countBotAfter(databaseUrl, conversationIds)
      const { toldP50Ms, toldP99Ms, failed } = result
      say(
        `  told p50 ${figure(toldP50Ms)} ms, p99 ${figure(toldP99Ms)} ms, ${failed} failed, bot after: ${botAfterInLog}`,
      )
      return { ...result, rate, botAfterInLog, loadP99Ms: load.p99Ms, integrity }
    },
  )
}

async function countBotAfter(databaseUrl: string, conversationIds: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const found = await client.query<{ count: number }>(
    `select count(*)::int as count from events taken join events said
       on said.workspace_id = taken.workspace_id and said.conversation_id = taken.conversation_id
       and said.seq > taken.seq
     where taken.conversation_id = any($1::uuid[]) and taken.type = 'TakenOver'
       and said.type = 'MessageSent' and said.data->>'from' = 'bot'`,
    [conversationIds],
  )
  await client.end()
  return found.rows[0]?.count ?? Number.NaN
}

/** Clicks into streams that would never end. */
export async function measureStreams({ baton, plan, setUp }: Bench): Promise<StreamFigures> {
  const bot = await startStreamingBot()
  try {
    const visitors = await createVisitors(baton, await connectBot(baton, bot.url), plan.takeovers)
    say(`${visitors.length} clicks at 5/s into streams of a bot over HTTP`)
    const { apiUrl, liveUrl } = baton
    const [agentKey = apiKey] = setUp.agentKeys
    const figures = await clickIntoStreams(visitors, { apiUrl, liveUrl, apiKey: agentKey, perSecond: 5 })
    const { lastByteP50Ms, lastByteP99Ms, underWay, after } = figures
    say(
      `  last byte p50 ${figure(lastByteP50Ms)} ms, p99 ${figure(lastByteP99Ms)} ms of ${underWay} under way, ${after} frames after; ${bot.cutCount()} calls cut`,
    )
    return figures
  } finally {
    await bot.stop()
  }
}

export interface Memory {
  readonly restMiB: number
  readonly idleVisitors: number
  readonly perThousandVisitorsMiB: number
}

/** A fresh process: 5 s after it is ready, then with idle visitors on their sockets. */
export async function measureMemory(bench: Bench, seeded: readonly VisitorTarget[]): Promise<Memory> {
  const { databaseUrl, plan, setUp } = bench
  const missing = Math.max(0, plan.idleVisitors - seeded.length)
  say(`memory: ${missing} further visitors`)
  const visitors = [...seeded, ...(await createVisitors(bench.baton, setUp.person, missing))]
  await bench.baton.stop()
  const baton = await startBaton(databaseUrl)
  try {
    await sleep(5_000)
    const restMiB = residentMiB(baton.pid)
    const fresh = { ...bench, baton }
    return await withRig(fresh, 'person', visitors, [], async () => {
      await sleep(5_000)
      const grownMiB = residentMiB(baton.pid) - restMiB
      const perThousandVisitorsMiB = (grownMiB * 1_000) / visitors.length
      say(`  at rest ${figure(restMiB)} MiB, + ${figure(perThousandVisitorsMiB)} MiB per 1,000 visitors`)
      return { restMiB, idleVisitors: visitors.length, perThousandVisitorsMiB }
    })
  } finally {
    await baton.stop()
  }
}

/** Milliseconds from spawn to ready on a migrated database, the median of the plan's spawns. */
export async function measureColdStart(databaseUrl: string, plan: Plan): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < plan.spawns; n++) {
    const baton = await startBaton(databaseUrl)
    times.push(baton.readyAfterMs)
    await baton.stop()
  }
  say(`cold starts: ${times.map(figure).join(', ')} ms`)
  return median(times)
}
