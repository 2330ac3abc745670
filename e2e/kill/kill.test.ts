// kill -9, again and again, while visitors talk: ten times the server alone, ten times the database with it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api } from '@baton/client'
import { createApi } from '@baton/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoggedEvent } from '../../packages/server/src/testing/server.ts'
import { wholeLog } from '../../packages/server/src/testing/server.ts'
import type { ServerProcess } from '../../packages/server/src/testing/server-process.ts'
import { freePort, startServerProcess } from '../../packages/server/src/testing/server-process.ts'
import { pause, until } from '../../packages/server/src/testing/until.ts'
import { killPostgres } from './processes-of.ts'
import type { Sender } from './sender.ts'
import { clientIdOf, startSender } from './sender.ts'

const adminKey = 'baton_key_for_the_kill_test_only'
const killsOfEach = 10
const sendersOfEach = 8
const askers = 10
const flow = {
  name: 'Later',
  start: 'first',
  blocks: {
    first: { kind: 'message', parts: [{ kind: 'text', text: 'One moment.' }], next: 'pause' },
    pause: { kind: 'wait', forMs: 300, next: 'second' },
    second: { kind: 'message', parts: [{ kind: 'text', text: 'Here it is.' }] },
  },
}

let dataDir: string
let port: number
let url: string
let server: ServerProcess
let api: Api

const start = () =>
  startServerProcess({
    port,
    preferBundle: true,
    env: {
      BATON_DATA_DIR: dataDir,
      BATON_ADMIN_EMAIL: 'admin@test.example',
      BATON_ADMIN_PASSWORD: 'a long enough password',
      BATON_ADMIN_API_KEY: adminKey,
      BATON_RATE_LIMITS: '0',
    },
  })

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'baton-kill-'))
  port = await freePort()
  server = await start()
  url = server.url
  api = createApi({ url, token: () => adminKey })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function visitorOf(channelId: string) {
  const { token, conversationId } = await api.call('POST /web/{channelId}/visitors', {
    params: { channelId },
  })
  return { url, token, conversationId }
}

/** Asks the bot one thing after the other, each only when the last one was answered to the end. */
function startAsker({ token, conversationId }: { token: string; conversationId: string }) {
  const visitor = createApi({ url, token: () => token })
  let asked = 0
  let stopping = false
  const answered = async () => {
    const { items } = await visitor.call('GET /web/messages', { query: { limit: 1_000 } })
    return items.filter(({ data }) => data.text === 'Here it is.').length
  }
  async function talk(): Promise<void> {
    while (!stopping) {
      const clientId = `question ${++asked}`
      const say = () => visitor.call('POST /web/messages', { body: { clientId, text: 'and now?' } })
      await until(clientId, () => say().catch(() => null))
      await until(`an answer to ${clientId}`, async () => (await answered().catch(() => 0)) >= asked, 40_000)
    }
  }
  const talking = talk()
  return {
    conversationId,
    asked: () => asked,
    async stop() {
      stopping = true
      await talking
    },
  }
}

function faultsOf(sender: Sender, log: readonly LoggedEvent[]): readonly string[] {
  const { conversationId, acknowledged, abandoned } = sender
  const received = log.filter(({ type }) => type === 'MessageReceived')
  const seqsOf = (n: number) =>
    received.filter(({ data }) => data.clientId === clientIdOf(n)).map(({ seq }) => seq)
  const faults: string[] = []
  for (const [n, seq] of acknowledged)
    if (seqsOf(n).join() !== String(seq)) faults.push(`${n} was acknowledged at ${seq}, is at ${seqsOf(n)}`)
  for (const n of abandoned) if (seqsOf(n).length > 1) faults.push(`${n} is there ${seqsOf(n).length} times`)
  const order = received.map(({ data }) => Number(String(data.clientId).replace('message ', '')))
  if (order.some((n, at) => n <= (order[at - 1] ?? 0))) faults.push('out of order')
  if (log.some(({ seq }, at) => seq !== at + 1)) faults.push('a gap in the log')
  return faults.map(fault => `${conversationId}: ${fault}`)
}

test(`[DL1] [DL2] [DL3] after ${2 * killsOfEach} kills every acknowledged message is there once, in order, and no pause is forgotten`, async () => {
  const channelId = (await api.call('POST /channels', { body: { name: 'Quiet', kind: 'web' } })).id
  const bot = { name: 'Later', kind: 'flow', settings: { flow } } as const
  const botId = (await api.call('POST /bots', { body: bot })).id
  const withBot = (await api.call('POST /channels', { body: { name: 'Bot', kind: 'web', botId } })).id
  const senders: Sender[] = []
  for (let n = 0; n < sendersOfEach; n++) {
    senders.push(startSender(await visitorOf(channelId), 'http', true))
    senders.push(startSender(await visitorOf(channelId), 'http', false))
    senders.push(startSender(await visitorOf(channelId), 'socket', true))
  }
  const asking = await Promise.all(
    Array.from({ length: askers }, async () => startAsker(await visitorOf(withBot))),
  )

  const readyMs: number[] = []
  for (let kill = 0; kill < 2 * killsOfEach; kill++) {
    await pause(150 + 300 * Math.random())
    const all = kill % 2 === 1
    await Promise.all([server.kill(), all ? killPostgres(dataDir) : null])
    server = await start()
    readyMs.push(server.readyAfterMs)
  }
  await Promise.all(senders.map(sender => sender.stop()))
  await Promise.all(asking.map(asker => asker.stop()))

  const faults: string[] = []
  for (const sender of senders) {
    expect(sender.acknowledged.size).toBeGreaterThan(0)
    faults.push(...faultsOf(sender, await wholeLog(api, sender.conversationId)))
  }
  for (const asker of asking) {
    const log = await wholeLog(api, asker.conversationId)
    const said = log.filter(({ type }) => type.startsWith('Message')).map(({ data }) => data.text)
    const expected = Array.from({ length: asker.asked() }, () => ['and now?', 'One moment.', 'Here it is.'])
    if (said.join() !== expected.flat().join()) faults.push(`${asker.conversationId}: ${said.join()}`)
  }
  const acknowledged = senders.reduce((sum, sender) => sum + sender.acknowledged.size, 0)
  const abandoned = senders.reduce((sum, sender) => sum + sender.abandoned.size, 0)
  const asked = asking.reduce((sum, asker) => sum + asker.asked(), 0)
  process.stdout.write(
    `  ${acknowledged} acknowledged, ${abandoned} given up, ${asked} pauses; ready after ${readyMs.map(Math.round).join(', ')} ms\n`,
  )
  expect(faults).toEqual([])
})
