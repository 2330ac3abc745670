// The product under test: its production bundle on the bench's Postgres, set up through its own API.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VisitorTarget } from './load/orders.ts'
import { freePort } from './postgres.ts'
import { benchDir, end, rootDir, run, start, temporaryFolder } from './processes.ts'

export const admin = {
  BATON_ADMIN_EMAIL: 'bench@example.com',
  BATON_ADMIN_PASSWORD: 'bench-password-of-one-run',
  BATON_ADMIN_API_KEY: 'bench-api-key-of-one-run-0123456789',
}
export const apiKey = admin.BATON_ADMIN_API_KEY
const main = join(rootDir, 'packages/server/dist/main.js')
const readyWithinMs = 30_000

export interface Baton {
  readonly pid: number
  readonly apiUrl: string
  readonly liveUrl: string
  /** From the start of the process until it said that it is ready. */
  readonly readyAfterMs: number
  stop(): Promise<void>
}

/** The bundle as `npm start` makes it: built anew only when its sources changed. */
export async function ensureBuilt(): Promise<void> {
  const script = "import { build } from './scripts/prepare.mjs'; await build()"
  const args = ['--input-type=module', '-e', script]
  await run({ command: process.execPath, args, cwd: rootDir, env: process.env }, 300_000)
}

/** Starts a server on a database; shipped log level, audit on. Throws with its last words. */
export async function startBaton(databaseUrl: string, profile = false): Promise<Baton> {
  const port = await freePort()
  const dataDir = temporaryFolder('data')
  const profiles = join(benchDir, 'results')
  if (profile) mkdirSync(profiles, { recursive: true })
  const began = performance.now()
  const child = start({
    command: process.execPath,
    args: [...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : []), main],
    cwd: dataDir,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      BATON_DATA_DIR: dataDir,
      BATON_SECRET: 'bench-secret-of-one-run-0123456789abcdef',
      BATON_RATE_LIMITS: 'off',
      // The bot of the streams is on this machine.
      BATON_ALLOW_PRIVATE: '127.0.0.1',
      ...admin,
    },
  })
  const url = `http://127.0.0.1:${port}`
  while (
    !(await fetch(`${url}/health/ready`).then(
      answer => answer.ok,
      () => false,
    ))
  ) {
    const late = performance.now() - began > readyWithinMs
    if (late || child.exitCode !== null) throw new Error(`Baton did not become ready: ${child.lastWords()}`)
    await sleep(10)
  }
  return {
    pid: child.pid ?? 0,
    apiUrl: `${url}/api/v1`,
    liveUrl: `${url.replace('http', 'ws')}/api/v1/live`,
    readyAfterMs: performance.now() - began,
    stop: () => end(child),
  }
}

type Json = Readonly<Record<string, unknown>>

export async function post<Answer>(
  baton: Baton,
  path: string,
  body: Json,
  token: string | null,
): Promise<Answer> {
  const answer = await fetch(`${baton.apiUrl}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`POST ${path} gave ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

interface Id {
  readonly id: string
}

/** The answer to every message; it names the message, so that answers can be told apart. */
const answer = { kind: 'message', parts: [{ kind: 'text', text: 'You said: {{said}}' }] }
const flows = {
  atOnce: { name: 'At once', start: 'answer', blocks: { answer } },
  after20Ms: {
    name: 'After 20 ms',
    start: 'think',
    blocks: { think: { kind: 'wait', forMs: 20, next: 'answer' }, answer },
  },
}

export interface SetUp {
  /** Channels: without a bot, with one that answers at once, with one that waits 20 ms first. */
  readonly person: string
  readonly bot: string
  readonly slowBot: string
  /** API keys of as many agents. */
  readonly agentKeys: readonly string[]
}

export async function setUp(baton: Baton, agents: number): Promise<SetUp> {
  const channel = async (name: string, flow: Json | null) => {
    const bot = flow && (await post<Id>(baton, '/bots', { name, kind: 'flow', settings: { flow } }, apiKey))
    const body = { name, kind: 'web', botId: bot?.id ?? null }
    return (await post<Id>(baton, '/channels', body, apiKey)).id
  }
  const agentKeys: string[] = []
  for (let n = 0; n < agents; n++) {
    const agent = { name: `Agent ${n + 1}`, email: `agent-${n + 1}@example.com`, role: 'agent' }
    const { id } = await post<Id>(baton, '/agents', agent, apiKey)
    agentKeys.push((await post<{ key: string }>(baton, `/agents/${id}/api-keys`, {}, apiKey)).key)
  }
  return {
    person: await channel('Person path', null),
    bot: await channel('Bot path', flows.atOnce),
    slowBot: await channel('Takeovers', flows.after20Ms),
    agentKeys,
  }
}

/** A channel whose bot is somebody else's, at `url`. Gives the channel. */
export async function connectBot(baton: Baton, url: string): Promise<string> {
  const bot = await post<Id>(baton, '/bots', { name: 'Streams', kind: 'http', settings: { url } }, apiKey)
  return (await post<Id>(baton, '/channels', { name: 'Streams', kind: 'web', botId: bot.id }, apiKey)).id
}

/** New visitors of a channel, each with a conversation. */
export async function createVisitors(baton: Baton, channel: string, count: number): Promise<VisitorTarget[]> {
  const made: VisitorTarget[] = []
  const next = async () => {
    while (made.length < count) {
      const place = made.push({ token: '', conversationId: '', seq: 0 }) - 1
      const body = { name: `Visitor ${place + 1}` }
      const { token, conversationId } = await post<{ token: string; conversationId: string }>(
        baton,
        `/web/${channel}/visitors`,
        body,
        null,
      )
      made[place] = { token, conversationId, seq: 0 }
    }
  }
  await Promise.all(Array.from({ length: 32 }, next))
  return made
}
