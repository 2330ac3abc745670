// Webhooks as an admin has them: secrets, the log of what was told, and who may.
import { randomUUID } from 'node:crypto'
import type { AnswerOf } from '@baton/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWebhookStore } from '../store/webhook-deliveries.ts'
import { until } from '../testing/until.ts'
import { isSignedBy } from '../testing/webhook-receiver.ts'
import type { WebhookStage } from '../testing/webhook-stage.ts'
import { codeOf, openWebhookStage } from '../testing/webhook-stage.ts'

let stage: WebhookStage
beforeAll(async () => {
  stage = await openWebhookStage()
})
afterAll(() => stage.close())
beforeEach(() => stage.begin())
afterEach(() => stage.end())

describe('secrets', () => {
  test('are shown once; after a new one both sign for a day, then only the new one', async () => {
    const webhook = await stage.make()
    expect(webhook.secret).toMatch(/^whsec_/)
    expect(JSON.stringify(await stage.row(webhook.id))).not.toContain('whsec_')
    const { rows } = await stage.pool.query('select secret from webhooks where id = $1', [webhook.id])
    expect(rows[0].secret).not.toContain(webhook.secret)
    const params = { id: webhook.id }
    const renewed = await stage.server.api.call('POST /webhooks/{id}/secret', { params })
    expect(renewed.secret).not.toBe(webhook.secret)
    expect(Date.parse(renewed.oldSecretUntil ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000)
    await stage.server.api.call('POST /webhooks/{id}/test', { params })
    const both = stage.receiver.heard[0] ?? expect.fail()
    expect([webhook.secret, renewed.secret].map(secret => isSignedBy(secret, both))).toEqual([true, true])
    await stage.pool.query(`update webhooks set old_secret_until = now() where id = $1`, [webhook.id])
    await stage.server.api.call('POST /webhooks/{id}/test', { params })
    const one = stage.receiver.heard[1] ?? expect.fail()
    expect([webhook.secret, renewed.secret].map(secret => isSignedBy(secret, one))).toEqual([false, true])
    expect((await stage.row(webhook.id)).oldSecretUntil).toBeNull()
  })
})

describe('the log', () => {
  test('is read in pages and by state, newest first', async () => {
    const webhook = await stage.make()
    const visitor = await stage.server.visitor(stage.channel)
    for (const text of ['1', '2', '3', '4', '5']) await visitor.say(text)
    await until('all', () => stage.receiver.heard.length === 5)
    const seqs: (number | null)[] = []
    for (let cursor: string | undefined; ; ) {
      const page: AnswerOf<'GET /webhooks/{id}/deliveries'> = await stage.log(webhook.id, {
        limit: 2,
        ...(cursor ? { cursor } : {}),
      })
      seqs.push(...page.items.map(({ seq }) => seq))
      if (page.next === null) break
      cursor = page.next
    }
    expect(seqs).toEqual([5, 4, 3, 2, 1])
    expect((await stage.log(webhook.id, { state: 'failed' })).items).toEqual([])
    expect(await codeOf(stage.log(webhook.id, { cursor: 'xx' }))).toBe('invalid_cursor')
  })

  test('what is older than thirty days is forgotten, the rest is not', async () => {
    const webhook = await stage.make()
    const visitor = await stage.server.visitor(stage.channel)
    for (const text of ['old', 'new']) await visitor.say(text)
    await until('both', () => stage.receiver.heard.length === 2)
    await until('delivered', async () => (await stage.row(webhook.id)).waiting === 0)
    await stage.pool.query(
      `update webhook_deliveries set created_at = now() - interval '31 days' where webhook_id = $1 and seq = 1`,
      [webhook.id],
    )
    // As the server's own round does it, every hour.
    await createWebhookStore(stage.pool, randomUUID()).tidy(30)
    expect((await stage.log(webhook.id)).items.map(({ seq }) => seq)).toEqual([2])
  })

  test('an event is told again under its id', async () => {
    const webhook = await stage.make()
    await (await stage.server.visitor(stage.channel)).say('hello')
    await until('heard', () => stage.receiver.heard.length === 1)
    const [delivery] = await until('delivered', async () => {
      const { items } = await stage.log(webhook.id)
      return items[0]?.state === 'delivered' && items
    })
    const params = { id: webhook.id, deliveryId: delivery?.id ?? '' }
    await stage.server.api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', { params })
    await until('heard again', async () => (await stage.log(webhook.id)).items[0]?.attempts.length === 2)
    expect(stage.receiver.heard[1]?.body).toBe(stage.receiver.heard[0]?.body)
    expect(stage.receiver.heard[1]?.id).toBe(delivery?.id)
  })

  test('an erased conversation is not told any more', async () => {
    const webhook = await stage.make()
    stage.receiver.teach((_heard, response) => void response.writeHead(500).end())
    const visitor = await stage.server.visitor(stage.channel)
    await visitor.say('forget me')
    await until('failing', async () => (await stage.row(webhook.id)).state === 'failing')
    await stage.pool.query('delete from events where conversation_id = $1', [visitor.conversationId])
    await stage.pool.query('delete from conversations where id = $1', [visitor.conversationId])
    await stage.hurry()
    const [delivery] = await until('over', async () => {
      const { items } = await stage.log(webhook.id, { state: 'failed' })
      return items.length > 0 && items
    })
    expect(delivery?.attempts.at(-1)?.problem).toBe('The conversation was erased.')
    expect(stage.receiver.heard).toHaveLength(1)
  })
})

describe('who may, and what is refused', () => {
  test('only admins, and only in their own workspace', async () => {
    const webhook = await stage.make()
    const lead = await stage.server.makeAgent('Lee', 'lead')
    const params = { id: webhook.id }
    expect(await codeOf(lead.api.call('GET /webhooks'))).toBe('not_allowed')
    expect(await codeOf(lead.api.call('POST /webhooks', { body: { url: stage.receiver.url } }))).toBe(
      'not_allowed',
    )
    const elsewhere = { id: randomUUID() }
    for (const key of [
      'POST /webhooks/{id}/test',
      'POST /webhooks/{id}/secret',
      'DELETE /webhooks/{id}',
    ] as const) {
      expect(await codeOf(lead.api.call(key, { params }))).toBe('not_allowed')
      expect(await codeOf(stage.server.api.call(key, { params: elsewhere }))).toBe('not_found')
    }
    await stage.pool.query(`insert into workspaces (id, name, completion) values ($1, 'Other', '{}')`, [
      elsewhere.id,
    ])
    await stage.pool.query('update webhook_deliveries set workspace_id = workspace_id')
    await stage.pool.query('update webhooks set workspace_id = $1 where id = $2', [elsewhere.id, webhook.id])
    expect((await stage.server.api.call('GET /webhooks')).items).toEqual([])
    expect(await codeOf(stage.log(webhook.id))).toBe('not_found')
  })

  test.each([
    ['a private address', { url: 'http://10.1.2.3/hook' }, 'url_refused'],
    ['another scheme', { url: 'ftp://example.com/' }, 'invalid_request'],
    ['no address', { url: 'hook' }, 'invalid_request'],
    ['a type that does not exist', { events: ['conversation.unheard_of'] }, 'invalid_request'],
    ['no type at all', { events: [] }, 'invalid_request'],
  ])('%s', async (_what, body, code) => {
    expect(await codeOf(stage.make(body))).toBe(code)
  })

  test('a name that turns private later is not called', async () => {
    const webhook = await stage.make()
    await stage.pool.query(`update webhooks set url = 'http://10.1.2.3/hook' where id = $1`, [webhook.id])
    const tested = await stage.server.api.call('POST /webhooks/{id}/test', { params: { id: webhook.id } })
    expect(tested.attempts[0]).toMatchObject({
      status: null,
      problem: expect.stringContaining('BATON_ALLOW_PRIVATE'),
    })
  })

  test('there are at most twenty', async () => {
    for (let n = 0; n < 20; n += 1) await stage.make({ active: false })
    expect(await codeOf(stage.make())).toBe('too_many')
  })
})
