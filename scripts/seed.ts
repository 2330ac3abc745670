// `npm run seed`: a database full of conversations, to try and to measure with.
import { readFile } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import pino from 'pino'
import { parseConfig } from '../packages/server/src/config.ts'
import { openDatabase } from '../packages/server/src/database.ts'
import { start } from '../packages/server/src/start.ts'
import { parseOptions, usage } from './seed/options.ts'
import { plant } from './seed/plant.ts'

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') {
    process.stdout.write(`${usage}\n`)
    return
  }
  const url = options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}
  const config = parseConfig({ BATON_LOG_LEVEL: 'error', ...process.env, ...url, PORT: '0' })
  // A database that is new gets its tables and its workspace as at any first start.
  await (await start(config)).stop()
  const database = await openDatabase(config, pino({ level: config.logLevel }))
  const bar = new SingleBar({
    format: '  {bar} {value}/{total} conversations · {rate} a second',
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
    barsize: 24,
  })
  const began = performance.now()
  const rate = (planted: number) => Math.round((planted / (performance.now() - began)) * 1_000)
  try {
    const flow = JSON.parse(await readFile(new URL('../examples/shop-bot.json', import.meta.url), 'utf8'))
    bar.start(options.conversations, 0, { rate: 0 })
    const events = await plant(database.pool, {
      ...options,
      flow,
      onProgress: planted => bar.update(planted, { rate: rate(planted) }),
    })
    bar.stop()
    process.stdout.write(`  ${options.conversations} conversations with ${events} events\n`)
  } finally {
    bar.stop()
    await database.stop()
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n`)
  process.exitCode = 1
}
