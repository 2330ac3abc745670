// How long each part of a run takes: the whole, a quick look, or the smoke that CI runs.

export interface Plan {
  readonly name: 'full' | 'quick' | 'smoke'
  readonly seedConversations: number
  readonly seedMessages: number
  readonly search: { readonly warmMs: number; readonly measureMs: number }
  readonly confirm: { readonly warmMs: number; readonly measureMs: number; readonly repeats: number }
  readonly bisections: number
  readonly takeovers: number
  readonly idleVisitors: number
  readonly spawns: number
  /** The run is ended then, whatever it is doing. */
  readonly limitMs: number
}

const full: Plan = {
  name: 'full',
  seedConversations: 1_000,
  seedMessages: 20,
  search: { warmMs: 1_500, measureMs: 3_500 },
  confirm: { warmMs: 3_000, measureMs: 10_000, repeats: 3 },
  bisections: 4,
  takeovers: 100,
  idleVisitors: 5_000,
  spawns: 5,
  limitMs: 30 * 60_000,
}

const quick: Plan = {
  ...full,
  name: 'quick',
  search: { warmMs: 500, measureMs: 1_500 },
  confirm: { warmMs: 1_000, measureMs: 4_000, repeats: 1 },
  bisections: 2,
  limitMs: 10 * 60_000,
}

const smoke: Plan = {
  ...quick,
  name: 'smoke',
  seedConversations: 100,
  seedMessages: 4,
  confirm: { warmMs: 1_000, measureMs: 5_000, repeats: 1 },
  takeovers: 40,
  idleVisitors: 200,
  spawns: 1,
  limitMs: 100_000,
}

export const parts = [
  'floors',
  'person',
  'fan-out',
  'bot',
  'takeovers',
  'streams',
  'memory',
  'cold-start',
  'growth',
  'finding',
  'webhooks',
  'rules',
] as const
export type Part = (typeof parts)[number]

export interface Options {
  readonly plan: Plan
  readonly parts: ReadonlySet<Part>
  /** Writes processor profiles of the server under test. */
  readonly profile: boolean
}

export const usage = `npm run bench [-- options]
  --quick        shorter trials, one repeat: a look, not a figure
  --growth       also the cost of a message from 10 thousand to 5 million stored (some minutes more)
  --only a,b     only these parts: ${parts.join(', ')}
  --profile      what the server and its statements spend their time on; profiles into bench/results
With CI set: a smoke of about a minute that gates on loss, doubles, order and bot-after-takeover only.`

/** Throws an Error with what to do when an option makes no sense. */
export function parseOptions(args: readonly string[], ci: boolean): Options {
  let plan = ci ? smoke : full
  let wanted: Set<Part> = new Set(parts.filter(part => part !== 'growth' && part !== 'rules'))
  let profile = false
  for (let n = 0; n < args.length; n++) {
    const arg = args[n]
    if (arg === '--quick') plan = quick
    else if (arg === '--profile') profile = true
    else if (arg === '--growth') wanted.add('growth')
    else if (arg === '--only') {
      const names = (args[++n] ?? '').split(',')
      const known = names.flatMap(name => parts.find(part => part === name) ?? [])
      if (known.length !== names.length) throw new Error(`--only takes some of: ${parts.join(', ')}`)
      wanted = new Set(known)
    } else throw new Error(`unknown option ${arg}\n\n${usage}`)
  }
  if (plan.name === 'smoke')
    for (const part of ['floors', 'fan-out', 'memory', 'cold-start', 'growth'] as const) wanted.delete(part)
  return {
    plan: wanted.has('growth') ? { ...plan, limitMs: plan.limitMs * 2 } : plan,
    parts: wanted,
    profile,
  }
}
