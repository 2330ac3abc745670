// What `baton bot-check` is told on its command line.
import { parseArgs } from 'node:util'

export interface Options {
  readonly url: string
  readonly secret: string
  /** Null: every case. */
  readonly cases: readonly string[] | null
  readonly json: boolean
  /** From a turn's request until its answer must be whole. */
  readonly deadlineMs: number
  /** Where the stand-in listens; 0: any free port. */
  readonly port: number
  /** How the bot reaches the stand-in; null: on the loopback. */
  readonly publicUrl: string | null
  /** What the customer says: at first, to get a long answer, to make the bot ask for a permit. */
  readonly say: string
  readonly sayLong: string
  readonly sayAction: string
}

export const usage = `Drives a bot through every case of the contract, and says what to fix.

baton bot-check <url> [options]
  --secret <whsec_…>     the bot's secret (or BATON_BOT_SECRET)
  --case <name>          only this case; may be given again
  --json                 the result as JSON
  --deadline <seconds>   how long an answer may take (10)
  --say <text>           what the customer says ("Hello, when are you open?")
  --say-long <text>      what makes the bot write a long answer
  --say-action <text>    what makes the bot ask for a permit, if it ever does
  --port <n>             of the stand-in for Baton that takes later answers and permits (any)
  --public-url <url>     of the stand-in, for a bot that runs on another machine

Exits 1 when a required case fails, 2 when nothing could be checked.
`

function seconds(given: string): number {
  const deadlineMs = Number(given) * 1_000
  if (!(deadlineMs >= 100 && deadlineMs <= 600_000)) throw new Error('--deadline takes 0.1 to 600 seconds.')
  return deadlineMs
}

function portOf(given: string): number {
  const port = Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes 0 to 65535.')
  return port
}

function addressOf(given: string | undefined, name: string): string {
  if (given === undefined)
    throw new Error('Give the bot’s address, e.g. baton bot-check http://127.0.0.1:8787')
  if (!/^https?:\/\//.test(given) || !URL.canParse(given)) {
    throw new Error(`${name} takes an address, e.g. http://127.0.0.1:8787`)
  }
  return given
}

/** @throws Error that says what to type. */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      secret: { type: 'string' },
      case: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      deadline: { type: 'string', default: '10' },
      say: { type: 'string', default: 'Hello, when are you open?' },
      'say-long': { type: 'string', default: 'Please tell me a long story about your shop.' },
      'say-action': { type: 'string', default: 'Please refund my order 48213.' },
      port: { type: 'string', default: '0' },
      'public-url': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const url = addressOf(positionals[0], 'bot-check')
  const secret = (values.secret ?? env.BATON_BOT_SECRET ?? '').trim()
  if (secret === '') {
    throw new Error('Give the bot’s secret with --secret whsec_…, the same that the bot was started with.')
  }
  const publicUrl = values['public-url']
  return {
    url,
    secret,
    cases: values.case ?? null,
    json: values.json,
    deadlineMs: seconds(values.deadline),
    port: portOf(values.port),
    publicUrl: publicUrl === undefined ? null : addressOf(publicUrl, '--public-url').replace(/\/+$/, ''),
    say: values.say,
    sayLong: values['say-long'],
    sayAction: values['say-action'],
  }
}
