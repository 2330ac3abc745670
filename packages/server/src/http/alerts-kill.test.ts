// A server that is killed between an alert and its answer: its successor looks for it, and tells what is missing.
import { randomUUID } from 'node:crypto'
import type { BodyOf } from '@baton/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SlackStage } from '../testing/alerts/slack-stage.ts'
import { openSlackStage } from '../testing/alerts/slack-stage.ts'
import type { MortalServer } from '../testing/mortal-server.ts'
import { startMortalServer } from '../testing/mortal-server.ts'
import { until } from '../testing/until.ts'

let server: MortalServer
let slack: SlackStage

beforeAll(async () => {
  server = await startMortalServer()
  slack = await openSlackStage()
})
afterAll(async () => {
  await slack?.close()
  await server?.close()
})

test('[AL1] every request is told once, in spite of kills before, during and after the call', async () => {
  const { api, apiAs } = server
  const { id: channelId } = await api.call('POST /channels', { body: { name: 'Web', kind: 'web' } })
  const body = { kind: 'slack', name: 'Team', settings: slack.settings } as BodyOf<'POST /alert-channels'>
  await api.call('POST /alert-channels', { body })

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
  await server.start()
  // Acknowledged to the customer, and the server dies at once.
  await ask('Dora')
  await server.kill()
  await server.start()
  await ask('Elsa')

  const of = (name: string) => slack.messages.filter(({ text }) => text.includes(name)).length
  await until('all are told', () => ['Carla', 'Dora', 'Elsa'].every(name => of(name) > 0), 30_000)
  const settled = await until('all is written down', async () => {
    const { items } = await api.call('GET /alerts')
    return items.every(({ told }) => told.length === 1 && told[0]?.state === 'sent') ? items : null
  })
  expect(settled).toHaveLength(3)
  expect(['Carla', 'Dora', 'Elsa'].map(of)).toEqual([1, 1, 1])
  expect(slack.faults()).toEqual([])
})
