import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { until } from '../../testing/until.ts'

interface Heard {
  readonly path: string
  readonly token: string | null
  readonly sender: string
  readonly message: string
}

let server: TestServer
let ana: TestAgent
let channel: string
const heard: Heard[] = []
let answer: (told: Heard, response: ServerResponse) => void

const rasa = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://rasa')
  const told = { path, token: searchParams.get('token'), ...JSON.parse(body) } as Heard
  heard.push(told)
  answer(told, response)
})

beforeAll(async () => {
  await new Promise<void>(resolve => rasa.listen(0, '127.0.0.1', resolve))
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  ana = await server.makeAgent('Ana')
  const url = `http://127.0.0.1:${(rasa.address() as AddressInfo).port}/`
  const settings = { url, token: 'rasa-token', timeoutMs: 1_000 }
  const { id } = await server.api.call('POST /bots', { body: { name: 'Rasa', kind: 'rasa', settings } })
  channel = await server.makeChannel({ botId: id, settings: { turnAttempts: 2, turnRetryMs: 100 } })
})
beforeEach(() => {
  heard.length = 0
  answer = ({ message }, response) => response.end(JSON.stringify([{ text: `You said: ${message}` }]))
})
afterAll(async () => {
  rasa.closeAllConnections()
  rasa.close()
  await server?.stop()
})

async function talk(text: string) {
  const visitor = await server.visitor(channel)
  await visitor.say(text)
  const id = visitor.conversationId
  const log = () => server.events(id)
  return {
    visitor,
    id,
    log,
    has: (type: string, times = 1) =>
      until(type, async () => (await log()).filter(event => event.type === type).length >= times),
    said: async () =>
      (await log()).filter(event => event.type === 'MessageSent').map(event => String(event.data.text)),
  }
}

test('each message goes to the REST channel under the conversation’s id, with the token', async () => {
  const { id, has, said } = await talk('Hello')
  await has('TurnEnded')
  expect(heard).toEqual([
    { path: '/webhooks/rest/webhook', token: 'rasa-token', sender: id, message: 'Hello' },
  ])
  expect(await said()).toEqual(['You said: Hello'])
})

test('buttons become choices, and a tapped one its payload', async () => {
  answer = (_told, response) =>
    response.end(JSON.stringify([{ text: 'Which?', buttons: [{ title: 'Orders', payload: '/orders' }] }]))
  const { visitor, has, said } = await talk('Hi')
  await has('TurnEnded')
  expect(await said()).toEqual(['Which?\n• Orders'])
  await visitor.say('Orders')
  await has('TurnEnded', 2)
  expect(heard.map(({ message }) => message)).toEqual(['Hi', '/orders'])
})

test('[HB3] buttons still stand after a person', async () => {
  answer = ({ message }, response) =>
    response.end(
      JSON.stringify(message === 'Hi' ? [{ buttons: [{ title: 'Orders', payload: '/orders' }] }] : []),
    )
  const { id, visitor, has } = await talk('Hi')
  await has('TurnEnded')
  const params = { id }
  await ana.api.call('POST /conversations/{id}/intervene', { params })
  const done = { topic: 'Other', outcome: 'Resolved', botResume: 'continue' } as const
  await ana.api.call('POST /conversations/{id}/resolve', { params, body: done })
  await has('TurnEnded', 2)
  await visitor.say('Orders')
  await has('TurnEnded', 3)
  expect(heard.map(({ message }) => message)).toEqual(['Hi', '/orders'])
})

test('a hand-off stands in `custom`, never in the text', async () => {
  answer = (_told, response) =>
    response.end(
      JSON.stringify([{ text: 'Bye' }, { custom: { handoff: { reason: 'refund', priority: 'high' } } }]),
    )
  const { id, has } = await talk('I want my money back')
  await has('HumanRequested')
  const { request } = await server.api.call('GET /conversations/{id}', { params: { id } })
  expect(request).toMatchObject({ priority: 'high', reasons: [{ cause: 'bot_handed_off', text: 'refund' }] })
})

test('an empty list says nothing, and a picture is only its address', async () => {
  answer = ({ message }, response) =>
    response.end(JSON.stringify(message === 'Hi' ? [] : [{ image: 'https://shop.example/cat.png' }]))
  const { visitor, has, said } = await talk('Hi')
  await has('TurnEnded')
  await visitor.say('A cat?')
  await has('TurnEnded', 2)
  expect(await said()).toEqual(['https://shop.example/cat.png'])
})

test.each([
  ['HTML', '<h1>Rasa</h1>', 'REST channel'],
  ['another shape', '{"text": "hi"}', 'cannot be used'],
])('[BT3] %s is a failure with a word for the builder', async (_what, body, problem) => {
  answer = (_told, response) => response.end(body)
  const { has, log } = await talk('Hi')
  await has('HumanRequested')
  const failed = (await log()).find(event => event.type === 'TurnFailed')
  expect(String(failed?.data.problem)).toContain(problem)
})

test('[HB3] after a person it goes on with the next message, or starts afresh', async () => {
  const { id, visitor, has, log } = await talk('Hi')
  await has('TurnEnded')
  const params = { id }
  const done = { topic: 'Other', outcome: 'Resolved' }
  await ana.api.call('POST /conversations/{id}/intervene', { params })
  await visitor.say('Only for Ana')
  await ana.api.call('POST /conversations/{id}/resolve', { params, body: done })
  await has('TurnEnded', 2)
  await visitor.say('Hello again')
  await has('TurnEnded', 3)
  await ana.api.call('POST /conversations/{id}/intervene', { params })
  await ana.api.call('POST /conversations/{id}/resolve', { params, body: { ...done, botResume: 'restart' } })
  await has('TurnEnded', 4)
  expect(heard.map(({ message }) => message)).toEqual(['Hi', 'Hello again', '/restart'])
  expect((await log()).some(event => event.type === 'HumanRequested')).toBe(false)
})

test('[BT2] a takeover cuts the call', async () => {
  let cut: () => void = () => undefined
  const gone = new Promise<void>(resolve => {
    cut = resolve
  })
  answer = (_told, response) => response.on('close', () => cut())
  const { id, log } = await talk('Hi')
  await until('the call', () => heard.length > 0)
  await ana.api.call('POST /conversations/{id}/intervene', { params: { id } })
  await gone
  expect((await log()).map(event => event.type)).toEqual(['MessageReceived', 'TakenOver'])
})
