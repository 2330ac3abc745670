// kill -9 in the middle of turns of every kind: each turn ends once, is retried, or becomes `bot_failed`.
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Api, BodyOf } from '@baton/client'
import { createApi } from '@baton/client'
import type { TurnRequested } from '@baton/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startModelServer } from '../testing/model-server.ts'
import type { TestDatabase } from '../testing/postgres.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import type { LoggedEvent } from '../testing/server.ts'
import { wholeLog } from '../testing/server.ts'
import type { ServerProcess } from '../testing/server-process.ts'
import { freePort, startServerProcess } from '../testing/server-process.ts'
import type { Reply, TestBot } from '../testing/test-bot.ts'
import { startTestBot, testBotSecret } from '../testing/test-bot.ts'
import { pause, until } from '../testing/until.ts'

const kills = 4
const askersOfEach = 4
/** How long each bot works on an answer: a kill falls within it. */
const workMs = 400
const adminKey = `baton_${randomBytes(24).toString('base64url')}`
const secret = randomBytes(24).toString('hex')

const kinds = ['flow', 'at once', 'stream', 'later', 'rasa', 'ai'] as const
type Kind = (typeof kinds)[number]

const answerTo = (text: string) => `About ${text}`
const partTo = (text: string) => `Looking at ${text}`
/** What a customer reads for one question, whatever happened to the server meanwhile. */
const expectedOf = (kind: Kind, text: string): readonly string[] => {
  if (kind === 'flow') return ['One moment.', 'Here it is.']
  return kind === 'stream' || kind === 'later' ? [partTo(text), answerTo(text)] : [answerTo(text)]
}

const flow = {
  name: 'Later',
  start: 'first',
  blocks: {
    first: { kind: 'message', parts: [{ kind: 'text', text: 'One moment.' }], next: 'pause' },
    pause: { kind: 'wait', forMs: workMs, next: 'second' },
    second: { kind: 'message', parts: [{ kind: 'text', text: 'Here it is.' }] },
  },
}

let database: TestDatabase
let port: number
let server: ServerProcess
let api: Api
const closers: (() => Promise<unknown>)[] = []
/** How often each question reached its bot. */
const heard = new Map<string, number>()

function hear(kind: Kind, text: string): void {
  const name = `${kind} ${text}`
  heard.set(name, (heard.get(name) ?? 0) + 1)
}

const start = () =>
  startServerProcess({
    port,
    env: {
      DATABASE_URL: database.url,
      BATON_SECRET: secret,
      BATON_ADMIN_EMAIL: 'admin@test.example',
      BATON_ADMIN_PASSWORD: 'a long enough password',
      BATON_ADMIN_API_KEY: adminKey,
      BATON_RATE_LIMITS: '0',
      BATON_ALLOW_PRIVATE: '127.0.0.1',
    },
  })

/** Sent until somebody answers, as whoever keeps what they owe would. */
async function surely(bot: TestBot, turn: TurnRequested, body: object, key: string): Promise<void> {
  await until(
    `an answer to ${key}`,
    () =>
      bot.later(turn, 'messages', body, { 'idempotency-key': key }).then(
        ({ status }) => status < 500,
        () => false,
      ),
    40_000,
  )
}

async function answer(bot: TestBot, kind: Kind, turn: TurnRequested, reply: Reply): Promise<void> {
  const text = turn.messages.findLast(({ seq }) => turn.input.includes(seq))?.text ?? ''
  hear(kind, text)
  if (kind === 'at once') {
    await pause(workMs)
    reply.json({ messages: [answerTo(text)] })
  } else if (kind === 'stream') {
    reply.stream()
    reply.event('message', { text: partTo(text) })
    reply.event('delta', { text: 'Ab' })
    await pause(workMs)
    reply.event('delta', { text: answerTo(text).slice(2) })
    reply.event('end', {})
    reply.end()
  } else {
    reply.status(202)
    await surely(bot, turn, { messages: [partTo(text)], end: false }, 'part')
    await pause(workMs)
    await surely(bot, turn, { messages: [answerTo(text)] }, 'answer')
  }
}

async function startRasa(): Promise<string> {
  const rasa = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { message } = JSON.parse(body)
    hear('rasa', message)
    await pause(workMs)
    response.end(JSON.stringify([{ text: answerTo(message) }]))
  })
  await new Promise<void>(resolve => rasa.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    rasa.closeAllConnections()
    await new Promise(resolve => rasa.close(resolve))
  })
  return `http://127.0.0.1:${(rasa.address() as AddressInfo).port}`
}

async function startModel(): Promise<string> {
  const model = await startModelServer()
  closers.push(() => model.close())
  model.teach(async ({ messages }, speech) => {
    const text = messages.findLast(({ role }) => role === 'user')?.content ?? ''
    const question = /question \d+ of \d+/.exec(text)?.[0] ?? text
    hear('ai', question)
    speech.text('Ab')
    await speech.pause(workMs)
    speech.text(answerTo(question).slice(2))
    speech.end()
  })
  return model.url
}

async function botOf(kind: Kind): Promise<BodyOf<'POST /bots'>> {
  if (kind === 'flow') return { name: 'Flow', kind, settings: { flow } }
  if (kind === 'rasa') return { name: 'Rasa', kind, settings: { url: await startRasa() } }
  if (kind === 'ai') {
    const model = { baseUrl: await startModel(), name: 'small', apiKey: 'model-key' }
    return {
      name: 'Nova',
      kind,
      settings: { model, prompt: 'You help.', limits: { turns: 200, tokens: 1_000_000 } },
    }
  }
  const bot = await startTestBot((turn, reply) => answer(bot, kind, turn, reply))
  closers.push(() => bot.close())
  return { name: kind, kind: 'http', settings: { url: bot.url, secret: testBotSecret, laterMs: 2_000 } }
}

const isBots = ({ type, data }: LoggedEvent) => type === 'MessageSent' && data.from === 'bot'

interface Asker {
  readonly kind: Kind
  readonly conversationId: string
  readonly stop: () => Promise<number>
}

/** Asks one thing after the other, each only when the last one was answered, or a person is wanted for it. */
async function startAsker(kind: Kind, channelId: string, name: number): Promise<Asker> {
  const params = { channelId }
  const { token, conversationId } = await api.call('POST /web/{channelId}/visitors', { params })
  const visitor = createApi({ url: server.url, token: () => token })
  let asked = 0
  let stopping = false
  const answered = async (text: string, seq: number) => {
    const query = { after: seq, limit: 100 }
    const params = { id: conversationId }
    const since = (await api.call('GET /conversations/{id}/events', { params, query })).items
    const said = since.filter(isBots).map(({ data }) => String(data.text))
    const failed = since.some(({ type, data }) => type === 'TurnEnded' && data.outcome === 'failed')
    return failed || said.includes(expectedOf(kind, text).at(-1) ?? '')
  }
  async function talk(): Promise<void> {
    while (!stopping) {
      const text = `question ${++asked} of ${name}`
      const say = () => visitor.call('POST /web/messages', { body: { clientId: text, text } })
      const { seq } = await until(text, () => say().catch(() => null))
      await until(`an answer to ${kind} ${text}`, () => answered(text, seq).catch(() => false), 40_000)
    }
  }
  const talking = talk()
  talking.catch(() => undefined)
  return {
    kind,
    conversationId,
    async stop() {
      stopping = true
      await talking
      return asked
    },
  }
}

/** What a log must not hold: a question whose turn did not end once, or that was answered twice or in part. */
function faultsOf(kind: Kind, asked: number, log: readonly LoggedEvent[]): readonly string[] {
  const faults: string[] = log.some(({ seq }, at) => seq !== at + 1) ? ['a gap in the log'] : []
  const begins = log.flatMap(({ type }, at) => (type === 'MessageReceived' ? [at] : []))
  if (begins.length !== asked) faults.push(`${asked} questions, ${begins.length} messages`)
  for (const [n, from] of begins.entries()) {
    const part = log.slice(from, begins[n + 1])
    const text = String(part[0]?.data.text)
    const ends = part.filter(({ type }) => type === 'TurnEnded')
    const said = part.filter(isBots).map(({ data }) => String(data.text))
    const whole = expectedOf(kind, text)
    // A flow's pause ends one turn and opens another.
    const turns = kind === 'flow' ? 2 : 1
    const failed = ends.some(({ data }) => data.outcome === 'failed')
    const fits = failed ? whole.slice(0, said.length) : whole
    if (said.join('|') !== fits.join('|')) faults.push(`${text} was answered ${said.join('|')}`)
    if (!failed && ends.length !== turns) faults.push(`${text} ended ${ends.length} times`)
    if (failed && !log.some(({ type }) => type === 'HumanRequested')) faults.push(`${text}: nobody was asked`)
  }
  return faults
}

beforeAll(async () => {
  database = await createTestDatabase()
  port = await freePort()
  server = await start()
  api = createApi({ url: server.url, token: () => adminKey })
})
afterAll(async () => {
  await server?.stop()
  for (const close of closers) await close()
  await database?.drop()
})

test(`[BT1] [BT3] [DL3] after ${kills} kills each turn of each kind ended once, or a person is wanted`, async () => {
  const askers: Asker[] = []
  for (const kind of kinds) {
    const { id: botId } = await api.call('POST /bots', { body: await botOf(kind) })
    const settings = { turnRetryMs: 100, turnAttempts: 4 }
    const body = { name: kind, kind: 'web', botId, settings } as const
    const { id: channelId } = await api.call('POST /channels', { body })
    for (let n = 0; n < askersOfEach; n++) askers.push(await startAsker(kind, channelId, n))
  }
  for (let kill = 0; kill < kills; kill++) {
    // Some turns of every kind were answered since the last kill, and the next ones are under way.
    await pause(2 * workMs + Math.random() * workMs)
    await server.kill()
    server = await start()
    const before = new Map(heard)
    await until('the bots are asked again', () => [...heard].some(([name, n]) => n > (before.get(name) ?? 0)))
    await pause(4_000)
  }
  const faults: string[] = []
  let questions = 0
  for (const { kind, conversationId, stop } of askers) {
    const asked = await stop()
    questions += asked
    const log = await wholeLog(api, conversationId)
    faults.push(...faultsOf(kind, asked, log).map(fault => `${kind} ${conversationId}: ${fault}`))
  }
  const again = kinds.map(kind => {
    const names = [...heard].filter(([name, n]) => name.startsWith(`${kind} `) && n > 1)
    return `${kind} ${names.length}`
  })
  process.stdout.write(`  ${questions} questions, ${kills} kills; asked again: ${again.join(', ')}\n`)
  expect(faults).toEqual([])
  // The kills fell into turns.
  expect([...heard.values()].some(n => n > 1)).toBe(true)
}, 170_000)
