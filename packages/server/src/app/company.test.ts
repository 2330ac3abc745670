// Who looks, who writes, and what only one agent is told, by sockets on two servers of one database.
import type { AgentNews, Live, Typing } from '@baton/client'
import { createLive } from '@baton/client'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestDatabase } from '../testing/postgres.ts'
import type { TestAgent, TestServer, TestVisitor } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { takeOver } from '../testing/talk.ts'
import { until } from '../testing/until.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: pg.Pool
let a: TestServer
let b: TestServer
let ana: TestAgent
let ben: TestAgent
let channelId: string

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ ...database.connection, max: 2 })
  a = await startTestServer({ databaseUrl: database.url })
  b = await startTestServer({ databaseUrl: database.url })
  ana = await a.makeAgent('Ana')
  ben = await a.makeAgent('Ben')
  channelId = await a.makeChannel()
})
afterEach(() => {
  for (const live of lives.splice(0)) live.close()
})
afterAll(async () => {
  await a?.stop()
  await b?.stop()
  await pool.end()
  await database.drop()
})

const lives: Live[] = []

interface Seat {
  readonly live: Live
  readonly news: AgentNews[]
  readonly typed: Typing[]
  /** Whose names this seat was last told as looking. */
  viewers(): readonly string[] | null
  follow(id: string): () => void
}

async function seat(server: TestServer, token: string): Promise<Seat> {
  const live = createLive({ url: server.url, token: () => token, WebSocket })
  lives.push(live)
  const news: AgentNews[] = []
  const typed: Typing[] = []
  live.onNews(one => news.push(one))
  live.onTyping(one => typed.push(one))
  await until('the line is up', () => live.status() === 'online')
  return {
    live,
    news,
    typed,
    viewers: () => {
      const last = news.findLast(one => one.type === 'viewing')
      return last ? last.agents.map(({ name }) => name).sort() : null
    },
    follow: conversationId => live.follow({ conversationId, after: 0, onItems: () => {} }),
  }
}

async function visitor(): Promise<TestVisitor> {
  const come = await a.visitor(channelId)
  await come.say('Hello')
  return come
}

const sees = (one: Seat, names: readonly string[]) =>
  until(`${names.join(' and ')} look`, () => JSON.stringify(one.viewers()) === JSON.stringify(names))

describe('who looks at a conversation', () => {
  test('is told to those who look, over both servers, as they come and go', async () => {
    const { conversationId } = await visitor()
    const [onA, onB] = [await seat(a, ana.key), await seat(b, ben.key)]
    onA.follow(conversationId)
    await sees(onA, ['Ana'])
    const leave = onB.follow(conversationId)
    await Promise.all([sees(onA, ['Ana', 'Ben']), sees(onB, ['Ana', 'Ben'])])
    leave()
    await sees(onA, ['Ana'])
    onB.follow(conversationId)
    await sees(onA, ['Ana', 'Ben'])
    // A socket that ends is somebody who left.
    onA.live.close()
    await sees(onB, ['Ben'])
  })

  test('is one agent, however many pages of theirs look', async () => {
    const { conversationId } = await visitor()
    const seats = [
      await seat(a, ana.key),
      await seat(a, ana.key),
      await seat(b, ana.key),
      await seat(b, ben.key),
    ]
    for (const one of seats) one.follow(conversationId)
    for (const one of seats) await sees(one, ['Ana', 'Ben'])
    seats[0]?.live.close()
    seats[1]?.live.close()
    seats[2]?.live.close()
    await sees(seats[3] as Seat, ['Ben'])
  })

  test('comes back when the line between the servers broke', async () => {
    const { conversationId } = await visitor()
    const [onA, onB] = [await seat(a, ana.key), await seat(b, ben.key)]
    onA.follow(conversationId)
    await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'baton news' and datname = current_database()`,
    )
    onB.follow(conversationId)
    await Promise.all([sees(onA, ['Ana', 'Ben']), sees(onB, ['Ana', 'Ben'])])
  })
})

test('that somebody saw an alert is told to the agents who look, on the other server, and to no customer', async () => {
  const come = await visitor()
  const params = { id: come.conversationId }
  const onB = await seat(b, ben.key)
  onB.follow(come.conversationId)
  await sees(onB, ['Ben'])
  const widget = await seat(a, come.token)
  await a.api.call('POST /conversations/{id}/request', { params, body: { reason: 'is furious' } })
  const told = () => onB.news.filter(({ type }) => type === 'alert_changed')
  await until('that it was raised is told', () => told().length > 0)
  const alert = await until('the alert', async () => {
    const { items } = await a.api.call('GET /alerts', { query: { conversationId: come.conversationId } })
    return items[0]
  })
  const before = told().length
  await ana.api.call('POST /alerts/{id}/acknowledge', { params: { id: alert.id } })
  await until('that it was seen is told', () => told().length > before)
  expect(told().at(-1)).toEqual({ type: 'alert_changed', conversationId: come.conversationId })
  expect(widget.news).toEqual([])
})

describe('who writes', () => {
  test('a customer’s typing reaches agents on the other server, and nobody’s text is in it', async () => {
    const come = await visitor()
    const onB = await seat(b, ben.key)
    onB.follow(come.conversationId)
    await sees(onB, ['Ben'])
    const widget = await seat(a, come.token)
    widget.live.typing(null)
    await until('it is told', () => onB.typed.length > 0)
    expect(onB.typed).toEqual([
      { type: 'typing', conversationId: come.conversationId, from: 'contact', name: null },
    ])
    expect(widget.typed).toEqual([])
  })

  test('[OW1] an agent’s reaches the other agents, and the customer only from who holds the conversation', async () => {
    const come = await visitor()
    const id = come.conversationId
    const [onA, onB, widget] = [await seat(a, ana.key), await seat(b, ben.key), await seat(b, come.token)]
    widget.live.follow({ conversationId: null, after: 0, onItems: () => {} })
    onA.follow(id)
    onB.follow(id)
    await sees(onB, ['Ana', 'Ben'])
    onB.live.typing(id)
    await until('Ana is told', () => onA.typed.length > 0)
    expect(onA.typed[0]).toMatchObject({ from: 'agent', name: 'Ben', agentId: ben.id })
    expect(widget.typed).toEqual([])

    // Taken on the other server: the one that Ben writes on knows it from the log.
    await takeOver(ben, id)
    await until(
      'Ben’s server has heard',
      async () => (await b.api.call('GET /conversations/{id}', { params: { id } })).owner?.id === ben.id,
    )
    await until('the customer is told', async () => {
      // At every key; the client itself sends only now and then.
      const again = await seat(b, ben.key)
      again.live.typing(id)
      return widget.typed.length > 0
    })
    expect(widget.typed[0]).toEqual({ type: 'typing', conversationId: id, from: 'agent', name: 'Ben' })
  })

  test('nobody writes into another workspace, nor reads what helps to write there', async () => {
    const come = await visitor()
    const other = '018f0000-0000-7000-8000-00000000000b'
    await pool.query(`insert into workspaces (id, name, completion) values ($1, 'Other', '{}')`, [other])
    const { rows } = await pool.query<{ conversation: string }>(
      `with c as (insert into channels (workspace_id, id, name, kind, while_requesting, settings)
         values ($1, gen_random_uuid(), 'Web', 'web', 'answers', '{}') returning id),
       p as (insert into contacts (workspace_id, id, name) values ($1, gen_random_uuid(), 'Zoe') returning id)
       insert into conversations (workspace_id, id, channel_id, contact_id, contact_name, state, snapshot, snapshot_version)
       select $1, gen_random_uuid(), c.id, p.id, 'Zoe', 'active', '{}', 0 from c, p returning id as conversation`,
      [other],
    )
    const foreign = rows[0]?.conversation ?? ''
    const params = { id: foreign, kind: 'reply' } as const
    const body = { text: 'Hello', device: 'desk', base: 0 }
    await expect(
      ana.api.call('PUT /conversations/{id}/drafts/{kind}', { params, body }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(
      ana.api.call('GET /conversations/{id}/writing', { params: { id: foreign } }),
    ).rejects.toMatchObject({ status: 404 })
    const reply = await pool.query<{ id: string }>(
      `insert into canned_replies (workspace_id, id, shortcut, title, body, updated_by)
       values ($1, gen_random_uuid(), 'theirs', 'Theirs', 'Hello', gen_random_uuid()) returning id`,
      [other],
    )
    const { items } = await a.api.call('GET /canned-replies')
    expect(items.map(({ shortcut }) => shortcut)).not.toContain('theirs')
    await expect(
      a.api.call('DELETE /canned-replies/{id}', { params: { id: reply.rows[0]?.id ?? '' } }),
    ).rejects.toMatchObject({ status: 404 })
    // Ana looks at one of hers and names a stranger's: nothing goes out, and her socket lives on.
    const [onA, onB] = [await seat(a, ana.key), await seat(b, ben.key)]
    onB.follow(come.conversationId)
    await sees(onB, ['Ben'])
    onA.live.typing(foreign)
    onA.live.typing(come.conversationId)
    await until('hers is told', () => onB.typed.length > 0)
    expect(onB.typed.map(({ conversationId }) => conversationId)).toEqual([come.conversationId])
  })
})

describe('what only one agent is told', () => {
  test('a draft that changed, on every device of the agent and nobody else’s', async () => {
    const { conversationId } = await visitor()
    const [onA, onB, other] = [await seat(a, ana.key), await seat(b, ana.key), await seat(b, ben.key)]
    const params = { id: conversationId, kind: 'reply' } as const
    const body = { text: 'Hello', device: 'desk', base: 0 }
    const { version } = await ana.api.call('PUT /conversations/{id}/drafts/{kind}', { params, body })
    const kept = { type: 'draft_kept', conversationId, kind: 'reply', version, device: 'desk', kept: true }
    for (const one of [onA, onB]) await until('it is told', () => one.news.length > 0)
    expect([onA.news, onB.news]).toEqual([[kept], [kept]])
    expect(other.news).toEqual([])
  })

  test('a draft is gone from every device once what it says was accepted', async () => {
    const { conversationId } = await visitor()
    const dana = { email: 'dana@test.example', password: 'a long enough password' }
    await a.api.call('POST /agents', { body: { name: 'Dana', role: 'agent', ...dana } })
    const signedIn = await fetch(`${a.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: a.url },
      body: JSON.stringify(dana),
    })
    const cookie = signedIn.headers
      .getSetCookie()
      .map(one => one.split(';')[0])
      .join('; ')
    const call = async (method: string, path: string, body?: object) => {
      const headers = { cookie, origin: a.url, 'content-type': 'application/json' }
      const answer = await fetch(`${a.url}/api/v1${path}`, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return (await answer.json()) as { drafts: { text: string }[] }
    }
    const at = `/conversations/${conversationId}`
    for (const [kind, path] of [
      ['reply', 'messages'],
      ['note', 'notes'],
      ['guide', 'guidance'],
    ] as const) {
      await call('PUT', `${at}/drafts/${kind}`, { text: 'Hello \n', device: 'desk', base: 0 })
      await call('POST', `${at}/${path}`, { text: 'Something else' })
      await call('POST', `${at}/${path}`, { text: 'Hello' })
      await until(`the ${kind} is gone`, async () => (await call('GET', `${at}/writing`)).drafts.length === 0)
    }
  })

  test('a note that names them, on whatever server they are', async () => {
    const { conversationId } = await visitor()
    const onB = await seat(b, ben.key)
    const params = { id: conversationId }
    const body = { text: '@Ben look', mentions: [ben.id] }
    const { seq } = await ana.api.call('POST /conversations/{id}/notes', { params, body })
    await until('Ben is told', () => onB.news.length > 0)
    expect(onB.news).toMatchObject([
      { type: 'mentioned', conversationId, seq, by: { id: ana.id, name: 'Ana' } },
    ])
  })
})
