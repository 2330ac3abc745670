// What twenty rules cost: the server's processor time for a message of the person path without them and with them, by
// turns, on one server in one run. None of them fires: what is measured is the asking.
import { apiKey, type Baton, createVisitors, setUp, startBaton } from './baton.ts'
import { median } from './load/percentile.ts'
import { measureOnce, seed } from './measures.ts'
import type { Plan } from './plan.ts'
import type { Postgres } from './postgres.ts'
import { figure, say } from './progress.ts'

export interface RulesFigures {
  /** Processor time of the server a message, in the order in which it was measured. */
  readonly withoutMs: readonly number[]
  readonly with20Ms: readonly number[]
  /** Of the messages that the processor carries without rules, how many it carries with them; medians. */
  readonly ratio: number
}

const rounds = 3
/** Far below any maximum, so that nothing but the processor's time is measured. */
const rate = 500

const count = 20

function ruleOf(n: number) {
  const words = ['chargeback', 'lawyer', 'money back at once', 'never again', `campaign ${n}`]
  const heard = [
    { kind: 'words', anyOf: words, by: 'contact' },
    { kind: 'signal', signal: 'frustration', atLeast: 0.95 },
    { kind: 'pattern', pattern: `\\b[A-Z]{2}-\\d{${3 + (n % 5)}}\\b`, by: 'contact' },
  ]
  const also = [
    { kind: 'hours', is: 'inside', teamId: null },
    { kind: 'state', anyOf: ['active'] },
  ]
  const when = { kind: 'all', of: [{ kind: 'any', of: heard }, ...also] }
  return { name: `Rule ${n}`, when, actions: [{ do: 'request', priority: 'high', teamId: null }] }
}

async function call(baton: Baton, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${baton.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function removeAll(baton: Baton): Promise<void> {
  const { items } = (await call(baton, 'GET', '/rules')) as {
    readonly items: readonly { readonly id: string }[]
  }
  for (const { id } of items) await call(baton, 'DELETE', `/rules/${id}`)
}

export async function measureRules(postgres: Postgres, plan: Plan): Promise<RulesFigures> {
  const databaseUrl = await postgres.create('rules')
  const baton = await startBaton(databaseUrl, false)
  try {
    const bench = { postgresPid: postgres.pid, baton, databaseUrl, plan, setUp: await setUp(baton, 10) }
    const visitors = await createVisitors(baton, bench.setUp.person, plan.seedConversations)
    await seed(bench, 'person', visitors, plan.seedMessages)
    const withoutMs: number[] = []
    const with20Ms: number[] = []
    const once = async () => (await measureOnce(bench, 'person', visitors, rate)).serverMs
    await once()
    for (let round = 0; round < rounds; round++) {
      await removeAll(baton)
      withoutMs.push(await once())
      for (let n = 1; n <= count; n++) await call(baton, 'POST', '/rules', { rule: ruleOf(n) })
      with20Ms.push(await once())
    }
    const ratio = median(withoutMs) / median(with20Ms)
    say(
      `without rules ${figure(median(withoutMs))} ms a message, with ${count} ${figure(median(with20Ms))} ms`,
    )
    return { withoutMs, with20Ms, ratio }
  } finally {
    await baton.stop()
  }
}
