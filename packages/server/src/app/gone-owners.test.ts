// OW5: what waits does not stay in hands that are gone; the hands of a killed server's agents included.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk } from '../testing/desk.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import { asking, happened, rowOf, setRouting } from '../testing/routed.ts'
import type { TestAgent, TestServer, TestVisitor } from '../testing/server.ts'
import { secret, startTestServer } from '../testing/server.ts'
import { freePort, startServerProcess } from '../testing/server-process.ts'
import { pause, until } from '../testing/until.ts'

/** Of ten seconds, and until the next look after it. */
const beyondLimitMs = 13_500

let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: TestServer
let pool: pg.Pool
let channelId: string

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ ...database.connection, max: 2 })
  server = await startTestServer({ databaseUrl: database.url })
  channelId = await server.makeChannel()
  await setRouting(server, { how: 'by_hand' }, { ownerGoneMs: 10_000 })
})
afterAll(async () => {
  await server.stop()
  await pool.end()
  await database.drop()
})

async function held(agent: TestAgent): Promise<TestVisitor> {
  const visitor = await asking(server, channelId)
  await agent.api.call('POST /conversations/{id}/intervene', { params: { id: visitor.conversationId } })
  return visitor
}

/** As if the servers had been there, and she had not been seen nor had it, for that long. */
async function longAgo(agent: TestAgent): Promise<void> {
  const past = `clock_timestamp() - interval '1 hour'`
  await pool.query(`update nodes set started_at = ${past}`)
  await pool.query(`update agents set last_seen_at = ${past}, created_at = ${past} where id = $1`, [agent.id])
}

describe('[OW5] an owner who is gone', () => {
  test('whose server was killed loses what waits, though not what was answered', async () => {
    const ana = await server.makeAgent('Ana')
    const port = await freePort()
    const env = { DATABASE_URL: database.url, BATON_SECRET: secret, BATON_RATE_LIMITS: '0' }
    const other = await startServerProcess({ port, env })
    await openDesk(other.url, ana.key)
    const watch = await openDesk(server.url, server.adminKey)
    await until('she is seen here, too', () => watch.presenceOf(ana.id)?.presence === 'online')
    const waits = await held(ana)
    const answered = await held(ana)
    const params = { id: answered.conversationId }
    await ana.api.call('POST /conversations/{id}/messages', { params, body: { text: 'One moment' } })
    await until('what she holds is told', () => watch.presenceOf(ana.id)?.held === 2)
    await other.kill()
    const { data, actor } = await happened(server, waits, 'ReturnedToQueue')
    expect({ data, actor }).toMatchObject({
      actor: { kind: 'system' },
      data: { reason: 'owner_gone', previousOwner: { id: ana.id } },
    })
    expect(watch.presenceOf(ana.id)).toBe(undefined)
    expect(await rowOf(server, waits)).toMatchObject({ state: 'requesting' })
    expect(await rowOf(server, answered)).toMatchObject({ state: 'intervened' })
    await answered.say('Thank you. And when?')
    expect((await happened(server, answered, 'ReturnedToQueue')).data).toMatchObject({ reason: 'owner_gone' })
    watch.close()
  })

  test('is given the time to come to what they were just given', async () => {
    const ben = await server.makeAgent('Ben')
    await longAgo(ben)
    const visitor = await asking(server, channelId)
    const params = { id: visitor.conversationId }
    const body = { agentId: ben.id }
    expect(await server.api.call('POST /conversations/{id}/assign', { params, body })).toMatchObject({
      state: 'intervened',
      owner: { id: ben.id },
    })
    await pause(4_500)
    expect((await rowOf(server, visitor)).state).toBe('intervened')
    expect((await happened(server, visitor, 'ReturnedToQueue')).data).toMatchObject({ reason: 'owner_gone' })
  })

  test('keeps it while they are there, however idle, or at work by the API', async () => {
    const [cleo, eve] = [await server.makeAgent('Cleo'), await server.makeAgent('Eve')]
    const desk = await openDesk(server.url, cleo.key)
    desk.idle(true)
    const [hers, byApi] = [await held(cleo), await held(eve)]
    await longAgo(cleo)
    await longAgo(eve)
    const calls = setInterval(() => void eve.api.call('GET /me').catch(() => null), 1_000)
    await pause(beyondLimitMs)
    clearInterval(calls)
    expect((await rowOf(server, hers)).owner?.id).toBe(cleo.id)
    expect((await rowOf(server, byApi)).owner?.id).toBe(eve.id)
    desk.close()
  })

  test('keeps it where the workspace says so', async () => {
    await setRouting(server, { how: 'by_hand' }, { ownerGoneMs: null })
    const dana = await server.makeAgent('Dana')
    const visitor = await held(dana)
    await longAgo(dana)
    await pause(beyondLimitMs)
    expect((await rowOf(server, visitor)).owner?.id).toBe(dana.id)
    await setRouting(server, { how: 'by_hand' }, { ownerGoneMs: 10_000 })
  })
})
