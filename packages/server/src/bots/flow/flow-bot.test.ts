// Flows on a real server: calls out to real servers, models, the team's answers, and versions that stay.
import type { IncomingHttpHeaders } from 'node:http'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModelServer } from '../../testing/model-server.ts'
import { startModelServer } from '../../testing/model-server.ts'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { resolveAs, takeOver, talkOn } from '../../testing/talk.ts'
import { until } from '../../testing/until.ts'

interface Got {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let server: TestServer
let model: ModelServer
let shop: Server
let base: string
let ana: TestAgent
let got: Got[] = []
/** What the shop answers, and when. */
let answers: (request: Got) => Promise<{ readonly status: number; readonly body: string }>

beforeAll(async () => {
  shop = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => (body += chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body }
      got.push(one)
      void answers(one).then(({ status, body: text }) => response.writeHead(status).end(text))
    })
  })
  await new Promise<void>(resolve => shop.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  model = await startModelServer()
  ana = await server.makeAgent('Ana')
})
beforeEach(() => {
  got = []
  answers = async () => ({ status: 200, body: JSON.stringify({ order: { state: 'packed' } }) })
})
afterAll(async () => {
  shop?.closeAllConnections()
  shop?.close()
  await model?.close()
  await server?.stop()
})

const asking = (more: object = {}) => ({
  name: 'Shop',
  start: 'number',
  triggers: [{ phrases: ['human'], go: 'person' }],
  blocks: {
    number: {
      kind: 'question',
      text: 'Which number?',
      variable: 'order',
      check: { kind: 'text' },
      retryText: 'Again?',
      next: 'wait',
    },
    wait: { kind: 'message', text: 'I look.', next: 'look' },
    look: {
      kind: 'request',
      method: 'POST',
      url: `${base}/orders/{{order}}`,
      headers: [{ name: 'Authorization', secret: 'Bearer shop-key' }],
      body: { order: '{{order}}' },
      save: [{ variable: 'state', path: 'order.state' }],
      timeoutMs: 1_000,
      otherwise: 'sorry',
      next: 'found',
      ...more,
    },
    found: { kind: 'message', text: 'It is {{state}}.', next: 'more' },
    more: {
      kind: 'question',
      text: 'More?',
      variable: 'more',
      check: { kind: 'text' },
      retryText: 'Again?',
      next: 'bye',
    },
    sorry: { kind: 'message', text: 'That did not work.', next: 'bye' },
    bye: { kind: 'end', text: 'Bye.' },
    person: { kind: 'handoff', reason: 'asked' },
  },
})

async function begin(flow: object) {
  const botId = await server.makeBot(flow)
  const talk = await talkOn(server, await server.makeChannel({ botId }))
  return { botId, ...talk }
}
const saying = (talk: { said(): Promise<readonly string[]> }, text: string) =>
  until(text, async () => (await talk.said()).includes(text))

describe('a request', () => {
  test('says first, then calls with its secret and the pause’s id as key, and goes on with the answer', async () => {
    const talk = await begin(asking())
    await talk.visitor.say('4 8/2')
    await saying(talk, 'It is packed.')
    expect(await talk.said()).toEqual(['Which number?', 'I look.', 'It is packed.', 'More?'])
    expect(got).toHaveLength(1)
    expect(got[0]).toMatchObject({
      method: 'POST',
      url: '/orders/4%208%2F2',
      body: '{"order":"4 8/2"}',
      headers: { authorization: 'Bearer shop-key', 'content-type': 'application/json' },
    })
    const log = await talk.log()
    const pauses = log.filter(({ type }) => type === 'TurnEnded').map(({ data }) => data.memory)
    expect(pauses).toContainEqual(
      expect.objectContaining({ wake: expect.objectContaining({ id: got[0]?.headers['idempotency-key'] }) }),
    )
    expect(JSON.stringify(log)).not.toContain('shop-key')
    expect(log.find(({ type }) => type === 'PermitGranted')?.data).toMatchObject({ action: 'look' })
  })
  test.each([
    ['an error', async () => ({ status: 500, body: '{}' })],
    ['too late', () => new Promise<never>(() => undefined)],
  ] as const)('goes the other way when the answer is %s', async (_, answer) => {
    answers = answer
    const talk = await begin(asking())
    await talk.visitor.say('48')
    await saying(talk, 'That did not work.')
    expect(await talk.types()).not.toContain('HumanRequested')
  })
  test('keeps nothing of an answer that is no JSON, and nothing that the database refuses', async () => {
    answers = async () => ({ status: 200, body: '<html>' })
    const plain = await begin(asking())
    await plain.visitor.say('48')
    await saying(plain, 'It is .')
    answers = async () => ({ status: 200, body: '{"order":{"state":{"a\\u0000":"b\\ud800"}}}' })
    const odd = await begin(asking())
    await odd.visitor.say('48')
    await saying(odd, 'It is .')
  })
  test('to a private address is refused unless the operator allows it', async () => {
    const talk = await begin(asking({ url: 'http://169.254.1.1/orders', headers: [] }))
    await talk.visitor.say('48')
    await saying(talk, 'That did not work.')
  })
  test('[TK2] a takeover while it is made: nothing of the bot is said, and at the hand-back it is made again', async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => (release = resolve))
    answers = async () => {
      if (got.length === 1) await held
      return { status: 200, body: '{"order":{"state":"sent"}}' }
    }
    const talk = await begin(asking())
    await talk.visitor.say('48')
    await until('the call', () => got.length === 1)
    await takeOver(ana, talk.id)
    release()
    await resolveAs(ana, talk.id, { botResume: 'continue' })
    await saying(talk, 'It is sent.')
    expect(got.map(({ headers }) => headers['idempotency-key'])).toEqual([
      got[0]?.headers['idempotency-key'],
      got[0]?.headers['idempotency-key'],
    ])
    const types = await talk.types()
    const between = (await talk.log()).slice(types.indexOf('TakenOver'), types.indexOf('Resolved'))
    expect(between.filter(({ actor, type }) => actor.kind === 'bot' && type === 'MessageSent')).toEqual([])
  })
})

describe('an AI block', () => {
  const flow = (more: object = {}) => ({
    name: 'Asks',
    start: 'model',
    blocks: {
      model: {
        kind: 'ai',
        prompt: 'Answer about {{said}}',
        model: { baseUrl: model.url, name: 'small', apiKey: 'model-key' },
        handoff: true,
        otherwise: 'sorry',
        next: 'bye',
        ...more,
      },
      sorry: { kind: 'message', text: 'The model is away.', next: 'bye' },
      bye: { kind: 'end', text: 'Bye.' },
    },
  })
  test('says what the model says, with the prompt, the talk and the key', async () => {
    model.teach((_call, speech) => {
      speech.text('Olives grow slowly.')
      speech.end()
    })
    const talk = await begin(flow())
    await saying(talk, 'Bye.')
    expect(await talk.said()).toEqual(['Olives grow slowly.', 'Bye.'])
    const call = model.calls.at(-1)
    expect(call?.key).toContain('model-key')
    expect(JSON.stringify(call?.messages)).toContain('Answer about Hello')
  })
  test('hands off when the model asks for a person', async () => {
    model.teach((_call, speech) => {
      speech.tool('ask_for_person', { reason: 'angry', summary: 'A broken pot', priority: 'high' })
      speech.end()
    })
    const talk = await begin(flow())
    await talk.has('HumanRequested')
    expect((await talk.log()).find(({ type }) => type === 'HumanRequested')?.data).toMatchObject({
      reason: { text: 'angry' },
      summary: 'A broken pot',
    })
  })
  test('goes the other way when the model fails', async () => {
    model.teach((_call, speech) => speech.status(401))
    const talk = await begin(flow())
    await saying(talk, 'The model is away.')
  })
})

describe('the team', () => {
  const flow = {
    name: 'Team',
    start: 'queue',
    blocks: {
      queue: { kind: 'queue', team: 'returns desk', next: 'nobody' },
      nobody: { kind: 'tag', add: ['refund'], next: 'ask' },
      ask: {
        kind: 'ask_team',
        question: 'May we refund?',
        variable: 'verdict',
        withinMs: 60_000,
        otherwise: 'bye',
        next: 'told',
      },
      told: { kind: 'message', text: 'They say: {{verdict}}', next: 'rate' },
      rate: { kind: 'feedback', text: 'How was it?', commentText: 'Why?', next: 'bye' },
      bye: { kind: 'end', text: 'Bye.' },
    },
  }
  test('[BT5] is asked, and its answer goes on; queue, tags and the rating are kept', async () => {
    const body = { name: 'Returns desk', members: [ana.id] }
    const team = await server.api.call('POST /teams', { body })
    const talk = await begin(flow)
    await talk.has('QuestionAsked')
    const row = await server.api.call('GET /conversations/{id}', { params: { id: talk.id } })
    expect(row).toMatchObject({ teamId: team.id, tags: ['refund'], question: { question: 'May we refund?' } })
    const answer = { questionId: row.question?.id ?? '', text: 'Yes, once.' }
    await ana.api.call('POST /conversations/{id}/answer', { params: { id: talk.id }, body: answer })
    await saying(talk, 'They say: Yes, once.')
    await talk.visitor.say('5')
    await saying(talk, 'Why?')
    await talk.visitor.say('Quick')
    await talk.has('FeedbackGiven', 2)
    const given = (await talk.log()).filter(({ type }) => type === 'FeedbackGiven').map(({ data }) => data)
    expect(given).toEqual([
      { rating: 5, comment: null, episodeSeq: null },
      { rating: 5, comment: 'Quick', episodeSeq: null },
    ])
  })
  test('a queue that no team has is left out', async () => {
    const talk = await begin({
      name: 'Lost',
      start: 'queue',
      blocks: {
        queue: { kind: 'queue', team: 'No such team', next: 'bye' },
        bye: { kind: 'end', text: 'Bye.' },
      },
    })
    await saying(talk, 'Bye.')
    expect(await talk.types()).not.toContain('QueueChanged')
  })
})

describe('versions', () => {
  const flow = (word: string) => ({
    name: 'Versions',
    start: 'ask',
    blocks: {
      ask: {
        kind: 'question',
        text: `${word}: name?`,
        variable: 'name',
        check: { kind: 'text' },
        retryText: 'Again?',
        next: 'end',
      },
      end: { kind: 'end', text: `${word}: bye {{name}}` },
    },
  })
  async function publish(id: string, word: string): Promise<void> {
    const { revision } = await server.api.call('GET /bots/{id}', { params: { id } })
    const body = { settings: { flow: flow(word) }, revision }
    await server.api.call('PUT /bots/{id}', { params: { id }, body })
    await server.api.call('POST /bots/{id}/publish', { params: { id } })
  }
  test('a conversation keeps its own until it starts afresh', async () => {
    const talk = await begin(flow('One'))
    await saying(talk, 'One: name?')
    await publish(talk.botId, 'Two')
    await publish(talk.botId, 'Three')
    await talk.visitor.say('Zoe')
    await saying(talk, 'One: bye Zoe')
    await talk.visitor.say('again')
    await saying(talk, 'Three: name?')
  })
  test('[HB3] a restart after a person begins with the newest', async () => {
    const talk = await begin(flow('One'))
    await saying(talk, 'One: name?')
    await publish(talk.botId, 'Two')
    await takeOver(ana, talk.id)
    await resolveAs(ana, talk.id, { botResume: 'restart' })
    await saying(talk, 'Two: name?')
  })
})

describe('trying out', () => {
  const tryOut = (id: string, body: object) =>
    server.api.call('POST /bots/{id}/try', {
      params: { id },
      body: body as { flow: null; call: { block: string } },
    })
  test('a call of a draft is made as it would be, with secrets kept or just typed', async () => {
    const id = await server.makeBot(asking())
    const { settings } = await server.api.call('GET /bots/{id}', { params: { id } })
    const call = { block: 'look', variables: { order: '7' } }
    for (const flow of [settings.flow, asking()])
      expect(await tryOut(id, { flow, call })).toMatchObject({
        result: { kind: 'response', status: 200, body: { order: { state: 'packed' } } },
      })
    expect(got.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/orders/7', 'Bearer shop-key'],
      ['/orders/7', 'Bearer shop-key'],
    ])
  })
  test('an AI agent answers with the settings of its form, and a failure is told in words', async () => {
    model.teach((_call, speech) => {
      speech.text('Hello to you.')
      speech.end()
    })
    const settings = { model: { baseUrl: model.url, name: 'small', apiKey: 'k' }, prompt: 'Help' }
    const { id } = await server.api.call('POST /bots', { body: { name: 'Nova', kind: 'ai', settings } })
    const messages = [{ from: 'contact', text: 'Hi' }]
    const held = { ...settings, model: { ...settings.model, apiKey: { set: true } } }
    expect(await tryOut(id, { settings: held, messages })).toMatchObject({
      text: 'Hello to you.',
      problem: null,
    })
    expect(model.calls.at(-1)?.key).toContain('k')
    model.teach((_call, speech) => speech.status(401))
    const failed = await tryOut(id, { settings: held, messages })
    expect(failed.problem).toContain('refused the key')
  })
})
