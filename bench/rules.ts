// What twenty rules cost: the greatest rate of the person path without them, with them, and without them once more, on one
// server in one run. None of them fires: what is measured is the asking.
import { apiKey, type Baton, createVisitors, setUp, startBaton } from './baton.ts'
import { measurePerson, seed } from './measures.ts'
import type { Plan } from './plan.ts'
import type { Postgres } from './postgres.ts'
import { figure, say } from './progress.ts'
import type { Measured } from './search.ts'

export interface RulesFigures {
  readonly without: readonly Measured[]
  readonly with20: Measured
  /** Of the greatest rate without rules, what is left with them; 1 is all of it. */
  readonly ratio: number
}

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
    const maximum = async (what: string) => {
      say(`${what}:`)
      return (await measurePerson(bench, visitors)).maximum
    }
    await removeAll(baton)
    const before = await maximum('without rules')
    for (let n = 1; n <= count; n++) await call(baton, 'POST', '/rules', { rule: ruleOf(n) })
    const with20 = await maximum(`with ${count} rules`)
    await removeAll(baton)
    const after = await maximum('without rules, again')
    const ratio = (2 * with20.rate) / (before.rate + after.rate)
    say(`with ${count} rules ${figure(ratio * 100)} % of the rate without`)
    return { without: [before, after], with20, ratio }
  } finally {
    await baton.stop()
  }
}
