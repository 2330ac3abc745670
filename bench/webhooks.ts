// What a channel's webhooks cost: a storm of redeliveries, of which each event must have one effect, and the answer's
// time at a steady rate. WhatsApp's calls, signed as Meta signs them, over HTTP.
import { Agent, request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { HookCall } from '../packages/server/src/testing/channel-stage.ts'
import { callOf, messageChange, stormOf } from '../packages/server/src/testing/graph/graph-webhooks.ts'
import { createGraphWorld } from '../packages/server/src/testing/graph/graph-world.ts'
import { apiKey, startBaton } from './baton.ts'
import { percentile } from './load/percentile.ts'
import type { Plan } from './plan.ts'
import type { Postgres } from './postgres.ts'
import { figure, say } from './progress.ts'

export interface Webhooks {
  /** Calls that were made, doubled ones among them. */
  readonly stormEvents: number
  readonly stormPerSecond: number
  readonly lost: number
  readonly doubled: number
  /** Answers that were no 200. */
  readonly refused: number
  readonly rate: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const batchMost = 20
const atOnce = 64

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Resolves with the status once the answer is whole. */
function post(url: string, { headers, body }: HookCall): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
      response => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    call.once('error', reject)
    call.end(body)
  })
}

async function connect(apiUrl: string, world: ReturnType<typeof createGraphWorld>): Promise<string> {
  const answer = await fetch(`${apiUrl}/channels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'WhatsApp',
      kind: 'whatsapp',
      settings: {
        phoneNumberId: world.phoneNumberIds[0],
        businessAccountId: world.businessAccountId,
        token: world.token,
        appSecret: world.appSecret,
        verifyToken: 'bench',
        // Nothing is sent in this part.
        apiUrl: 'http://127.0.0.1:9',
      },
    }),
  })
  if (!answer.ok) throw new Error(`POST /channels gave ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { hookUrl: string }).hookUrl
}

async function storm(hookUrl: string, calls: readonly HookCall[]) {
  const left = [...calls]
  let refused = 0
  const began = performance.now()
  const sender = async () => {
    for (let call = left.pop(); call; call = left.pop()) {
      if ((await post(hookUrl, call)) !== 200) refused += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sender))
  return { refused, seconds: (performance.now() - began) / 1_000 }
}

/** Open loop: a call leaves when its time has come, whether the ones before were answered or not. */
async function steady(hookUrl: string, calls: readonly HookCall[], rate: number, warm: number) {
  const times: number[] = []
  const began = performance.now()
  const answers: Promise<void>[] = []
  for (const [n, call] of calls.entries()) {
    const dueAt = began + (n * 1_000) / rate
    const wait = dueAt - performance.now()
    if (wait > 1) await sleep(wait)
    answers.push(
      post(hookUrl, call).then(status => {
        if (status !== 200) throw new Error(`the hook answered ${status}`)
        // From when it was due: a generator that is late hides nothing.
        if (n >= warm) times.push(performance.now() - dueAt)
      }),
    )
  }
  await Promise.all(answers)
  return times
}

export async function measureWebhooks(postgres: Postgres, plan: Plan): Promise<Webhooks> {
  const events = plan.name === 'smoke' ? 4_000 : 100_000
  const people = plan.name === 'smoke' ? 200 : 2_000
  const rate = 500
  const seconds = plan.name === 'full' ? 30 : 10
  const databaseUrl = await postgres.create('webhooks')
  const baton = await startBaton(databaseUrl)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  try {
    const world = createGraphWorld()
    const hookUrl = await connect(baton.apiUrl, world)
    const [number = ''] = world.phoneNumberIds
    const customers = Array.from({ length: people }, (_, n) =>
      world.customer(`1555${String(n).padStart(7, '0')}`, `Customer ${n}`),
    )
    const change = (n: number) => {
      const customer = customers[n % people]
      if (!customer) throw new Error('there is nobody to write')
      return messageChange(world, number, customer, `wamid.bench.${n}`, {
        type: 'text',
        text: { body: `Where is order ${n}?` },
      })
    }
    // Of ten calls three are made twice: so many different events make the whole.
    const different = Math.round(events / 1.3)
    const changes = Array.from({ length: different }, (_, n) => change(n))
    const calls = stormOf(world, changes, { batch: batchMost, doubledOfTen: 3, seed: 42 })
    say(`a storm of ${figure(calls.length)} calls with ${figure(different)} different messages`)
    const { refused, seconds: took } = await storm(hookUrl, calls)
    const { rows } = await pool.query<{ stored: number; different: number }>(
      `select count(*)::int as stored, count(distinct data->>'clientId')::int as different
       from events where type = 'MessageReceived'`,
    )
    const stored = rows[0]?.stored ?? 0
    const found = rows[0]?.different ?? 0

    const warm = rate * 2
    const single = Array.from({ length: rate * seconds + warm }, (_, n) =>
      callOf(world, change(different + n)),
    )
    const times = await steady(hookUrl, single, rate, warm)
    return {
      stormEvents: calls.length,
      stormPerSecond: (different * 1.3) / took,
      lost: different - found,
      doubled: stored - found,
      refused,
      rate,
      p50Ms: percentile(times, 0.5),
      p99Ms: percentile(times, 0.99),
    }
  } finally {
    await pool.end()
    await baton.stop()
  }
}
