import { createLive } from '@baton/client'
import { closeCodes } from '@baton/protocol'
import pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { RawSocket } from '../testing/raw-socket.ts'
import { openRawSocket } from '../testing/raw-socket.ts'
import type { TestAgent, TestServer, TestVisitor } from '../testing/server.ts'
import { adminSignIn, startTestServer } from '../testing/server.ts'
import { pause, until } from '../testing/until.ts'

let server: TestServer
let ana: TestAgent
let channelId: string
let pool: pg.Pool
let opened: { close(): void }[] = []

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.makeAgent('Ana')
  channelId = await server.makeChannel()
  pool = new pg.Pool({ connectionString: server.databaseUrl, max: 1 })
})
afterEach(() => {
  for (const one of opened) one.close()
  opened = []
})
afterAll(async () => {
  await pool.end()
  await server.stop()
})

function kept<Closable extends { close(): void }>(one: Closable): Closable {
  opened.push(one)
  return one
}

async function signedIn(token: string): Promise<RawSocket> {
  const raw = kept(await openRawSocket(server.url, token))
  await raw.heard('ready')
  return raw
}

async function talkative(messages: number): Promise<TestVisitor> {
  const visitor = await server.visitor(channelId)
  for (let n = 1; n <= messages; n++) await visitor.say(`message ${n}`)
  return visitor
}

describe('signing in', () => {
  test('a socket that does not say hello within 5 s is closed with 4401', async () => {
    const raw = await openRawSocket(server.url, null)
    await until('it is closed', () => raw.closedWith() !== null, 8_000)
    expect(raw.closedWith()).toBe(closeCodes.signedOut)
  })

  test.each(['no-such-key', ''])('a hello with %j is closed with 4401, and nothing is told', async token => {
    const raw = await openRawSocket(server.url, token)
    await until('it is closed', () => raw.closedWith() !== null)
    expect(raw.closedWith()).toBe(closeCodes.signedOut)
    expect(raw.messages).toEqual([])
  })

  test('anything before the hello closes it with 4401', async () => {
    const raw = await openRawSocket(server.url, null)
    raw.send({ type: 'follow_list' })
    await until('it is closed', () => raw.closedWith() !== null)
    expect(raw.closedWith()).toBe(closeCodes.signedOut)
  })

  test('a cookie speaks for its own pages, and for no foreign one', async () => {
    const answer = await fetch(`${server.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify(adminSignIn),
    })
    expect(answer.status).toBe(200)
    const cookie = answer.headers
      .getSetCookie()
      .map(one => one.split(';')[0])
      .join('; ')
    const own = kept(await openRawSocket(server.url, null, { cookie, origin: server.url }))
    expect(await own.heard('ready')).toMatchObject({ as: 'agent' })
    const foreign = kept(await openRawSocket(server.url, null, { cookie, origin: 'https://evil.example' }))
    foreign.send({ type: 'follow_list' })
    await until('it is closed', () => foreign.closedWith() !== null)
    expect(foreign.closedWith()).toBe(closeCodes.signedOut)
    expect(foreign.messages).toEqual([])
  })

  test('a key that is taken away closes the socket within seconds', async () => {
    const gone = await server.makeAgent('Gone')
    const raw = await signedIn(gone.key)
    await pause(1_200)
    expect(raw.closedWith()).toBe(null)
    await pool.query('delete from api_keys where agent_id = $1', [gone.id])
    await until('it is closed', () => raw.closedWith() !== null, 4_000)
    expect(raw.closedWith()).toBe(closeCodes.signedOut)
  })
})

describe('[DL2] following a conversation', () => {
  test('from the start, from the middle, and from the end', async () => {
    const { conversationId } = await talkative(6)
    const raw = await signedIn(ana.key)
    for (const after of [0, 3, 6]) {
      const from = raw.messages.length
      raw.send({ type: 'follow', conversationId, after })
      const { cursor, items, after: told } = await raw.heard('events', from)
      expect({ told, cursor }).toEqual({ told: after, cursor: 6 })
      expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6].slice(after))
    }
  })

  test('from a cursor of the future it is told to reload', async () => {
    const { conversationId, token } = await talkative(2)
    for (const key of [ana.key, token]) {
      const raw = await signedIn(key)
      raw.send({ type: 'follow', conversationId, after: 3 })
      expect(await raw.heard('reload')).toMatchObject({ conversationId })
      raw.send({ type: 'follow', conversationId, after: 0 })
      const { cursor } = await raw.heard(key === token ? 'visitor_events' : 'events')
      expect(cursor).toBe(2)
    }
  })

  test('a conversation of another workspace is not there, and neither is one that nobody has', async () => {
    const workspaceId = v7()
    const { conversationId } = await talkative(1)
    await pool.query(`insert into workspaces (id, name, completion) values ($1, 'Other', '{}')`, [
      workspaceId,
    ])
    const theirs = v7()
    const [channel, contact] = [v7(), v7()]
    await pool.query(
      `insert into channels (workspace_id, id, name, kind, while_requesting, settings)
       values ($1, $2, 'Web', 'web', 'answers', '{}')`,
      [workspaceId, channel],
    )
    await pool.query(`insert into contacts (workspace_id, id, name) values ($1, $2, 'Theirs')`, [
      workspaceId,
      contact,
    ])
    await pool.query(
      `insert into conversations (workspace_id, id, channel_id, contact_id, contact_name, state, snapshot, snapshot_version)
       select $1, $2, $3, $4, 'Theirs', state, snapshot, snapshot_version from conversations where id = $5`,
      [workspaceId, theirs, channel, contact, conversationId],
    )
    const raw = await signedIn(ana.key)
    for (const id of [theirs, v7()]) {
      const from = raw.messages.length
      raw.send({ type: 'follow', conversationId: id, after: 0 })
      expect(await raw.heard('refused', from)).toMatchObject({ problem: { status: 404, code: 'not_found' } })
      await expect(server.events(id)).rejects.toMatchObject({ status: 404 })
    }
    expect(raw.messages.some(({ type }) => type === 'events')).toBe(false)
  })

  test('a visitor can follow its own conversation and no other', async () => {
    const mine = await talkative(1)
    const other = await talkative(1)
    const raw = await signedIn(mine.token)
    raw.send({ type: 'follow', conversationId: other.conversationId, after: 0 })
    expect(await raw.heard('refused')).toMatchObject({ problem: { status: 404 } })
    raw.send({ type: 'follow_list' })
    expect(await raw.heard('refused', raw.messages.length)).toMatchObject({ problem: { status: 403 } })
    raw.send({ type: 'follow', after: 0 })
    expect(await raw.heard('visitor_events')).toMatchObject({
      conversationId: mine.conversationId,
      cursor: 1,
    })
  })

  test('a visitor sees what is said and who speaks: no note, reason, topic, tag or guidance', async () => {
    const visitor = await talkative(1)
    const raw = await signedIn(visitor.token)
    raw.send({ type: 'follow', after: 0 })
    const params = { id: visitor.conversationId }
    await ana.api.call('POST /conversations/{id}/request', { params, body: { reason: 'hush-reason' } })
    await ana.api.call('POST /conversations/{id}/intervene', { params })
    await ana.api.call('POST /conversations/{id}/notes', { params, body: { text: 'hush-note' } })
    await ana.api.call('POST /conversations/{id}/tags', { params, body: { add: ['hush-tag'], remove: [] } })
    await ana.api.call('POST /conversations/{id}/messages', { params, body: { text: 'I am Ana.' } })
    await ana.api.call('POST /conversations/{id}/guidance', { params, body: { text: 'hush-guidance' } })
    const body = { topic: 'Other', outcome: 'Resolved', note: 'hush-last-note', tags: ['hush-tag'] }
    await ana.api.call('POST /conversations/{id}/resolve', { params, body })
    await until('the end is seen', () => JSON.stringify(raw.messages).includes('"Resolved"'))
    const items = raw.messages.flatMap(message => (message.type === 'visitor_events' ? message.items : []))
    expect(items.map(({ type }) => type)).toEqual([
      'MessageReceived',
      'HumanRequested',
      'TakenOver',
      'MessageSent',
      'Resolved',
    ])
    expect(JSON.stringify(raw.messages)).not.toMatch(/hush|Other"/)
    expect(JSON.stringify(await visitor.messages())).not.toContain('hush')
  })

  test('a reader cut at any frame, again and again, ends where a fresh read ends', async () => {
    const visitor = await talkative(1)
    const { conversationId } = visitor
    const writing = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 60; n++) {
          await visitor.say(`writer ${writer}, message ${n}`)
          const params = { id: conversationId }
          if (n % 7 === 0)
            await ana.api.call('POST /conversations/{id}/notes', { params, body: { text: 'x' } })
        }
      }),
    )
    let over = false
    const follower = async (token: string) => {
      let cursor = 0
      let cuts = 0
      const seen: number[] = []
      for (;;) {
        const last = over
        const raw = await signedIn(token)
        raw.send({ type: 'follow', conversationId, after: cursor })
        const type = token === ana.key ? 'events' : 'visitor_events'
        await raw.heard(type).catch(() => null)
        if (last) await pause(100)
        else await pause(Math.random() * 40)
        raw.socket.terminate()
        // Only what came before the cut, and of that only whole messages.
        for (const message of raw.messages) {
          if (message.type !== 'events' && message.type !== 'visitor_events') continue
          expect(message.after).toBe(cursor)
          seen.push(...message.items.map(({ seq }) => seq))
          cursor = message.cursor
        }
        if (last) return { seen, cursor, cuts }
        cuts += 1
      }
    }
    const readers = Promise.all([follower(ana.key), follower(ana.key), follower(visitor.token)])
    await writing
    over = true
    const [one, two, theirs] = await readers
    const log = (await server.events(conversationId)).map(({ seq }) => seq)
    expect(log).toEqual(Array.from({ length: log.length }, (_, n) => n + 1))
    expect(one?.seen).toEqual(log)
    expect(two?.seen).toEqual(log)
    expect(theirs?.seen).toEqual((await visitor.messages()).map(({ seq }) => seq))
    expect(Math.min(...[one, two, theirs].map(reader => reader?.cuts ?? 0))).toBeGreaterThan(3)
  })

  test('the client resumes by itself, for an agent and for a visitor, and sends once', async () => {
    const visitor = await talkative(1)
    const { conversationId } = visitor
    const sockets = new Set<WebSocket>()
    class Cuttable extends WebSocket {
      constructor(url: string) {
        super(url)
        sockets.add(this)
        this.on('close', () => sockets.delete(this))
      }
    }
    const seen = { agent: [] as number[], visitor: [] as number[] }
    const asAgent = kept(createLive({ url: server.url, token: () => ana.key, WebSocket: Cuttable }))
    const asVisitor = kept(createLive({ url: server.url, token: () => visitor.token, WebSocket: Cuttable }))
    const take = (into: number[]) => (frame: { readonly items: readonly { seq: number }[] }) =>
      void into.push(...frame.items.map(({ seq }) => seq))
    asAgent.follow({ conversationId, after: 0, onItems: take(seen.agent) })
    asVisitor.follow({ conversationId: null, after: 0, onItems: take(seen.visitor) })
    for (let n = 0; n < 30; n++) {
      const sent = asVisitor.send({ clientId: `mine ${n}`, text: `number ${n}` })
      if (n % 10 === 5) for (const socket of [...sockets]) socket.terminate()
      await sent
    }
    const log = await server.events(conversationId)
    expect(log.map(({ data }) => data.text)).toEqual([
      'message 1',
      ...Array.from({ length: 30 }, (_, n) => `number ${n}`),
    ])
    const seqs = log.map(({ seq }) => seq)
    await until('both have all', () => seen.agent.length >= 31 && seen.visitor.length >= 31)
    expect(seen).toEqual({ agent: seqs, visitor: seqs })
  })
})

describe('lists', () => {
  test('a snapshot, then every row that changes, whole and with its seq', async () => {
    const waiting = await talkative(1)
    const params = { id: waiting.conversationId }
    await waiting.api.call('POST /web/request', { body: { reason: 'help' } })
    const raw = await signedIn(ana.key)
    raw.send({ type: 'follow_list' })
    const { rows, counts } = await raw.heard('list')
    expect(rows.find(({ id }) => id === params.id)).toMatchObject({ state: 'requesting', seq: 2 })
    const from = raw.messages.length
    await ana.api.call('POST /conversations/{id}/intervene', { params })
    const row = await until('the row is told', () =>
      raw.messages
        .slice(from)
        .flatMap(message => (message.type === 'rows' ? message.rows : []))
        .find(({ id, state }) => id === params.id && state === 'intervened'),
    )
    expect(row).toMatchObject({ seq: 3, owner: { id: ana.id } })
    await until('the counts are told', () =>
      raw.messages
        .slice(from)
        .some(
          message =>
            message.type === 'counts' &&
            message.counts.mine === counts.mine + 1 &&
            message.counts.requesting === counts.requesting - 1,
        ),
    )
    expect(await ana.api.call('GET /conversations/{id}', { params })).toEqual(row)
  })
})

describe('bad frames', () => {
  test.each([
    ['not JSON', '{"type":'],
    ['no object', '[]'],
    ['an unknown type', { type: 'become_admin' }],
    ['a wrong id', { type: 'follow', conversationId: 'x', after: 0 }],
    ['a wrong cursor', { type: 'follow', conversationId: v7(), after: -1 }],
    ['a text that is too long', { type: 'send', ref: '1', clientId: 'a', text: 'x'.repeat(4_097) }],
    ['a text that cannot be stored', { type: 'send', ref: '1', clientId: 'a', text: 'a\u0000' }],
    ['a send by an agent', { type: 'send', ref: '1', clientId: 'a', text: 'hello' }],
    ['a second hello', { type: 'hello', token: 'x' }],
  ])('%s is refused with a problem, and the socket lives on', async (_, frame) => {
    const raw = await signedIn(ana.key)
    raw.send(frame)
    const { problem } = await raw.heard('refused')
    expect(problem.status).toBeGreaterThanOrEqual(400)
    expect(problem.detail.length).toBeGreaterThan(10)
    raw.send({ type: 'ping' })
    await raw.heard('heartbeat')
    expect(raw.closedWith()).toBe(null)
  })

  test('a frame beyond the limit ends the socket, and only this one', async () => {
    const neighbour = await signedIn(ana.key)
    const raw = await signedIn(ana.key)
    raw.send({ type: 'send', ref: '1', clientId: 'a', text: 'x'.repeat(100_000) })
    await until('it is closed', () => raw.closedWith() !== null)
    expect(raw.closedWith()).toBe(1_009)
    neighbour.send({ type: 'ping' })
    await neighbour.heard('heartbeat')
  })
})

describe('a reader that does not read', () => {
  test('is cut, and the others hear everything', async () => {
    const visitor = await talkative(1)
    const { conversationId } = visitor
    const long = 'x'.repeat(4_000)
    await Promise.all(Array.from({ length: 300 }, (_, n) => visitor.say(`${n} ${long}`)))
    const slow = await signedIn(ana.key)
    const quick = await signedIn(ana.key)
    quick.send({ type: 'follow', conversationId, after: 0 })
    slow.socket.pause()
    // Asked for again and again, never read: about 1.2 MB each time.
    for (let n = 0; n < 30; n++) {
      slow.send({ type: 'follow', conversationId, after: 0 })
      await pause(80)
    }
    const { seq } = await visitor.say('still there?')
    await until('the quick one hears it', () =>
      quick.messages.some(message => message.type === 'events' && message.cursor >= seq),
    )
    slow.socket.resume()
    await until('the slow one is cut', () => slow.closedWith() !== null)
    expect([closeCodes.tooSlow, 1_006]).toContain(slow.closedWith())
    expect(quick.closedWith()).toBe(null)
  })
})
