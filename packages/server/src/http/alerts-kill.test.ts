// A server that is killed between an alert and its answer: its successor looks for it, and tells what is missing.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BodyOf } from '@baton/client'
import { createApi } from '@baton/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SlackStage } from '../testing/alerts/slack-stage.ts'
import { openSlackStage } from '../testing/alerts/slack-stage.ts'
import type { TestDatabase } from '../testing/postgres.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import { freePort, startServerProcess } from '../testing/server-process.ts'
import { until } from '../testing/until.ts'

let database: TestDatabase
let dataDir = ''
let slack: SlackStage

beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'baton-killed-'))
  slack = await openSlackStage()
})
afterAll(async () => {
  await slack.close()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

test('[AL1] every request is told once, in spite of kills before, during and after the call', async () => {
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
  const body = { kind: 'slack', name: 'Team', settings: slack.settings } as BodyOf<'POST /alert-channels'>
  await apiAs(key).call('POST /alert-channels', { body })

  async function ask(name: string) {
    const { token } = await apiAs('').call('POST /web/{channelId}/visitors', {
      params: { channelId },
      body: { name },
    })
    await apiAs(token).call('POST /web/messages', { body: { clientId: randomUUID(), text: 'Hello' } })
    await apiAs(token).call('POST /web/request', { body: { reason: 'a person' } })
  }

  // Taken by Slack, and the answer never comes: the server dies waiting for it.
  slack.mishap('hangs')
  await ask('Carla')
  await until('Slack has it', () => slack.messages.some(({ text }) => text.includes('Carla')))
  await server.kill()
  server = await startServerProcess(options)
  // Acknowledged to the customer, and the server dies at once.
  await ask('Dora')
  await server.kill()
  server = await startServerProcess(options)
  await ask('Elsa')

  const of = (name: string) => slack.messages.filter(({ text }) => text.includes(name)).length
  await until('all are told', () => ['Carla', 'Dora', 'Elsa'].every(name => of(name) > 0), 30_000)
  const settled = await until('all is written down', async () => {
    const { items } = await apiAs(key).call('GET /alerts')
    return items.every(({ told }) => told.length === 1 && told[0]?.state === 'sent') ? items : null
  })
  expect(settled).toHaveLength(3)
  expect(['Carla', 'Dora', 'Elsa'].map(of)).toEqual([1, 1, 1])
  expect(slack.faults()).toEqual([])
  await server.stop()
})
