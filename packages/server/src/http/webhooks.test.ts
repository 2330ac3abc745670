// Webhooks on a real server, told to real endpoints that check every signature.
import { randomUUID } from 'node:crypto'
import type { AnswerOf, BodyOf } from '@baton/client'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { takeOver } from '../testing/talk.ts'
import { until } from '../testing/until.ts'
import type { WebhookReceiver } from '../testing/webhook-receiver.ts'
import { isSignedBy, startWebhookReceiver } from '../testing/webhook-receiver.ts'

let server: TestServer
let ana: TestAgent
let channel: string
let pool: pg.Pool
let receiver: WebhookReceiver
const made: string[] = []

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  ana = await server.makeAgent('Ana')
  channel = await server.makeChannel()
  pool = new pg.Pool({ connectionString: server.databaseUrl })
})
afterAll(async () => {
  await pool.end()
  await server.stop()
})
beforeEach(async () => {
  receiver = await startWebhookReceiver()
})
afterEach(async () => {
  for (const id of made.splice(0)) await server.api.call('DELETE /webhooks/{id}', { params: { id } })
  await receiver.close()
})

type Given = AnswerOf<'POST /webhooks'>
async function make(body: Partial<BodyOf<'POST /webhooks'>> = {}): Promise<Given> {
  const webhook = await server.api.call('POST /webhooks', { body: { url: receiver.url, ...body } })
  made.push(webhook.id)
  receiver.trust(webhook.secret)
  return webhook
}
const log = async (
  id: string,
  query: { state?: 'waiting' | 'failed'; limit?: number; cursor?: string } = {},
) => server.api.call('GET /webhooks/{id}/deliveries', { params: { id }, query })
const row = async (id: string) =>
  (await server.api.call('GET /webhooks')).items.find(item => item.id === id) ??
  expect.fail('no such webhook')
/** What waits for its next try is due. */
const hurry = () =>
  pool.query(`update webhook_deliveries set due_at = now() where state = 'waiting' and leased_by is null`)
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    error => error.code,
  )

describe('what is told', () => {
  test('everything that happens in a conversation, in its order, signed, once', async () => {
    await make()
    const visitor = await server.visitor(channel)
    await visitor.say('hello')
    await takeOver(ana, visitor.conversationId)
    const params = { id: visitor.conversationId }
    await ana.api.call('POST /conversations/{id}/messages', { params, body: { text: 'Hi' } })
    await ana.api.call('POST /conversations/{id}/resolve', {
      params,
      body: { topic: 'Other', outcome: 'Resolved' },
    })
    const events = await server.events(visitor.conversationId)
    await until('all heard', () => receiver.seqs(visitor.conversationId).length >= events.length)
    expect(receiver.seqs(visitor.conversationId)).toEqual(events.map(({ seq }) => seq))
    expect(receiver.heard.map(({ type }) => type)).toContain('conversation.taken_over')
    const [first] = receiver.heard
    expect(first).toMatchObject({
      type: 'conversation.message_received',
      timestamp: events[0]?.at,
      data: { conversationId: visitor.conversationId, channelId: channel, contactId: expect.any(String) },
    })
    // As the API shows it.
    expect(receiver.heard.map(({ data }) => data.event)).toEqual(events)
    expect(receiver.unsigned).toBe(0)
    expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(events.length)
  })

  test('only the types that were asked for, by those who are on', async () => {
    const picky = await make({ events: ['conversation.taken_over'] })
    const off = await make({ active: false })
    const visitor = await server.visitor(channel)
    await visitor.say('hello')
    await takeOver(ana, visitor.conversationId)
    await until('heard', () => receiver.heard.length > 0)
    await until(
      'all told',
      async () => (await pool.query(`select from outbox where lane = 'webhook'`)).rowCount === 0,
    )
    expect((await log(picky.id)).items.map(({ type }) => type)).toEqual(['conversation.taken_over'])
    expect((await log(off.id)).items).toEqual([])
  })

  test('nothing is owed in a workspace that tells nobody', async () => {
    await (await server.visitor(channel)).say('hello')
    const { rows } = await pool.query(`select count(*)::int as n from outbox where lane = 'webhook'`)
    expect(rows[0].n).toBe(0)
  })
})

describe('an endpoint that does not hear', () => {
  test('is told again under the same id until it does; every attempt is in the log', async () => {
    const webhook = await make()
    let times = 0
    receiver.teach((_heard, response) => {
      times += 1
      response.writeHead(times < 3 ? 500 : 200, { 'content-type': 'text/html' }).end('x'.repeat(5_000))
    })
    const visitor = await server.visitor(channel)
    await visitor.say('hello')
    await until('a first failure', async () => (await row(webhook.id)).state === 'failing')
    expect((await row(webhook.id)).waiting).toBe(1)
    await until('heard', async () => {
      await hurry()
      return (await log(webhook.id)).items[0]?.state === 'delivered'
    })
    expect(new Set(receiver.heard.map(({ id }) => id)).size).toBe(1)
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1)
    const [delivery] = (await log(webhook.id)).items
    expect(delivery?.attempts.map(({ status, problem }) => [status, problem])).toEqual([
      [500, 'The endpoint answered 500.'],
      [500, 'The endpoint answered 500.'],
      [200, null],
    ])
    expect(delivery?.attempts[0]?.response).toBe('x'.repeat(1_024))
    expect(delivery).toMatchObject({ id: receiver.heard[0]?.id, nextAttemptAt: null, seq: 1 })
    expect(await row(webhook.id)).toMatchObject({ state: 'healthy', failingSince: null, waiting: 0 })
  })

  test('says when to come back, and is not asked before', async () => {
    const webhook = await make()
    receiver.teach((_heard, response) => void response.writeHead(503, { 'retry-after': '3600' }).end())
    await (await server.visitor(channel)).say('hello')
    const [delivery] = await until('a failure', async () => {
      const { items } = await log(webhook.id)
      return items[0]?.attempts.length === 1 && items
    })
    const waitMs = Date.parse(delivery?.nextAttemptAt ?? '') - Date.parse(delivery?.attempts[0]?.at ?? '')
    expect(waitMs).toBeGreaterThan(3_599_000)
  })

  test('is gone for good with 410: it is switched off, and what waits for it stays', async () => {
    const webhook = await make()
    receiver.teach((_heard, response) => void response.writeHead(410).end())
    await (await server.visitor(channel)).say('hello')
    await until('off', async () => (await row(webhook.id)).state === 'disabled')
    expect(await row(webhook.id)).toMatchObject({ active: false, disabledBecause: 'gone' })
    const visitor = await server.visitor(channel)
    await visitor.say('unheard')
    expect(receiver.heard).toHaveLength(1)
    const [delivery] = (await log(webhook.id)).items
    const replay = { params: { id: webhook.id, deliveryId: delivery?.id ?? '' } }
    expect(await codeOf(server.api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', replay))).toBe(
      'webhook_off',
    )
    receiver.teach((_heard, response) => void response.writeHead(200).end())
    await server.api.call('PUT /webhooks/{id}', { params: { id: webhook.id }, body: { active: true } })
    await server.api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', replay)
    await until(
      'heard',
      async () => (await row(webhook.id)).state === 'healthy' && receiver.heard.length === 2,
    )
  })

  test('is switched off after five days without a success', async () => {
    const webhook = await make()
    receiver.teach((_heard, response) => void response.writeHead(500).end())
    await (await server.visitor(channel)).say('one')
    await until('failing', async () => (await row(webhook.id)).state === 'failing')
    await pool.query(`update webhooks set failing_since = now() - interval '121 hours' where id = $1`, [
      webhook.id,
    ])
    await hurry()
    await until('off', async () => {
      await hurry()
      return (await row(webhook.id)).state === 'disabled'
    })
    expect((await row(webhook.id)).disabledBecause).toBe('failing')
  })

  test.each([
    ['a redirect', 302, /redirect/],
    ['400', 400, /answered 400/],
  ])('%s is no success', async (_what, status, problem) => {
    const webhook = await make()
    receiver.teach(
      (_heard, response) => void response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(),
    )
    const tested = await server.api.call('POST /webhooks/{id}/test', { params: { id: webhook.id } })
    expect(tested).toMatchObject({ type: 'webhook.test', state: 'failed', nextAttemptAt: null })
    expect(tested.attempts[0]?.problem).toMatch(problem)
  })
})

test('an endpoint that hangs holds up nobody else, and takes a few calls only', async () => {
  const slow = await startWebhookReceiver()
  slow.teach(() => undefined)
  await make({ url: slow.url })
  await make()
  const visitors = await Promise.all(Array.from({ length: 30 }, () => server.visitor(channel)))
  await Promise.all(visitors.map(visitor => visitor.say('hello')))
  await until('the other one hears all', () => receiver.heard.length === 30)
  await until('calls to the one that hangs', () => slow.open.now === 8)
  expect(slow.open.most).toBe(8)
  await slow.close()
})

test('of one conversation nothing is told for the first time before what came before it', async () => {
  await make()
  let late: (() => void) | null = null
  receiver.teach(({ data }, response) => {
    const answer = () => void response.writeHead(200).end()
    if (data.event?.seq === 1) late = answer
    else answer()
  })
  const [visitor, other] = [await server.visitor(channel), await server.visitor(channel)]
  for (const text of ['one', 'two', 'three']) await visitor.say(text)
  await other.say('hello')
  await until('the first is held', () => late !== null)
  // Another conversation is told meanwhile.
  receiver.teach((_heard, response) => void response.writeHead(200).end())
  await (await server.visitor(channel)).say('me too')
  await until('others', () =>
    receiver.heard.some(({ data }) => data.conversationId !== visitor.conversationId),
  )
  expect(receiver.seqs(visitor.conversationId)).toEqual([1])
  ;(late as (() => void) | null)?.()
  await until('all', () => receiver.seqs(visitor.conversationId).length === 3)
  expect(receiver.seqs(visitor.conversationId)).toEqual([1, 2, 3])
})

describe('secrets', () => {
  test('are shown once; after a new one both sign for a day, then only the new one', async () => {
    const webhook = await make()
    expect(webhook.secret).toMatch(/^whsec_/)
    expect(JSON.stringify(await row(webhook.id))).not.toContain('whsec_')
    const { rows } = await pool.query('select secret from webhooks where id = $1', [webhook.id])
    expect(rows[0].secret).not.toContain(webhook.secret)
    const params = { id: webhook.id }
    const renewed = await server.api.call('POST /webhooks/{id}/secret', { params })
    expect(renewed.secret).not.toBe(webhook.secret)
    expect(Date.parse(renewed.oldSecretUntil ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000)
    await server.api.call('POST /webhooks/{id}/test', { params })
    const both = receiver.heard[0] ?? expect.fail()
    expect([webhook.secret, renewed.secret].map(secret => isSignedBy(secret, both))).toEqual([true, true])
    await pool.query(`update webhooks set old_secret_until = now() where id = $1`, [webhook.id])
    await server.api.call('POST /webhooks/{id}/test', { params })
    const one = receiver.heard[1] ?? expect.fail()
    expect([webhook.secret, renewed.secret].map(secret => isSignedBy(secret, one))).toEqual([false, true])
    expect((await row(webhook.id)).oldSecretUntil).toBeNull()
  })
})

describe('the log', () => {
  test('is read in pages and by state, newest first, and forgotten after thirty days', async () => {
    const webhook = await make()
    const visitor = await server.visitor(channel)
    for (const text of ['1', '2', '3', '4', '5']) await visitor.say(text)
    await until('all', () => receiver.heard.length === 5)
    const seqs: (number | null)[] = []
    for (let cursor: string | undefined; ; ) {
      const page: AnswerOf<'GET /webhooks/{id}/deliveries'> = await log(webhook.id, {
        limit: 2,
        ...(cursor ? { cursor } : {}),
      })
      seqs.push(...page.items.map(({ seq }) => seq))
      if (page.next === null) break
      cursor = page.next
    }
    expect(seqs).toEqual([5, 4, 3, 2, 1])
    expect((await log(webhook.id, { state: 'failed' })).items).toEqual([])
    expect(await codeOf(log(webhook.id, { cursor: 'xx' }))).toBe('invalid_cursor')
  })

  test('an event is told again under its id', async () => {
    const webhook = await make()
    await (await server.visitor(channel)).say('hello')
    await until('heard', () => receiver.heard.length === 1)
    const [delivery] = await until('delivered', async () => {
      const { items } = await log(webhook.id)
      return items[0]?.state === 'delivered' && items
    })
    const params = { id: webhook.id, deliveryId: delivery?.id ?? '' }
    await server.api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', { params })
    await until('heard again', async () => (await log(webhook.id)).items[0]?.attempts.length === 2)
    expect(receiver.heard[1]?.body).toBe(receiver.heard[0]?.body)
    expect(receiver.heard[1]?.id).toBe(delivery?.id)
  })

  test('an erased conversation is not told any more', async () => {
    const webhook = await make()
    receiver.teach((_heard, response) => void response.writeHead(500).end())
    const visitor = await server.visitor(channel)
    await visitor.say('forget me')
    await until('failing', async () => (await row(webhook.id)).state === 'failing')
    await pool.query('delete from events where conversation_id = $1', [visitor.conversationId])
    await pool.query('delete from conversations where id = $1', [visitor.conversationId])
    await hurry()
    const [delivery] = await until('over', async () => {
      const { items } = await log(webhook.id, { state: 'failed' })
      return items.length > 0 && items
    })
    expect(delivery?.attempts.at(-1)?.problem).toBe('The conversation was erased.')
    expect(receiver.heard).toHaveLength(1)
  })
})

describe('who may, and what is refused', () => {
  test('only admins, and only in their own workspace', async () => {
    const webhook = await make()
    const lead = await server.makeAgent('Lee', 'lead')
    const params = { id: webhook.id }
    expect(await codeOf(lead.api.call('GET /webhooks'))).toBe('not_allowed')
    expect(await codeOf(lead.api.call('POST /webhooks', { body: { url: receiver.url } }))).toBe('not_allowed')
    const elsewhere = { id: randomUUID() }
    for (const key of [
      'POST /webhooks/{id}/test',
      'POST /webhooks/{id}/secret',
      'DELETE /webhooks/{id}',
    ] as const) {
      expect(await codeOf(lead.api.call(key, { params }))).toBe('not_allowed')
      expect(await codeOf(server.api.call(key, { params: elsewhere }))).toBe('not_found')
    }
    await pool.query(`insert into workspaces (id, name, completion) values ($1, 'Other', '{}')`, [
      elsewhere.id,
    ])
    await pool.query('update webhook_deliveries set workspace_id = workspace_id')
    await pool.query('update webhooks set workspace_id = $1 where id = $2', [elsewhere.id, webhook.id])
    expect((await server.api.call('GET /webhooks')).items).toEqual([])
    expect(await codeOf(log(webhook.id))).toBe('not_found')
    made.splice(0)
  })

  test.each([
    ['a private address', { url: 'http://10.1.2.3/hook' }, 'url_refused'],
    ['another scheme', { url: 'ftp://example.com/' }, 'invalid_request'],
    ['no address', { url: 'hook' }, 'invalid_request'],
    ['a type that does not exist', { events: ['conversation.unheard_of'] }, 'invalid_request'],
    ['no type at all', { events: [] }, 'invalid_request'],
  ])('%s', async (_what, body, code) => {
    expect(await codeOf(make(body))).toBe(code)
  })

  test('a name that turns private later is not called', async () => {
    const webhook = await make()
    await pool.query(`update webhooks set url = 'http://10.1.2.3/hook' where id = $1`, [webhook.id])
    const tested = await server.api.call('POST /webhooks/{id}/test', { params: { id: webhook.id } })
    expect(tested.attempts[0]).toMatchObject({
      status: null,
      problem: expect.stringContaining('BATON_ALLOW_PRIVATE'),
    })
  })

  test('there are at most twenty', async () => {
    for (let n = 0; n < 20; n += 1) await make({ active: false })
    expect(await codeOf(make())).toBe('too_many')
  })
})
