// Webhooks on a real server, told to real endpoints that check every signature.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestServer } from '../testing/server.ts'
import { takeOver } from '../testing/talk.ts'
import { until } from '../testing/until.ts'
import { startWebhookReceiver } from '../testing/webhook-receiver.ts'
import type { WebhookStage } from '../testing/webhook-stage.ts'
import { codeOf, openWebhookStage } from '../testing/webhook-stage.ts'

let stage: WebhookStage
beforeAll(async () => {
  stage = await openWebhookStage()
})
afterAll(() => stage.close())
beforeEach(() => stage.begin())
afterEach(() => stage.end())

describe('what is told', () => {
  test('everything that happens in a conversation, in its order, signed, once', async () => {
    await stage.make()
    const visitor = await stage.server.visitor(stage.channel)
    await visitor.say('hello')
    await takeOver(stage.ana, visitor.conversationId)
    const params = { id: visitor.conversationId }
    await stage.ana.api.call('POST /conversations/{id}/messages', { params, body: { text: 'Hi' } })
    await stage.ana.api.call('POST /conversations/{id}/resolve', {
      params,
      body: { topic: 'Other', outcome: 'Resolved' },
    })
    const events = await stage.server.events(visitor.conversationId)
    await until('all heard', () => stage.receiver.seqs(visitor.conversationId).length >= events.length)
    expect(stage.receiver.seqs(visitor.conversationId)).toEqual(events.map(({ seq }) => seq))
    expect(stage.receiver.heard.map(({ type }) => type)).toContain('conversation.taken_over')
    const [first] = stage.receiver.heard
    expect(first).toMatchObject({
      type: 'conversation.message_received',
      timestamp: events[0]?.at,
      data: {
        conversationId: visitor.conversationId,
        channelId: stage.channel,
        contactId: expect.any(String),
      },
    })
    // As the API shows it.
    expect(stage.receiver.heard.map(({ data }) => data.event)).toEqual(events)
    expect(stage.receiver.unsigned).toBe(0)
    expect(new Set(stage.receiver.heard.map(({ id }) => id)).size).toBe(events.length)
  })

  test('only the types that were asked for, by those who are on', async () => {
    const picky = await stage.make({ events: ['conversation.taken_over'] })
    const off = await stage.make({ active: false })
    const visitor = await stage.server.visitor(stage.channel)
    await visitor.say('hello')
    await takeOver(stage.ana, visitor.conversationId)
    await until('heard', () => stage.receiver.heard.length > 0)
    await until(
      'all told',
      async () => (await stage.pool.query(`select from outbox where lane = 'webhook'`)).rowCount === 0,
    )
    expect((await stage.log(picky.id)).items.map(({ type }) => type)).toEqual(['conversation.taken_over'])
    expect((await stage.log(off.id)).items).toEqual([])
  })

  test('that a contact changed, by its id and version', async () => {
    await stage.make({ events: ['contact.changed'] })
    const visitor = await stage.server.visitor(stage.channel)
    await visitor.say('hello')
    const params = { id: visitor.conversationId }
    const { contact } = await stage.server.api.call('GET /conversations/{id}', { params })
    const body = { version: contact.version, name: 'Zoe' }
    await stage.server.api.call('PUT /contacts/{id}', { params: { id: contact.id }, body })
    await until('heard', () => stage.receiver.heard.length > 0)
    expect(stage.receiver.heard.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'contact.changed', data: { contactId: contact.id, version: contact.version + 1 } },
    ])
    // A change that is refused is none.
    const stale = stage.server.api.call('PUT /contacts/{id}', { params: { id: contact.id }, body })
    expect(await codeOf(stale)).not.toBeNull()
    expect(stage.receiver.heard).toHaveLength(1)
  })

  test('nothing is owed in a workspace that tells nobody', async () => {
    await (await stage.server.visitor(stage.channel)).say('hello')
    const { rows } = await stage.pool.query(`select count(*)::int as n from outbox where lane = 'webhook'`)
    expect(rows[0].n).toBe(0)
  })
})

describe('an endpoint that does not hear', () => {
  test('is told again under the same id until it does; every attempt is in the log', async () => {
    const webhook = await stage.make()
    let times = 0
    stage.receiver.teach((_heard, response) => {
      times += 1
      response.writeHead(times < 3 ? 500 : 200, { 'content-type': 'text/html' }).end('x'.repeat(5_000))
    })
    const visitor = await stage.server.visitor(stage.channel)
    await visitor.say('hello')
    await until('a first failure', async () => (await stage.row(webhook.id)).state === 'failing')
    expect((await stage.row(webhook.id)).waiting).toBe(1)
    await until('heard', async () => {
      await stage.hurry()
      return (await stage.log(webhook.id)).items[0]?.state === 'delivered'
    })
    expect(new Set(stage.receiver.heard.map(({ id }) => id)).size).toBe(1)
    expect(new Set(stage.receiver.heard.map(({ body }) => body)).size).toBe(1)
    const [delivery] = (await stage.log(webhook.id)).items
    expect(delivery?.attempts.map(({ status, problem }) => [status, problem])).toEqual([
      [500, 'The endpoint answered 500.'],
      [500, 'The endpoint answered 500.'],
      [200, null],
    ])
    expect(delivery?.attempts[0]?.response).toBe('x'.repeat(1_024))
    expect(delivery).toMatchObject({ id: stage.receiver.heard[0]?.id, nextAttemptAt: null, seq: 1 })
    expect(await stage.row(webhook.id)).toMatchObject({ state: 'healthy', failingSince: null, waiting: 0 })
  })

  test('says when to come back, and is not asked before', async () => {
    const webhook = await stage.make()
    stage.receiver.teach((_heard, response) => void response.writeHead(503, { 'retry-after': '3600' }).end())
    await (await stage.server.visitor(stage.channel)).say('hello')
    const [delivery] = await until('a failure', async () => {
      const { items } = await stage.log(webhook.id)
      return items[0]?.attempts.length === 1 && items
    })
    const waitMs = Date.parse(delivery?.nextAttemptAt ?? '') - Date.parse(delivery?.attempts[0]?.at ?? '')
    expect(waitMs).toBeGreaterThan(3_599_000)
  })

  test('is gone for good with 410: it is switched off, and what waits for it stays', async () => {
    const webhook = await stage.make()
    stage.receiver.teach((_heard, response) => void response.writeHead(410).end())
    await (await stage.server.visitor(stage.channel)).say('hello')
    await until('off', async () => (await stage.row(webhook.id)).state === 'disabled')
    expect(await stage.row(webhook.id)).toMatchObject({ active: false, disabledBecause: 'gone' })
    const visitor = await stage.server.visitor(stage.channel)
    await visitor.say('unheard')
    expect(stage.receiver.heard).toHaveLength(1)
    const [delivery] = (await stage.log(webhook.id)).items
    const replay = { params: { id: webhook.id, deliveryId: delivery?.id ?? '' } }
    expect(
      await codeOf(stage.server.api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', replay)),
    ).toBe('webhook_off')
    stage.receiver.teach((_heard, response) => void response.writeHead(200).end())
    await stage.server.api.call('PUT /webhooks/{id}', { params: { id: webhook.id }, body: { active: true } })
    await stage.server.api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', replay)
    await until(
      'heard',
      async () => (await stage.row(webhook.id)).state === 'healthy' && stage.receiver.heard.length === 2,
    )
  })

  test('is switched off after five days without a success', async () => {
    const webhook = await stage.make()
    stage.receiver.teach((_heard, response) => void response.writeHead(500).end())
    await (await stage.server.visitor(stage.channel)).say('one')
    await until('failing', async () => (await stage.row(webhook.id)).state === 'failing')
    await stage.pool.query(`update webhooks set failing_since = now() - interval '121 hours' where id = $1`, [
      webhook.id,
    ])
    await stage.hurry()
    await until('off', async () => {
      await stage.hurry()
      return (await stage.row(webhook.id)).state === 'disabled'
    })
    expect((await stage.row(webhook.id)).disabledBecause).toBe('failing')
  })

  test.each([
    ['a redirect', 302, /redirect/],
    ['400', 400, /answered 400/],
  ])('%s is no success', async (_what, status, problem) => {
    const webhook = await stage.make()
    stage.receiver.teach(
      (_heard, response) => void response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(),
    )
    const tested = await stage.server.api.call('POST /webhooks/{id}/test', { params: { id: webhook.id } })
    expect(tested).toMatchObject({ type: 'webhook.test', state: 'failed', nextAttemptAt: null })
    expect(tested.attempts[0]?.problem).toMatch(problem)
  })
})

test('an endpoint that hangs holds up nobody else, and takes a few calls only', async () => {
  const slow = await startWebhookReceiver()
  slow.teach(() => undefined)
  await stage.make({ url: slow.url })
  await stage.make()
  const visitors = await Promise.all(Array.from({ length: 30 }, () => stage.server.visitor(stage.channel)))
  await Promise.all(visitors.map(visitor => visitor.say('hello')))
  await until('the other one hears all', () => stage.receiver.heard.length === 30)
  await until('calls to the one that hangs', () => slow.open.now === 8)
  expect(slow.open.most).toBe(8)
  await slow.close()
})

test('a webhook is removed while it is written down what it was told', async () => {
  let answer: () => void = () => undefined
  stage.receiver.teach((_heard, response) => {
    answer = () => void response.writeHead(200).end()
  })
  const { id } = await stage.make()
  const visitor = await stage.server.visitor(stage.channel)
  await visitor.say('hello')
  await until('it is called, and all is owed to it', async () => {
    const owed = await stage.pool.query(`select from outbox where lane = 'webhook'`)
    return owed.rowCount === 0 && stage.receiver.heard.length > 0
  })
  const removal = await stage.pool.connect()
  // Were there a deadlock, this one would see it first.
  await removal.query(`begin; set local deadlock_timeout = '1ms'`)
  await removal.query('select from webhooks where id = $1 for update', [id])
  answer()
  await until('the other one waits for the webhook', async () => {
    const waits = 'select from pg_locks where not granted and pid <> pg_backend_pid()'
    return (await stage.pool.query(waits)).rowCount
  })
  await removal.query('delete from webhooks where id = $1', [id])
  await removal.query('commit')
  removal.release()
  expect((await stage.server.api.call('GET /webhooks')).items).toEqual([])
})

test('with two servers each event is told once, whichever of them stored it', async () => {
  const second = await startTestServer({
    databaseUrl: stage.server.databaseUrl,
    env: { BATON_ALLOW_PRIVATE: '127.0.0.1' },
  })
  const webhook = await stage.make()
  const visitors = await Promise.all(Array.from({ length: 12 }, () => stage.server.visitor(stage.channel)))
  // Until the other one knows of the webhook.
  const [first] = visitors
  const there = second.apiAs(first?.token ?? '')
  await until('the other server tells', async () => {
    await there.call('POST /web/messages', { body: { clientId: randomUUID(), text: 'anybody?' } })
    return stage.receiver.heard.length > 0
  })
  const others = visitors.slice(1)
  await Promise.all(
    others.flatMap(({ token, api }) =>
      ['one', 'two', 'three', 'four'].map((text, n) =>
        (n % 2 === 0 ? api : second.apiAs(token)).call('POST /web/messages', {
          body: { clientId: text, text },
        }),
      ),
    ),
  )
  const heardOf = () =>
    stage.receiver.heard.filter(({ data }) => data.conversationId !== first?.conversationId)
  await until('all heard', () => heardOf().length >= 44)
  await until('nothing waits', async () => (await stage.row(webhook.id)).waiting === 0)
  expect(new Set(heardOf().map(({ data }) => `${data.conversationId} ${data.event?.seq}`)).size).toBe(44)
  expect(heardOf()).toHaveLength(44)
  await second.stop()
})

test('of one conversation nothing is told for the first time before what came before it', async () => {
  await stage.make()
  let late: (() => void) | null = null
  stage.receiver.teach(({ data }, response) => {
    const answer = () => void response.writeHead(200).end()
    if (data.event?.seq === 1) late = answer
    else answer()
  })
  const [visitor, other] = [
    await stage.server.visitor(stage.channel),
    await stage.server.visitor(stage.channel),
  ]
  for (const text of ['one', 'two', 'three']) await visitor.say(text)
  await other.say('hello')
  await until('the first is held', () => late !== null)
  // Another conversation is told meanwhile.
  stage.receiver.teach((_heard, response) => void response.writeHead(200).end())
  await (await stage.server.visitor(stage.channel)).say('me too')
  await until('others', () =>
    stage.receiver.heard.some(({ data }) => data.conversationId !== visitor.conversationId),
  )
  expect(stage.receiver.seqs(visitor.conversationId)).toEqual([1])
  ;(late as (() => void) | null)?.()
  await until('all', () => stage.receiver.seqs(visitor.conversationId).length === 3)
  expect(stage.receiver.seqs(visitor.conversationId)).toEqual([1, 2, 3])
})
