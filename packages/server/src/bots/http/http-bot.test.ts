import type { TurnRequested } from '@baton/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { takeOver, talkOn } from '../../testing/talk.ts'
import type { TestBot } from '../../testing/test-bot.ts'
import { startTestBot, testBotSecret } from '../../testing/test-bot.ts'
import { until } from '../../testing/until.ts'

let server: TestServer
let bot: TestBot
let ana: TestAgent
let channel: string

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  bot = await startTestBot()
  ana = await server.makeAgent('Ana')
  channel = await connect({ turnRetryMs: 100, turnAttempts: 2 })
})
beforeEach(() => bot.teach((_turn, reply) => reply.json({})))
afterAll(async () => {
  await bot?.close()
  await server?.stop()
})

async function connect(settings: object, own: object = {}): Promise<string> {
  const body = {
    name: 'Otto',
    kind: 'http',
    settings: { url: bot.url, secret: testBotSecret, timeoutMs: 1_000, laterMs: 2_000, ...own },
  } as const
  const { id } = await server.api.call('POST /bots', { body })
  return server.makeChannel({ botId: id, settings })
}

const talk = (text = 'Hello', on = channel) => talkOn(server, on, text)
const take = (id: string) => takeOver(ana, id)

/** The last turn that the bot was asked for in this conversation. */
function turnOf(id: string): TurnRequested {
  const turn = bot.turns.findLast(one => one.conversation.id === id)
  if (!turn) throw new Error('the bot was not asked')
  return turn
}

describe('asking', () => {
  test.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'a secret of thirty-two characters'])(
    'a secret that could be guessed is refused: %j',
    async secret => {
      await expect(connect({}, { secret })).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining('whsec_'),
      })
    },
  )

  test('the request is signed and says who, where and what', async () => {
    const { id, has } = await talk('Where is my order?')
    await has('TurnEnded')
    expect(bot.unsigned).toBe(0)
    expect(turnOf(id)).toMatchObject({
      type: 'turn.requested',
      turn: { epoch: 0, attempt: 1, cause: 'message', resume: null },
      conversation: { id, channel: { kind: 'web' } },
      messages: [{ role: 'contact', text: 'Where is my order?', seq: 1 }],
      input: [1],
      control: { state: 'active', returned: null },
      guidance: [],
      answer: null,
      variables: {},
    })
  })

  test('[BT1] a burst within the settling time is one turn', async () => {
    const on = await connect({}, { settleMs: 300 })
    const { visitor, id, has } = await talk('One', on)
    await visitor.say('Two')
    await visitor.say('Three')
    await has('TurnEnded')
    expect(bot.turns.filter(one => one.conversation.id === id)).toHaveLength(1)
    expect(turnOf(id).input).toEqual([1, 2, 3])
  })
})

describe('answering at once', () => {
  test('messages, choices, variables and marks', async () => {
    bot.teach((turn, reply) =>
      reply.json({
        messages: [
          `Visit ${Number(turn.variables.visits ?? 0) + 1}`,
          { parts: [{ kind: 'choices', text: 'Which?', options: [{ id: 'a', label: 'A' }] }] },
        ],
        variables: { visits: Number(turn.variables.visits ?? 0) + 1 },
        marks: { addTags: ['vip'], priority: 'high', status: 'open' },
      }),
    )
    const { visitor, id, said, has } = await talk()
    await has('TurnEnded')
    await visitor.say('Again')
    await has('TurnEnded', 2)
    expect(await said()).toEqual(['Visit 1', 'Which?\n• A', 'Visit 2', 'Which?\n• A'])
    const row = await server.api.call('GET /conversations/{id}', { params: { id } })
    expect(row).toMatchObject({ tags: ['vip'], priority: 'high', status: 'open' })
  })

  test('no message at all is legal, by {} and by 204', async () => {
    const silent = await talk()
    await silent.has('TurnEnded')
    bot.teach((_turn, reply) => reply.status(204))
    const mute = await talk()
    await mute.has('TurnEnded')
    expect([await silent.said(), await mute.said()]).toEqual([[], []])
  })

  test('a hand-off is explicit, and comes with a summary', async () => {
    bot.teach((_turn, reply) =>
      reply.json({ messages: ['One moment.'], handoff: { reason: 'refund', summary: 'Wants 40 €' } }),
    )
    const { id, has } = await talk()
    await has('HumanRequested')
    const row = await server.api.call('GET /conversations/{id}', { params: { id } })
    expect(row.request).toMatchObject({
      summary: 'Wants 40 €',
      reasons: [{ cause: 'bot_handed_off', text: 'refund' }],
    })
  })

  test.each([
    [
      'nothing',
      (reply: Parameters<Parameters<TestBot['teach']>[0]>[1]) => reply.status(200),
      'answer {} or 204',
    ],
    [
      'HTML',
      (reply: Parameters<Parameters<TestBot['teach']>[0]>[1]) => reply.status(200, '<h1>Hi</h1>'),
      'not JSON',
    ],
    [
      'a number',
      (reply: Parameters<Parameters<TestBot['teach']>[0]>[1]) => reply.json({ messages: 7 }),
      'messages',
    ],
    ['500', (reply: Parameters<Parameters<TestBot['teach']>[0]>[1]) => reply.status(500), 'answered 500'],
    [
      'a redirect',
      (reply: Parameters<Parameters<TestBot['teach']>[0]>[1]) => reply.status(302, '', { location: '/' }),
      'redirect',
    ],
    [
      'a team that is not there',
      (reply: Parameters<Parameters<TestBot['teach']>[0]>[1]) => reply.json({ marks: { team: 'Nobody' } }),
      'does not exist',
    ],
  ])('[BT3] %s is tried again, and then a person is asked for', async (_what, answer, problem) => {
    bot.teach((_turn, reply) => answer(reply))
    const { id, has, said } = await talk()
    await has('HumanRequested')
    const log = await server.events(id)
    expect(log.map(event => event.type)).toEqual([
      'MessageReceived',
      'TurnFailed',
      'TurnEnded',
      'HumanRequested',
    ])
    expect(String(log[1]?.data.problem)).toContain(problem)
    expect(log[3]?.data.reason).toMatchObject({ cause: 'bot_failed' })
    expect(await said()).toEqual([])
  })

  test('[BT3] one blip ejects nobody', async () => {
    bot.teach((turn, reply) =>
      turn.turn.attempt === 1 ? reply.status(503) : reply.json({ messages: ['Here'] }),
    )
    const { has, said, types } = await talk()
    await has('TurnEnded')
    expect(await said()).toEqual(['Here'])
    expect(await types()).not.toContain('HumanRequested')
  })
})

describe('answering later', () => {
  test('202, then messages with the turn’s token, each key once', async () => {
    bot.teach((_turn, reply) => reply.status(202))
    const { id, has, said } = await talk()
    await has('TurnDeferred')
    const first = { messages: ['Looking …'], end: false }
    const key = { 'idempotency-key': 'first' }
    const { status, body } = await bot.later(turnOf(id), 'messages', first, key)
    expect(status).toBe(200)
    expect((await bot.later(turnOf(id), 'messages', first, key)).body.seq).toBe(body.seq)
    expect(await bot.later(turnOf(id), 'messages', { messages: ['Other'] }, key)).toMatchObject({
      status: 422,
      body: { code: 'client_id_reused' },
    })
    await bot.later(turnOf(id), 'messages', { messages: ['Found it.'], variables: { found: true } })
    await has('TurnEnded')
    expect(await said()).toEqual(['Looking …', 'Found it.'])
    expect(await bot.later(turnOf(id), 'messages', { messages: ['And more'] })).toMatchObject({
      status: 409,
      body: { code: 'turn_superseded' },
    })
  })

  test('[BT3] an answer that never comes is a failure, and the turn is asked for again', async () => {
    bot.teach((turn, reply) =>
      turn.turn.attempt === 1 ? reply.status(202) : reply.json({ messages: ['Late'] }),
    )
    const { has, said, types } = await talk()
    await has('TurnEnded')
    expect(await said()).toEqual(['Late'])
    expect(await types()).toEqual([
      'MessageReceived',
      'TurnDeferred',
      'TurnFailed',
      'MessageSent',
      'TurnEnded',
    ])
  })

  test('[TK3] a permit is logged while the turn is current, and refused after a takeover', async () => {
    bot.teach((_turn, reply) => reply.status(202))
    const { id, has, types } = await talk()
    await has('TurnDeferred')
    expect(await bot.later(turnOf(id), 'permit', { action: 'refund' })).toMatchObject({
      status: 200,
      body: { granted: true },
    })
    expect(await types()).toContain('PermitGranted')
    await take(id)
    const stale = { status: 409, body: { code: 'turn_superseded' } }
    expect(await bot.later(turnOf(id), 'permit', { action: 'refund' })).toMatchObject(stale)
    expect(await bot.later(turnOf(id), 'messages', { messages: ['Hi'] })).toMatchObject(stale)
  })

  test('what would be lost is refused: another team, or variables before the end', async () => {
    bot.teach((_turn, reply) => reply.status(202))
    const { id, has, types } = await talk()
    await has('TurnDeferred')
    const marks = { team: 'Nobody' }
    expect(await bot.later(turnOf(id), 'messages', { messages: ['Hi'], marks })).toMatchObject({
      status: 422,
      body: { code: 'unknown_team' },
    })
    const early = { messages: ['Hi'], variables: { found: true }, end: false }
    expect(await bot.later(turnOf(id), 'messages', early)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    })
    expect(await types()).toEqual(['MessageReceived', 'TurnDeferred'])
  })

  test('a token is good for its own turn only; anything else is nobody', async () => {
    bot.teach((_turn, reply) => reply.status(202))
    const one = await talk()
    const other = await talk()
    await one.has('TurnDeferred')
    await other.has('TurnDeferred')
    const foreign: TurnRequested = {
      ...turnOf(one.id),
      turn: { ...turnOf(one.id).turn, url: turnOf(other.id).turn.url },
    }
    expect(await bot.later(foreign, 'messages', { messages: ['Hi'] })).toMatchObject({ status: 404 })
    const forged: TurnRequested = {
      ...turnOf(one.id),
      turn: { ...turnOf(one.id).turn, token: one.visitor.token },
    }
    expect(await bot.later(forged, 'messages', { messages: ['Hi'] })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    const headers = { authorization: `Bearer ${ana.key}` }
    expect(await bot.later(turnOf(one.id), 'messages', { messages: ['Hi'] }, headers)).toMatchObject({
      status: 401,
    })
  })
})

describe('answering in a stream', () => {
  test('text, messages and the end', async () => {
    bot.teach((_turn, reply) => {
      reply.stream()
      reply.event('delta', { text: 'Hel' })
      reply.event('delta', { text: 'lo.' })
      reply.event('message', {})
      reply.event('delta', { text: 'What can I do?' })
      reply.event('end', { variables: { greeted: true } })
      reply.end()
    })
    const { has, said, types } = await talk()
    await has('TurnEnded')
    expect(await said()).toEqual(['Hello.', 'What can I do?'])
    expect(await types()).toEqual(['MessageReceived', 'MessageSent', 'MessageSent', 'TurnEnded'])
  })

  test('[BT3] a stream that is cut is tried again; what was said already is said once', async () => {
    bot.teach((turn, reply) => {
      reply.stream()
      reply.event('message', { text: 'First.' })
      if (turn.turn.attempt > 1) reply.event('end', {})
      reply.end()
    })
    const { has, said, types } = await talk()
    await has('TurnEnded')
    expect(await said()).toEqual(['First.'])
    expect(await types()).toEqual(['MessageReceived', 'MessageSent', 'TurnFailed', 'TurnEnded'])
  })

  test('[BT2] a takeover cuts it: the call is let go, what was read is interrupted, and the bot is told', async () => {
    let letGo: Promise<void> = Promise.resolve()
    bot.teach((_turn, reply) => {
      letGo = reply.gone
      reply.stream()
      const timer = setInterval(() => reply.event('delta', { text: 'word ' }), 10)
      void reply.gone.then(() => clearInterval(timer))
    })
    const { id, visitor, types, has, said } = await talk()
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/live?with=token`)
    const shown: string[] = []
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'hello', token: visitor.token }))
      socket.send(JSON.stringify({ type: 'follow', after: 0 }))
    })
    socket.on('message', raw => {
      for (const frame of JSON.parse(raw.toString())) if (frame.type === 'draft') shown.push(frame.text)
    })
    await until('some text', () => shown.length > 3)
    await take(id)
    await letGo
    await has('MessageInterrupted')
    const log = await server.events(id)
    expect(log.find(event => event.type === 'MessageInterrupted')?.data.text).toBe(shown.join(''))
    expect(await said()).toEqual([])
    expect(await types()).not.toContain('HumanRequested')
    await until('the news', () =>
      bot.news.some(news => news.conversation.id === id && news.type === 'control.taken'),
    )
    expect(
      bot.news
        .filter(news => news.conversation.id === id)
        .map(news => news.type)
        .sort(),
    ).toEqual(['control.taken', 'turn.cancelled'])
    socket.close()
  })
})
