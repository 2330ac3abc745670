import { randomUUID } from 'node:crypto'
import { heardKinds } from '@baton/core'
import { signalKinds } from '@baton/detection'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoggedEvent, TestServer, TestVisitor } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  await server.stop()
})

const request = { do: 'request', priority: 'high', teamId: null }
const words = (...anyOf: string[]) => ({ kind: 'words', anyOf, by: 'contact' })

async function rule(over: object): Promise<{ readonly id: string; readonly version: number }> {
  const draft = {
    name: `Rule ${randomUUID()}`,
    on: true,
    stop: false,
    when: words('refund'),
    actions: [request],
    ...over,
  }
  return server.api.call('POST /rules', { body: { rule: JSON.parse(JSON.stringify(draft)) } })
}
async function visitor(channel: Parameters<TestServer['makeChannel']>[0] = {}): Promise<TestVisitor> {
  return server.visitor(await server.makeChannel(channel))
}
const types = (events: readonly LoggedEvent[]) => events.map(({ type }) => type)
const log = (of: TestVisitor) => server.events(of.conversationId)
const rowOf = (of: TestVisitor) =>
  server.api.call('GET /conversations/{id}', { params: { id: of.conversationId } })

const echo = {
  name: 'Echo',
  start: 'hello',
  triggers: [{ phrases: ['human'], go: 'person' }],
  blocks: {
    hello: { kind: 'message', text: 'Sorry, I did not understand that.' },
    person: { kind: 'handoff', reason: 'asked', text: 'One moment.' },
  },
}

test('the lists of signals are the same on both sides', () => {
  expect([...heardKinds]).toEqual([...signalKinds])
})

describe('signals', () => {
  test('[RU1] a message that tells something has a line, and its row says so; a quiet one has none', async () => {
    const customer = await visitor()
    await customer.say('What time do you open?')
    expect(types(await log(customer))).toEqual(['MessageReceived'])
    expect(await rowOf(customer)).toMatchObject({ heat: 0 })
    await customer.say('I want to talk to a human, this is ridiculous')
    const [heard] = (await log(customer)).filter(({ type }) => type === 'SignalsHeard')
    expect(heard?.data).toMatchObject({ messageSeq: 2 })
    const row = await rowOf(customer)
    expect(row.heat).toBeGreaterThan(50)
    expect(row.signals?.items.map(({ kind }) => kind)).toContain('asks_for_person')
  })

  test('[RU1] lists narrow by signal and sort by heat, page by page', async () => {
    const channel = await server.makeChannel()
    const texts = ['Get me a human being please', 'Thanks, all good', 'I will sue you, this is fraud']
    for (const text of texts) await (await server.visitor(channel)).say(text)
    const hot = { channel, sort: 'heat' } as const
    const all = await server.api.call('GET /conversations', { query: hot })
    expect(all.items).toHaveLength(3)
    expect(all.items.at(-1)?.heat).toBe(0)
    const first = await server.api.call('GET /conversations', { query: { ...hot, limit: 1 } })
    const second = await server.api.call('GET /conversations', {
      query: { ...hot, limit: 1, ...(first.next ? { cursor: first.next } : {}) },
    })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      all.items.slice(0, 2).map(({ id }) => id),
    )
    const asks = await server.api.call('GET /conversations', {
      query: { channel, signal: 'asks_for_person' },
    })
    expect(asks.items.map(({ lastMessage }) => lastMessage?.text)).toEqual([texts[0]])
  })
})

describe('a rule', () => {
  test('[RU2] fires with the message, says why, and once an episode', async () => {
    const { id } = await rule({ when: words('pomegranate') })
    const customer = await visitor()
    await customer.say('Where is my pomegranate?')
    const events = await log(customer)
    expect(types(events)).toEqual(['MessageReceived', 'RuleFired', 'HumanRequested'])
    expect(events[1]?.data).toMatchObject({ ruleId: id, because: [{ words: [{ from: 12, to: 23 }] }] })
    expect(events[2]?.data).toMatchObject({
      reason: { cause: 'rule', text: expect.stringContaining('“pomegranate”') },
    })
    await customer.say('A ripe pomegranate')
    expect(types(await log(customer))).toHaveLength(4)
    const agent = await server.makeAgent('Rue')
    const params = { id: customer.conversationId }
    await agent.api.call('POST /conversations/{id}/dismiss', { params, body: { reason: 'no' } })
    await customer.say('One pomegranate for my mother')
    expect(types(await log(customer)).slice(-2)).toEqual(['RuleFired', 'HumanRequested'])
    await until(
      'the count',
      async () => (await server.api.call('GET /rules')).items.find(one => one.id === id)?.fired === 2,
    )
  })

  test('[RU2] holds the bot back before it answers, where the channel says so', async () => {
    await rule({ when: words('durian') })
    const botId = await server.makeBot(echo)
    const customer = await visitor({ botId, whileRequesting: 'holds' })
    await customer.say('durian')
    const said = (await customer.messages()).filter(item => item.type === 'MessageSent')
    expect(said).toHaveLength(1)
    expect(types(await log(customer))).not.toContain('TurnEnded')
  })

  test('[RU2] leaves it to a bot that hands over in that very moment', async () => {
    await rule({ when: words('human') })
    const botId = await server.makeBot(echo)
    const customer = await visitor({ botId })
    await customer.say('human')
    const asked = (await log(customer)).filter(({ type }) => type === 'HumanRequested')
    expect(asked.map(({ data }) => data)).toMatchObject([{ reason: { cause: 'bot_handed_off' } }])
  })

  test('[RU2] in order, until one says stop; what one did the next one sees', async () => {
    const tags = (...of: string[]) => ({ do: 'tag', tags: of })
    await rule({ when: words('kumquat'), actions: [tags('fruit')] })
    await rule({
      when: { kind: 'all', of: [words('kumquat'), { kind: 'tag', anyOf: ['fruit'] }] },
      actions: [tags('seen')],
      stop: true,
    })
    await rule({ when: words('kumquat'), actions: [tags('late')] })
    const customer = await visitor()
    await customer.say('A kumquat, please')
    expect((await rowOf(customer)).tags).toEqual(['fruit', 'seen'])
  })

  test('[RU4] what the platform says wakes none of them', async () => {
    await rule({
      when: { kind: 'words', anyOf: ['lychee'], by: 'contact' },
      actions: [{ do: 'tell', text: 'Lychee, you say?' }],
    })
    await rule({
      when: { kind: 'words', anyOf: ['lychee you say'], by: 'bot' },
      actions: [{ do: 'tag', tags: ['loop'] }],
    })
    const customer = await visitor()
    await customer.say('lychee')
    expect(types(await log(customer))).toEqual(['MessageReceived', 'RuleFired', 'MessageSent'])
  })

  test('[RU2] counts the answers in which the bot did not understand', async () => {
    await rule({
      when: {
        kind: 'all',
        of: [
          { kind: 'botFallbacks', atLeast: 2 },
          { kind: 'messages', atLeast: 2 },
        ],
      },
    })
    const customer = await visitor({ botId: await server.makeBot(echo) })
    await customer.say('quince')
    expect(types(await log(customer))).not.toContain('RuleFired')
    await customer.say('medlar')
    expect(types(await log(customer))).toContain('HumanRequested')
  })

  test('[RU4] waits for its time, and a longer wait raises it', async () => {
    await rule({
      when: {
        kind: 'all',
        of: [
          { kind: 'waiting', for: 'person', longerThanMs: 1_000 },
          { kind: 'tag', anyOf: ['patient'] },
        ],
      },
      actions: [{ do: 'priority', priority: 'urgent' }, { do: 'alert' }],
    })
    const customer = await visitor()
    await customer.say('Hello')
    const params = { id: customer.conversationId }
    const agent = await server.makeAgent('Wim')
    await agent.api.call('POST /conversations/{id}/tags', { params, body: { add: ['patient'], remove: [] } })
    await agent.api.call('POST /conversations/{id}/request', {
      params,
      body: { reason: 'now', priority: 'normal' },
    })
    await until('the alert', async () => types(await log(customer)).includes('AlertRaised'))
    expect(await rowOf(customer)).toMatchObject({ priority: 'urgent' })
  })
})

describe('bad input', () => {
  test('is told with its place', async () => {
    const bad = rule({
      when: { kind: 'any', of: [words('a'), { kind: 'pattern', pattern: '(a+)\\1', by: 'contact' }] },
    })
    await expect(bad).rejects.toMatchObject({
      problem: { code: 'invalid_rule', faults: [{ path: 'when.of[1].pattern' }] },
    })
  })

  test('a long message in no known language is read as any other, and nothing waits for it', async () => {
    await rule({ when: { kind: 'pattern', pattern: '(ዓለ|ለም)+ም guava', by: 'contact' } })
    const customer = await visitor()
    const { seq } = await customer.say(`${'ዓለም '.repeat(900)}guava`)
    expect(types(await log(customer)).slice(0, 3)).toEqual(['MessageReceived', 'RuleFired', 'HumanRequested'])
    expect(seq).toBe(1)
  })

  test('a rule whose team is gone goes on without it, and says so', async () => {
    const { id: teamId } = await server.api.call('POST /teams', { body: { name: 'Orchard', members: [] } })
    const { id } = await rule({ when: words('medlars'), actions: [{ ...request, teamId }] })
    const pool = new pg.Pool({ connectionString: server.databaseUrl, max: 1 })
    await pool.query('delete from teams where id = $1', [teamId])
    await pool.end()
    // Anything that is set up makes the workspace be read again.
    await server.makeAgent('Ola')
    const customer = await visitor()
    await customer.say('medlars')
    const [asked] = (await log(customer)).filter(({ type }) => type === 'HumanRequested')
    expect(asked?.data).toMatchObject({ teamId: null, reason: { cause: 'rule' } })
    const { items } = await server.api.call('GET /rules')
    const row = items.find(one => one.id === id)
    expect(row?.broken).toEqual([{ path: 'actions[0].teamId', what: 'team', id: teamId }])
    expect(row?.actions).toEqual([{ ...request, teamId }])
  })

  test('who changed it first is told to whoever comes second; what is not there is not found', async () => {
    const { id, version } = await rule({ when: words('sloe') })
    const again = { name: 'Sloe', when: words('sloe'), actions: [request] }
    const change = (of: string) =>
      server.api.call('PUT /rules/{id}', { params: { id: of }, body: { rule: again, version } })
    expect(await change(id)).toMatchObject({ version: version + 1, on: true })
    await expect(change(id)).rejects.toMatchObject({ problem: { status: 409 } })
    await expect(change(randomUUID())).rejects.toMatchObject({ problem: { status: 404 } })
    const { items } = await server.api.call('GET /rules')
    await server.api.call('PUT /rules/order', { body: { ids: [id] } })
    const after = await server.api.call('GET /rules')
    expect(after.items.map(one => one.id)).toEqual([
      id,
      ...items.map(one => one.id).filter(one => one !== id),
    ])
    await server.api.call('DELETE /rules/{id}', { params: { id } })
    const gone = server.api.call('DELETE /rules/{id}', { params: { id } })
    await expect(gone).rejects.toMatchObject({ problem: { status: 404 } })
    const agent = await server.makeAgent('Ned')
    await expect(agent.api.call('PUT /rules/order', { body: { ids: [] } })).rejects.toMatchObject({
      problem: { status: 403 },
    })
  })

  test('a check says what is wrong, and what a rule makes of a sample', async () => {
    const check = (rule: object, sample?: string) =>
      server.api.call('POST /rules/check', {
        body: { rule: JSON.parse(JSON.stringify(rule)), ...(sample ? { sample } : {}) },
      })
    expect(await check({})).toMatchObject({
      result: null,
      faults: [{ path: 'name' }, { path: 'when' }, { path: 'actions' }],
    })
    const asks = {
      name: 'Asks',
      when: { kind: 'signal', signal: 'asks_for_person', atLeast: 0.6 },
      actions: [request],
    }
    expect(await check(asks, 'Can I talk to a human?')).toMatchObject({
      result: {
        truth: 'holds',
        because: [{ path: 'when', kind: 'signal' }],
        signals: [{ kind: 'asks_for_person' }],
      },
    })
    expect(await check(asks, 'Where is it?')).toMatchObject({ result: { truth: 'fails' } })
  })
})
