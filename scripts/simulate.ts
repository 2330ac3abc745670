// `npm run simulate`: dialogues played as customers through the web channel of a running Baton, as a demo or as
// load. Exits 1 when an acknowledged message is not in the log once and in order.
import { setMaxListeners } from 'node:events'
import { SingleBar } from 'cli-progress'
import { playCustomer, type Said, type Stage } from './simulate/customer.ts'
import { type Dialog, dealer, readDialogs } from './simulate/dialogs.ts'
import { nameOf } from './simulate/names.ts'
import { type Options, parseOptions, usage } from './simulate/options.ts'
import { asPeopleType, atRate } from './simulate/pace.ts'
import { summaryOf, Tally } from './simulate/tally.ts'
import { verify } from './simulate/verify.ts'

/** The channel of the server's demo page. */
async function discoverChannel(url: string): Promise<string> {
  const instead = 'Name a web channel with --channel <id>.'
  const page = await fetch(`${url}/demo`).catch((cause: unknown) => {
    throw new Error(`No Baton answers at ${url}. Start it with npm start, or name it with --url.`, { cause })
  })
  if (!page.ok) throw new Error(`${url}/demo answered ${page.status}: it has no demo page. ${instead}`)
  const channel = /data-channel="([^"]+)"/.exec(await page.text())?.[1]
  if (!channel) throw new Error(`The demo page at ${url}/demo names no channel. ${instead}`)
  return channel
}

function startBar(options: Options, dialogs: readonly Dialog[], tally: Tally): () => void {
  const { durationMs, loop } = options
  const messages = dialogs.reduce((sum, dialog) => sum + dialog.lines.length, 0)
  const unit = durationMs === null ? 'messages' : 'seconds'
  const total = durationMs === null ? messages : Math.round(durationMs / 1_000)
  const bounded = durationMs !== null || !loop
  const numbers = `{customers} customers · {sent} sent · {acknowledged} acknowledged · {errors} errors`
  const bar = new SingleBar({
    format: bounded ? `  {bar} {value}/{total} ${unit} · ${numbers}` : `  ${numbers}`,
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
    barsize: 24,
    stopOnComplete: false,
  })
  const startedAt = Date.now()
  const payload = () => ({
    customers: tally.customers,
    sent: tally.sent,
    acknowledged: tally.acknowledged,
    errors: [...tally.errors.values()].reduce((sum, count) => sum + count, 0),
  })
  const value = () =>
    durationMs === null ? tally.sent : Math.min(total, Math.round((Date.now() - startedAt) / 1_000))
  bar.start(total, 0, payload())
  const timer = setInterval(() => bar.update(value(), payload()), 200)
  return () => {
    clearInterval(timer)
    bar.update(value(), payload())
    bar.stop()
  }
}

/** Ends by itself, after the duration, or at the first Ctrl-C; the second one leaves at once. */
function endOfRun(durationMs: number | null): AbortController {
  const end = new AbortController()
  setMaxListeners(0, end.signal)
  if (durationMs !== null) setTimeout(() => end.abort(), durationMs).unref()
  let firstAt = 0
  process.on('SIGINT', () => {
    // One Ctrl-C can arrive twice: from the terminal, and passed on by whatever started us.
    if (end.signal.aborted && firstAt > 0 && Date.now() - firstAt > 1_000) process.exit(130)
    firstAt ||= Date.now()
    end.abort()
  })
  return end
}

async function simulate(options: Options): Promise<boolean> {
  const dialogs = await readDialogs(options.dialogs)
  const channelId = options.channel ?? (await discoverChannel(options.url))
  const tally = new Tally()
  const { signal } = endOfRun(options.durationMs)
  const { url, rate, speed, patienceMs } = options
  const pace = rate === null ? asPeopleType(speed) : atRate(rate)
  const stage: Stage = { url, channelId, pace, patienceMs, tally, signal }

  const startedAt = Date.now()
  const stopBar = startBar(options, dialogs, tally)
  const next = dealer(dialogs, options.loop)
  const all: Said[] = []
  let arrived = 0
  const seat = async () => {
    for (let dialog = next(); dialog !== null && !signal.aborted; dialog = next()) {
      const said = await playCustomer(stage, dialog, nameOf(arrived++))
      if (said === null) return
      all.push(said)
    }
  }
  const seats = options.loop ? options.customers : Math.min(options.customers, dialogs.length)
  await Promise.all(Array.from({ length: seats }, seat))
  stopBar()
  if (tally.customers === 0) {
    const why = [...tally.errors.keys()].join(', ') || 'the run ended first'
    throw new Error(`Nobody could begin a conversation on channel ${channelId}: ${why}.`)
  }
  process.stdout.write(`\n${summaryOf(tally, Date.now() - startedAt)}\n\n`)
  process.stdout.write('  Reading every log …')
  const { checked, faults } = await verify(url, all)
  if (faults.length === 0) {
    process.stdout.write(` all ${checked} acknowledged messages are there once and in order.\n`)
    return true
  }
  process.stdout.write(
    ` ${faults.length} faults:\n${faults
      .slice(0, 20)
      .map(fault => `    ${fault}\n`)
      .join('')}`,
  )
  return false
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(`${usage}\n`)
  else process.exitCode = (await simulate(options)) ? 0 : 1
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
