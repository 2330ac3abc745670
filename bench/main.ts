// `npm run bench`: floors before, the product, floors after, one table and one JSON. See README.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { type Baton, createVisitors, ensureBuilt, setUp, startBaton } from './baton.ts'
import { measureFinding } from './finding.ts'
import { type Floors, measureFloors } from './floors.ts'
import { measureGrowth } from './growth.ts'
import {
  type Bench,
  measureBot,
  measureColdStart,
  measureFanOutToTen,
  measureMemory,
  measureOnce,
  measurePerson,
  measureStreams,
  measureTakeovers,
  seed,
} from './measures.ts'
import { type Options, type Part, parseOptions } from './plan.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { benchDir, compile, leaveNothing } from './processes.ts'
import { sayStatements, statementSettings } from './profile.ts'
import { figure, say } from './progress.ts'
import { breachesOf, type Figures, noiseOf, rowsOf, tableOf } from './report.ts'
import { measureRules } from './rules.ts'
import type { Measured } from './search.ts'
import { measureWebhooks } from './webhooks.ts'

/** Messages a second of the smoke, and beside takeovers when no maximum was searched. */
const modestRate = 100

type Around =
  | 'startedAt'
  | 'plan'
  | 'machine'
  | 'postgres'
  | 'before'
  | 'after'
  | 'finding'
  | 'webhooks'
  | 'rules'
type Product = Omit<Figures, Around>

/** Parts that have a server of their own, or none. */
const apart: ReadonlySet<Part> = new Set(['floors', 'finding', 'webhooks', 'rules'])

/** Of a run that is about something else. */
const unmeasured: Product = {
  person: null,
  fanOut: null,
  bot: null,
  takeovers: null,
  streams: null,
  memory: null,
  coldStartMs: null,
  growth: null,
  smoke: [],
}

async function measureProduct(postgres: Postgres, { plan, parts, profile }: Options): Promise<Product> {
  const databaseUrl = await postgres.create('baton')
  const baton: Baton = await startBaton(databaseUrl, profile)
  try {
    const bench: Bench = {
      postgresPid: postgres.pid,
      baton,
      databaseUrl,
      plan,
      setUp: await setUp(baton, 10),
    }
    const { person, bot, slowBot } = bench.setUp
    const onPerson = await createVisitors(baton, person, plan.seedConversations)
    await seed(bench, 'person', onPerson, plan.seedMessages)
    const onBot = await createVisitors(baton, bot, plan.seedConversations)
    await seed(bench, 'bot', onBot, plan.seedMessages / 2)

    const smoke: Measured[] = []
    if (plan.name === 'smoke') {
      smoke.push(await measureOnce(bench, 'person', onPerson, modestRate))
      smoke.push(await measureOnce(bench, 'bot', onBot, modestRate))
    }
    const searches = plan.name !== 'smoke'
    const growth = parts.has('growth') ? await measureGrowth(bench, onPerson) : null
    const personFigures = searches && parts.has('person') ? await measurePerson(bench, onPerson) : null
    const fanOut = parts.has('fan-out') ? await measureFanOutToTen(bench, onPerson) : null
    const botFigures = searches && parts.has('bot') ? await measureBot(bench, onBot) : null
    let takeovers: Figures['takeovers'] = null
    if (parts.has('takeovers')) {
      const taken = await createVisitors(baton, slowBot, plan.seedConversations + plan.takeovers)
      const half = Math.max(1, Math.round((botFigures?.maximum.rate ?? modestRate * 2) / 2))
      takeovers = await measureTakeovers(bench, taken, half)
    }
    const streams = parts.has('streams') ? await measureStreams(bench) : null
    const memory = parts.has('memory') ? await measureMemory(bench, [...onPerson, ...onBot]) : null
    await baton.stop()
    if (profile) await sayStatements(databaseUrl)
    const coldStartMs = parts.has('cold-start') ? await measureColdStart(databaseUrl, plan) : null
    return {
      person: personFigures,
      fanOut,
      bot: botFigures,
      takeovers,
      streams,
      memory,
      coldStartMs,
      growth,
      smoke,
    }
  } finally {
    await baton.stop()
  }
}

async function runBench(options: Options): Promise<boolean> {
  const startedAt = new Date().toISOString()
  const postgres = await startPostgres(options.profile ? statementSettings : [])
  say(`Postgres ${postgres.version}: fsync, synchronous_commit and full_page_writes are on`)
  try {
    const floors = (before: Floors | null) =>
      options.parts.has('floors') ? measureFloors(postgres, options.plan, before) : null
    const before = await floors(null)
    const needsProduct = [...options.parts].some(part => !apart.has(part))
    const product = needsProduct ? await measureProduct(postgres, options) : unmeasured
    const webhooks = options.parts.has('webhooks') ? await measureWebhooks(postgres, options.plan) : null
    const rules = options.parts.has('rules') ? await measureRules(postgres, options.plan) : null
    const finding = options.parts.has('finding') ? await measureFinding(postgres, options.plan) : null
    const after = await floors(before)
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`
    const plan = options.plan.name
    return report({
      startedAt,
      plan,
      machine,
      postgres: postgres.version,
      before,
      after,
      ...product,
      finding,
      webhooks,
      rules,
    })
  } finally {
    await postgres.stop()
  }
}

/** Prints and writes what came out; true when nothing gates. */
function report(figures: Figures): boolean {
  const rows = rowsOf(figures)
  const noise = noiseOf(figures)
  const breaches = breachesOf(figures)
  const folder = join(benchDir, 'results')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'latest.json')
  writeFileSync(file, `${JSON.stringify({ ...figures, rows, noise, breaches }, null, 2)}\n`)

  const { before, smoke, bot } = figures
  const lines: string[] = []
  if (before) {
    const { a, b, rawFramesPerSecond, pgbench } = before
    lines.push(
      `floors before: A ${figure(a.maximum.rate)}/s, B ${figure(b.maximum.rate)}/s, pgbench ${figure(pgbench)} tx/s, raw ws ${figure(rawFramesPerSecond)} frames/s`,
    )
  }
  for (const one of smoke)
    lines.push(`${one.rate}/s: p50 ${figure(one.p50Ms)} ms, p99 ${figure(one.p99Ms)} ms`)
  if (rows.length > 0) lines.push('', tableOf(rows))
  if (bot) {
    lines.push(
      '',
      `On the bot path ${figure(bot.maximum.joinedShare * 100)} % of the messages shared an answer with the next one.`,
    )
  }
  if (noise.length > 0) lines.push('', `NOISY: ${noise.join('; ')}. The figures gate nothing.`)
  lines.push(
    '',
    breaches.length > 0 ? `BROKEN: ${breaches.join('; ')}.` : 'Nothing lost, doubled or out of order.',
  )
  process.stdout.write(`${lines.join('\n')}\n(${file})\n`)

  const goalsGate = figures.plan !== 'smoke' && noise.length === 0
  return breaches.length === 0 && (!goalsGate || rows.every(row => row.met))
}

process.on('exit', leaveNothing)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

try {
  const options = parseOptions(process.argv.slice(2), Boolean(process.env.CI))
  say('building the production bundle, the floors and the generator')
  await Promise.all([ensureBuilt(), compile()])
  const limit = setTimeout(() => {
    say(`not done after ${figure(options.plan.limitMs / 60_000)} minutes: ended`)
    process.exit(1)
  }, options.plan.limitMs)
  limit.unref()
  process.exitCode = (await runBench(options)) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
