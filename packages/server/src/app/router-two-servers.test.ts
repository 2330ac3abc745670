// Two servers route the same workspace, and one of them is killed in the middle.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../testing/postgres.ts'
import { asking, offeredTo, person, rowOf, setRouting } from '../testing/routed.ts'
import type { TestServer, TestVisitor } from '../testing/server.ts'
import { secret, startTestServer } from '../testing/server.ts'
import { freePort, startServerProcess } from '../testing/server-process.ts'
import { until } from '../testing/until.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: pg.Pool
let a: TestServer
let b: TestServer
let channelId: string

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ ...database.connection, max: 2 })
  a = await startTestServer({ databaseUrl: database.url })
  b = await startTestServer({ databaseUrl: database.url })
  channelId = await a.makeChannel()
})
afterAll(async () => {
  await a.stop()
  await b.stop()
  await pool.end()
  await database.drop()
})

/** How often each was asked at most at the same time, from the logs alone. */
async function mostAtOnce(): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{
    id: string
    type: string
    at: string
    conversation: string
    owner: string
  }>(
    `select coalesce(data->'agent'->>'id', '') as id, type, at, conversation_id as conversation,
       coalesce(data->'owner'->>'id', data->'previousOwner'->>'id', '') as owner
     from events where type in ('Offered', 'OfferEnded', 'TakenOver', 'TakeoverCancelled', 'RequestDismissed')
     order by at, conversation_id, seq`,
  )
  const open = new Map<string, string>()
  const most = new Map<string, number>()
  for (const { id, type, conversation, owner } of rows) {
    if (type === 'Offered') {
      expect(open.has(conversation), 'two offers of one conversation').toBe(false)
      open.set(conversation, id)
    } else if (type === 'TakenOver') open.set(conversation, owner)
    else open.delete(conversation)
    for (const one of new Set(open.values())) {
      const now = [...open.values()].filter(other => other === one).length
      most.set(one, Math.max(most.get(one) ?? 0, now))
    }
  }
  return most
}

test('[RT1] [RT4] a crowd that comes by both is offered once each, and nobody gets more than they can take', async () => {
  const people = await Promise.all(
    ['Ana', 'Ben', 'Cleo', 'Dana'].map((name, n) =>
      person(a, name, { at: n % 2 === 0 ? a : b, about: { capacity: 3 } }),
    ),
  )
  await setRouting(a, { how: 'least_busy', offerMs: 60_000 })
  await until(
    'the other server knows it',
    async () => (await b.api.call('GET /routing')).routing.how === 'least_busy',
  )
  const crowd = await Promise.all(
    Array.from({ length: 40 }, (_, n) => asking(n % 2 === 0 ? a : b, channelId)),
  )
  const answered = new Set<TestVisitor>()
  await until('everybody was helped', async () => {
    for (const visitor of crowd) {
      if (answered.has(visitor)) continue
      const { offer } = await rowOf(a, visitor)
      const one = people.find(({ id }) => id === offer?.agent.id)
      if (!one) continue
      answered.add(visitor)
      const params = { id: visitor.conversationId }
      const at = answered.size % 2 === 0 ? a : b
      await at.apiAs(one.key).call('POST /conversations/{id}/intervene', { params })
      await at.apiAs(one.key).call('POST /conversations/{id}/cancel', { params })
    }
    return answered.size === crowd.length
  })
  const most = await mostAtOnce()
  expect(most.size).toBe(4)
  expect(Math.max(...most.values())).toBe(3)
  for (const { desk } of people) desk.close()
})

test('[RT2] an offer to somebody whose server was killed moves on, by the other one', async () => {
  await until('those before are gone', async () =>
    (await b.api.call('GET /agents')).items.every(({ presence }) => presence === 'offline'),
  )
  const port = await freePort()
  const env = { DATABASE_URL: database.url, BATON_SECRET: secret, BATON_RATE_LIMITS: '0' }
  const killed = await startServerProcess({ port, env })
  const eva = await person(b, 'Eva', { at: killed })
  await setRouting(b, { how: 'round_robin', offerMs: 60_000 })
  const visitor = await asking(b, channelId)
  expect(await offeredTo(b, visitor)).toBe(eva.id)
  await killed.kill()
  const finn = await person(b, 'Finn')
  expect(await offeredTo(b, visitor, eva.id)).toBe(finn.id)
  finn.desk.close()
})
