// Who is there, told to every console on every server.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Desk } from '../testing/desk.ts'
import { openDesk } from '../testing/desk.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { pause, until } from '../testing/until.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let a: TestServer
let b: TestServer
let watch: Desk

beforeAll(async () => {
  database = await createTestDatabase()
  a = await startTestServer({ databaseUrl: database.url })
  b = await startTestServer({ databaseUrl: database.url })
  watch = await openDesk(b.url, b.adminKey)
})
afterAll(async () => {
  watch.close()
  await a.stop()
  await b.stop()
  await database.drop()
})

const seen = (agent: TestAgent, presence: string | undefined) =>
  until(`${presence} is told on the other server`, () => watch.presenceOf(agent.id)?.presence === presence)

async function listed({ id }: TestAgent): Promise<string | undefined> {
  const { items } = await b.api.call('GET /agents')
  return items.find(agent => agent.id === id)?.presence
}

test('online with a console, away when all of them are idle, offline some seconds after the last is gone', async () => {
  const ana = await a.makeAgent('Ana')
  const desk = await openDesk(a.url, ana.key)
  expect(desk.presenceOf(ana.id)?.presence).toBe('online')
  await seen(ana, 'online')
  expect(await listed(ana)).toBe('online')
  const phone = await openDesk(b.url, ana.key)
  desk.idle(true)
  await pause(300)
  expect(await listed(ana)).toBe('online')
  phone.idle(true)
  await seen(ana, 'away')
  phone.close()
  desk.idle(false)
  await seen(ana, 'online')
  desk.close()
  await seen(ana, undefined)
  expect(await listed(ana)).toBe('offline')
})

test('a console that is loaded again was never gone', async () => {
  const ben = await a.makeAgent('Ben')
  const desk = await openDesk(a.url, ben.key)
  await seen(ben, 'online')
  const from = watch.raw.messages.length
  desk.close()
  const again = await openDesk(a.url, ben.key)
  await pause(6_000)
  const told = watch.raw.messages.slice(from).filter(message => message.type === 'presence')
  expect(told.every(({ agents }) => agents.some(({ id }) => id === ben.id))).toBe(true)
  expect(await listed(ben)).toBe('online')
  again.close()
})

test('away by choice stays until they say otherwise, over consoles and servers', async () => {
  const cleo = await a.makeAgent('Cleo')
  const desk = await openDesk(a.url, cleo.key)
  expect(await cleo.api.call('PUT /me/presence', { body: { presence: 'away' } })).toEqual({
    chosen: 'away',
    presence: 'away',
  })
  await seen(cleo, 'away')
  desk.close()
  const elsewhere = await openDesk(b.url, cleo.key)
  await pause(300)
  expect(await listed(cleo)).toBe('away')
  expect(await cleo.api.call('PUT /me/presence', { body: { presence: 'auto' } })).toMatchObject({
    presence: 'online',
  })
  await seen(cleo, 'online')
  elsewhere.close()
})

test('what everybody holds is told when it changes', async () => {
  const dana = await a.makeAgent('Dana')
  const desk = await openDesk(a.url, dana.key)
  const visitor = await a.visitor(await a.makeChannel())
  await visitor.say('hello')
  const params = { id: visitor.conversationId }
  await dana.api.call('POST /conversations/{id}/intervene', { params })
  await until('one is told', () => watch.presenceOf(dana.id)?.held === 1)
  await until('one is told to her', () => desk.presenceOf(dana.id)?.held === 1)
  expect((await b.api.call('GET /agents')).items.find(({ id }) => id === dana.id)?.held).toBe(1)
  await dana.api.call('POST /conversations/{id}/cancel', { params })
  await until('none is told', () => watch.presenceOf(dana.id)?.held === 0)
  desk.close()
})
