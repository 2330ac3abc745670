import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ModelServer } from '../testing/model-server.ts'
import { startModelServer } from '../testing/model-server.ts'
import type { TestServer, TestVisitor } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let server: TestServer
let model: ModelServer
let channelId: string
let ruleId: string

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  model = await startModelServer()
  const settings = { model: { baseUrl: model.url, name: 'small', apiKey: 'k' }, prompt: 'Help.' }
  const { id } = await server.api.call('POST /bots', { body: { name: 'Judge', kind: 'ai', settings } })
  await server.api.call('PUT /briefs', { body: { botId: id } })
  channelId = await server.makeChannel()
  const when = {
    kind: 'all',
    of: [
      { kind: 'words', anyOf: ['shop'], by: 'contact' },
      { kind: 'prompt', text: 'Threatens to leave' },
    ],
  }
  const actions = [{ do: 'request', priority: 'high', teamId: null }]
  ruleId = (await server.api.call('POST /rules', { body: { rule: { name: 'Leaving', when, actions } } })).id
})
afterAll(async () => {
  await server.stop()
  await model.close()
})

const visitor = () => server.visitor(channelId)
const types = async (of: TestVisitor) => (await server.events(of.conversationId)).map(({ type }) => type)
const answers = (...texts: string[]) => {
  let left = texts
  model.teach((_call, speech) => {
    const [text = '1: no', ...rest] = left
    left = rest
    speech.text(text)
    speech.end()
  })
}
async function figures() {
  const { items, prompts } = await server.api.call('GET /rules')
  return { ...items.find(({ id }) => id === ruleId)?.prompts, today: prompts.today }
}

test('[RU4] a prompt that the model affirms fires the rule, later than the message and with its reason', async () => {
  answers('1: yes')
  const customer = await visitor()
  await customer.say('Your shop will not see me again')
  expect(await types(customer)).not.toContain('HumanRequested')
  await until('the request', async () => (await types(customer)).includes('HumanRequested'))
  const [fired] = (await server.events(customer.conversationId)).filter(({ type }) => type === 'RuleFired')
  expect(fired?.data).toMatchObject({
    because: [{ kind: 'words' }, { kind: 'prompt', detail: 'Threatens to leave' }],
  })
  const asked = model.calls.at(-1)?.messages.at(-1)?.content
  expect(asked).toContain('Your shop will not see me again')
  expect(asked).toContain('1. Threatens to leave')
})

test('[RU4] messages that come together are one question; where the rest of the rule fails, nobody is asked', async () => {
  answers('1: no')
  const before = model.calls.length
  const [customer, other] = [await visitor(), await visitor()]
  await other.say('I will leave')
  for (const text of ['Nice shop', 'Really nice shop', 'What a shop']) await customer.say(text)
  await until('the question', () => model.calls.length > before)
  await until('its count', async () => ((await figures()).asked ?? 0) >= 2)
  expect(model.calls.length).toBe(before + 1)
  expect(await types(customer)).not.toContain('RuleFired')
})

test('[RU4] a verdict that comes after the episode has ended does nothing', async () => {
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  model.teach(async (_call, speech) => {
    await held
    speech.text('1: yes')
    speech.end()
  })
  const before = model.calls.length
  const asked = (await figures()).asked ?? 0
  const customer = await visitor()
  await customer.say('I leave this shop')
  await until('the question', () => model.calls.length > before)
  const agent = await server.makeAgent(`Ada ${randomUUID()}`)
  const params = { id: customer.conversationId }
  await agent.api.call('POST /conversations/{id}/intervene', { params, body: {} })
  await agent.api.call('POST /conversations/{id}/cancel', { params, body: {} })
  release()
  await until('its count', async () => ((await figures()).asked ?? 0) > asked)
  expect(await types(customer)).not.toContain('RuleFired')
})

test('[RU4] a model that fails is counted with its reason, and the budget of the day is kept', async () => {
  model.teach((_call, speech) => speech.status(500))
  await (await visitor()).say('shop')
  await until('the failure', async () => ((await figures()).failed ?? 0) === 1)
  expect((await figures()).lastProblem).not.toBeNull()
  const { today } = await figures()
  await server.api.call('PUT /rules/prompts', { body: { perDay: today } })
  const before = model.calls.length
  await (await visitor()).say('shop')
  await until('it is left out', async () => ((await figures()).skipped ?? 0) === 1)
  expect(model.calls.length).toBe(before)
  expect((await figures()).today).toBe(today)
})
