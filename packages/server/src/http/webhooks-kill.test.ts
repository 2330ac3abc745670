// A server that is killed while it tells: its successor tells the rest, each event under one id.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApi } from '@baton/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../testing/postgres.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import { freePort, startServerProcess } from '../testing/server-process.ts'
import { until } from '../testing/until.ts'
import type { WebhookReceiver } from '../testing/webhook-receiver.ts'
import { startWebhookReceiver } from '../testing/webhook-receiver.ts'

let database: TestDatabase
let dataDir = ''
let receiver: WebhookReceiver

beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'baton-killed-'))
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  await receiver.close()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

const perVisitor = 15

test('whatever was acknowledged is told, in spite of three kills in the middle of it', async () => {
  const key = `baton_${randomBytes(24).toString('base64url')}`
  const options = {
    port: await freePort(),
    env: {
      BATON_DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      BATON_SECRET: randomBytes(24).toString('hex'),
      BATON_ADMIN_EMAIL: 'admin@test.example',
      BATON_ADMIN_PASSWORD: 'a long enough password',
      BATON_ADMIN_API_KEY: key,
      BATON_RATE_LIMITS: '0',
      BATON_ALLOW_PRIVATE: '127.0.0.1',
    },
  }
  let server = await startServerProcess(options)
  const apiAs = (token: string) => createApi({ url: server.url, token: () => token })
  const { id: channelId } = await apiAs(key).call('POST /channels', { body: { name: 'Web', kind: 'web' } })
  const { secret } = await apiAs(key).call('POST /webhooks', { body: { url: receiver.url } })
  receiver.trust(secret)

  const said = new Map<string, number>()
  for (let kills = 0; kills < 3; kills += 1) {
    // Some hang in the middle of a call, some were heard and not written down, some were not begun.
    let answers = 0
    receiver.teach((_heard, response) => {
      answers += 1
      if (answers <= 10) response.writeHead(204).end()
    })
    const visitors = await Promise.all(
      Array.from({ length: 4 }, () =>
        apiAs('').call('POST /web/{channelId}/visitors', { params: { channelId } }),
      ),
    )
    for (const { token, conversationId } of visitors) {
      for (let n = 0; n < perVisitor; n += 1)
        await apiAs(token).call('POST /web/messages', { body: { clientId: `${n}`, text: `word ${n}` } })
      said.set(conversationId, perVisitor)
    }
    await server.kill()
    server = await startServerProcess(options)
  }
  receiver.teach((_heard, response) => void response.writeHead(204).end())
  const missing = () =>
    [...said].filter(([id, count]) => new Set(receiver.seqs(id)).size < count).map(([id]) => id)
  await until('all told', () => missing().length === 0, 40_000).catch(() => expect(missing()).toEqual([]))
  const ids = new Map<string, Set<string>>()
  for (const { id, data } of receiver.heard) {
    const event = `${data.conversationId} ${data.event?.seq}`
    ids.set(event, (ids.get(event) ?? new Set()).add(id))
  }
  expect([...ids.values()].filter(one => one.size !== 1)).toEqual([])
  expect(ids.size).toBe(3 * 4 * perVisitor)
  expect(receiver.unsigned).toBe(0)
  await server.stop()
})
