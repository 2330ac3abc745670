import { parseArgs } from 'node:util'

export interface Options {
  readonly url: string
  /** Null: the demo page's. */
  readonly channel: string | null
  readonly dialogs: string
  /** Messages a second of all customers together; null: as people type. */
  readonly rate: number | null
  /** Customers at the same time. */
  readonly customers: number
  /** Null: until every dialogue was played. */
  readonly durationMs: number | null
  readonly loop: boolean
  /** How many times faster than people customers type. */
  readonly speed: number
  /** How long a customer waits for an answer before going on. */
  readonly patienceMs: number
}

export const usage = `Plays dialogues as customers through the web channel of a running Baton.

npm run simulate -- [options]
  --url <address>       of the server (http://127.0.0.1:8080)
  --channel <id>        a web channel (the one of the server's demo page)
  --dialogs <file>      one dialogue a line, {"id","turns":[{"role","text"}]} (examples/dialogs.jsonl)
  --customers <n>       at the same time (20; with --rate twice as many as messages a second, at most 2,000)
  --rate <n>            messages a second of all together, instead of typing pauses
  --speed <n>           how many times faster than people they type (4)
  --patience <seconds>  how long they wait for an answer before they write on (5)
  --duration <seconds>  goes on for so long, from the first dialogue again when all were played
  --loop                goes on until Ctrl-C`

/** Throws an Error that says what to do when an option makes no sense. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      channel: { type: 'string' },
      dialogs: { type: 'string', default: 'examples/dialogs.jsonl' },
      customers: { type: 'string' },
      rate: { type: 'string' },
      speed: { type: 'string', default: '4' },
      patience: { type: 'string', default: '5' },
      duration: { type: 'string' },
      loop: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  if (!URL.canParse(values.url)) throw new Error('--url takes an address, e.g. http://127.0.0.1:8080')
  const rate = values.rate === undefined ? null : positive('rate', values.rate)
  const usual = rate === null ? 20 : Math.min(2_000, Math.max(20, Math.ceil(rate * 2)))
  const durationMs = values.duration === undefined ? null : positive('duration', values.duration) * 1_000
  return {
    url: new URL(values.url).origin,
    channel: values.channel ?? null,
    dialogs: values.dialogs,
    rate,
    customers: values.customers === undefined ? usual : Math.ceil(positive('customers', values.customers)),
    durationMs,
    loop: values.loop || durationMs !== null,
    speed: positive('speed', values.speed),
    patienceMs: positive('patience', values.patience) * 1_000,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value))
    throw new Error(`--${name} takes a number above 0, not "${text}"`)
  return value
}
