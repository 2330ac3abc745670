// Two servers on one database, as a team has them behind a load balancer.
import { randomUUID } from 'node:crypto'
import { createApi, createLive, isApiError } from '@baton/client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestDatabase } from '../testing/postgres.ts'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { secret, startTestServer } from '../testing/server.ts'
import { freePort, startServerProcess } from '../testing/server-process.ts'
import { pause, until } from '../testing/until.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: pg.Pool
let a: TestServer
let b: TestServer
let agents: readonly TestAgent[]
let channelId: string

const flow = {
  name: 'Later',
  start: 'pause',
  blocks: {
    pause: { kind: 'wait', forMs: 50, next: 'say' },
    say: { kind: 'message', parts: [{ kind: 'text', text: 'As promised.' }] },
  },
}

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ ...database.connection, max: 3 })
  a = await startTestServer({ databaseUrl: database.url })
  b = await startTestServer({ databaseUrl: database.url })
  agents = await Promise.all(Array.from({ length: 10 }, (_, n) => a.makeAgent(`Agent ${n}`)))
  channelId = await a.makeChannel()
})
afterAll(async () => {
  await a?.stop()
  await b?.stop()
  await pool.end()
  await database.drop()
})

interface Click {
  readonly agent: TestAgent
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly won: boolean
  readonly code: string | null
}

async function click(server: TestServer, agent: TestAgent, id: string): Promise<Click> {
  try {
    const { owner } = await server
      .apiAs(agent.key)
      .call('POST /conversations/{id}/intervene', { params: { id } })
    return { agent, owner, won: true, code: null }
  } catch (fault) {
    if (!isApiError(fault)) throw fault
    const owner = fault.problem?.owner as Click['owner']
    return { agent, owner: owner ?? null, won: false, code: `${fault.status} ${fault.code}` }
  }
}

describe('clicks on both servers', () => {
  const rounds = 20
  test(`[TK1] of 100 at once one agent wins, ${rounds} times over, and everybody else learns the name`, async () => {
    for (let round = 0; round < rounds; round++) {
      const visitor = await a.visitor(channelId)
      await visitor.say('hello')
      const clicks = await Promise.all(
        Array.from({ length: 100 }, (_, n) => {
          const agent = agents[n % agents.length]
          if (!agent) throw new Error('no agent')
          return click(n % 2 === 0 ? a : b, agent, visitor.conversationId)
        }),
      )
      const winners = new Set(clicks.filter(({ won }) => won).map(({ agent }) => agent.id))
      expect(winners.size).toBe(1)
      const [winner] = winners
      // The winner's own repeated clicks succeed and change nothing.
      expect(clicks.filter(({ agent, won }) => agent.id === winner && won)).toHaveLength(10)
      const lost = clicks.filter(({ won }) => !won)
      expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['409 already_held']))
      expect(new Set(clicks.map(({ owner }) => owner?.id))).toEqual(winners)
      const name = lost[0]?.owner?.name
      expect(name).toMatch(/^Agent \d$/)
      const log = await b.events(visitor.conversationId)
      expect(log.filter(({ type }) => type === 'TakenOver')).toHaveLength(1)
    }
  })
})

describe('one conversation, written to from both', () => {
  test('[DL2] [DL3] the log has no gap and no double, whichever server a message came by', async () => {
    const visitor = await a.visitor(channelId)
    const id = visitor.conversationId
    const sends = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const clientId = `message ${n}`
        const via = (server: TestServer) =>
          server.apiAs(visitor.token).call('POST /web/messages', { body: { clientId, text: clientId } })
        // Every fourth is sent to both servers, as a phone does that lost its network meanwhile.
        const seqs = await Promise.all(n % 4 === 0 ? [via(a), via(b)] : [via(n % 2 === 0 ? a : b)])
        expect(new Set(seqs.map(({ seq }) => seq)).size).toBe(1)
        return seqs[0]?.seq
      }),
    )
    const log = await b.events(id)
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1))
    expect(new Set(sends)).toEqual(new Set(log.map(({ seq }) => seq)))
    expect(new Set(log.map(({ data }) => data.clientId)).size).toBe(200)
    expect(await a.events(id)).toEqual(log)
  })

  test('[DL2] what a visitor says in one breath keeps its order while the other server writes, too', async () => {
    const visitor = await a.visitor(channelId)
    const params = { id: visitor.conversationId }
    const live = createLive({ url: a.url, token: () => visitor.token, WebSocket })
    try {
      await until('the line is up', () => live.status() === 'online')
      let over = false
      const notes = Promise.all(
        Array.from({ length: 4 }, async () => {
          while (!over)
            await b.api.call('POST /conversations/{id}/notes', { params, body: { text: 'meanwhile' } })
        }),
      )
      const said: string[] = []
      for (let burst = 0; burst < 40; burst++) {
        const texts = Array.from({ length: 5 }, (_, n) => `burst ${burst}, message ${n}`)
        said.push(...texts)
        await Promise.all(
          texts.map(async (text, n) => {
            // Not in one frame: each may meet a conversation that the other server holds.
            await pause(n * 2)
            await live.send({ clientId: text, text })
          }),
        )
      }
      over = true
      await notes
      const log = await b.events(params.id)
      const received = log.filter(({ type }) => type === 'MessageReceived').map(({ data }) => data.text)
      expect(received).toEqual(said)
    } finally {
      live.close()
    }
  })
})

describe('a reader on the other server', () => {
  const boundMs = 2_000

  function read(conversationId: string) {
    const live = createLive({ url: b.url, token: () => b.adminKey, WebSocket })
    const seen = new Map<number, number>()
    live.follow({
      conversationId,
      after: 0,
      onItems: ({ items }) => {
        for (const { seq } of items) seen.set(seq, Date.now())
      },
    })
    return { live, seen }
  }

  test('[DL2] sees within 2 s what the first one commits', async () => {
    const visitor = await a.visitor(channelId)
    const { live, seen } = read(visitor.conversationId)
    try {
      for (let n = 1; n <= 20; n++) {
        const { seq } = await visitor.say(`message ${n}`)
        await until('it is seen', () => seen.has(seq), boundMs)
      }
      expect([...seen.keys()]).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    } finally {
      live.close()
    }
  })

  test('[DL2] sees it, too, while the line by which it hears is cut again and again', async () => {
    const visitor = await a.visitor(channelId)
    const { live, seen } = read(visitor.conversationId)
    try {
      for (let n = 1; n <= 5; n++) {
        const { rowCount } = await pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'baton news' and datname = current_database()`,
        )
        expect(rowCount).toBeGreaterThan(0)
        if (n % 2 === 0) await pause(100)
        const { seq } = await visitor.say(`message ${n}`)
        await until('it is seen', () => seen.has(seq), boundMs)
        // Both lines are back before they are cut again.
        await until('the lines are back', async () => {
          const { rows } = await pool.query<{ n: number }>(
            `select count(*)::int as n from pg_stat_activity
             where application_name = 'baton news' and datname = current_database()`,
          )
          return rows[0]?.n === 2
        })
      }
      expect([...seen.keys()]).toEqual([1, 2, 3, 4, 5])
    } finally {
      live.close()
    }
  })
})

describe('settings', () => {
  test('changed on one server are used by the other', async () => {
    // Both have read the workspace already.
    const botId = await a.makeBot(flow)
    const channel = await a.makeChannel({ botId })
    const visitor = await until('the other server knows the channel', () =>
      b.visitor(channel).catch(() => null),
    )
    await visitor.api.call('POST /web/messages', { body: { clientId: randomUUID(), text: 'hello' } })
    await until('its bot answers', async () =>
      (await b.events(visitor.conversationId)).some(({ data }) => data.text === 'As promised.'),
    )
    const completion = { topics: ['Moon'], outcomes: ['Done'], topicRequired: true, outcomeRequired: false }
    await a.api.call('PUT /completion', { body: completion })
    await until('the completion is known there', async () =>
      (await b.api.call('GET /me')).completion.topics.includes('Moon'),
    )
  })
})

describe('work that a server left behind', () => {
  test('[HB3] a pause whose server is dead ends on the other one, once', async () => {
    const botId = await a.makeBot({
      ...flow,
      blocks: { ...flow.blocks, pause: { kind: 'wait', forMs: 1_500, next: 'say' } },
    })
    const channel = await a.makeChannel({ botId })
    const visitor = await a.visitor(channel)
    const id = visitor.conversationId
    await visitor.say('hello')
    await until(
      'the pause is stored',
      async () =>
        (await pool.query(`select from outbox where conversation_id = $1 and lane = 'timer'`, [id]))
          .rowCount !== 0,
    )
    // As if the server that wrote it had been killed: nobody has it in hand, and nobody says that the holder lives.
    await a.stop()
    await pool.query('update outbox set leased_by = $2 where conversation_id = $1', [id, randomUUID()])
    await until('the other server ends the pause', async () =>
      (await b.events(id)).some(({ data }) => data.text === 'As promised.'),
    )
    await pause(300)
    const log = await b.events(id)
    expect(log.filter(({ data }) => data.text === 'As promised.')).toHaveLength(1)
    a = await startTestServer({ databaseUrl: database.url })
  })

  test('[HB3] a pause and a turn of a server that was killed are taken up by the other one, once', async () => {
    const wait = { kind: 'wait', forMs: 500, next: 'say' }
    const botId = await b.makeBot({ ...flow, blocks: { ...flow.blocks, pause: wait } })
    const channel = await b.makeChannel({ botId })
    const visitors = await Promise.all(Array.from({ length: 10 }, () => b.visitor(channel)))
    const port = await freePort()
    const env = { DATABASE_URL: database.url, BATON_SECRET: secret, BATON_RATE_LIMITS: '0' }
    const killed = await startServerProcess({ port, env })
    await Promise.all(
      visitors.map(({ token }) =>
        createApi({ url: killed.url, token: () => token }).call('POST /web/messages', {
          body: { clientId: 'a', text: 'hello' },
        }),
      ),
    )
    await killed.kill()
    for (const { conversationId } of visitors) {
      const answers = async () =>
        (await b.events(conversationId)).filter(({ data }) => data.text === 'As promised.').length
      await until('the promise is kept', async () => (await answers()) > 0)
      expect(await answers()).toBe(1)
    }
  })
})
