import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModelServer } from '../../testing/model-server.ts'
import { startModelServer } from '../../testing/model-server.ts'
import { openRawSocket } from '../../testing/raw-socket.ts'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { takeOver, talkOn } from '../../testing/talk.ts'
import { startTestBot, testBotSecret } from '../../testing/test-bot.ts'
import { pause, until } from '../../testing/until.ts'

let server: TestServer
let model: ModelServer
let ana: TestAgent
let channel: string

const base = (more: object = {}) => ({
  model: { baseUrl: model.url, name: 'small', apiKey: 'model-key' },
  prompt: 'You help the customers of a shop.',
  timeoutMs: 2_000,
  ...more,
})

async function connect(more: object = {}): Promise<string> {
  const body = { name: 'Nova', kind: 'ai', settings: base(more) } as const
  const { id } = await server.api.call('POST /bots', { body })
  return server.makeChannel({ botId: id, settings: { turnAttempts: 2, turnRetryMs: 100 } })
}

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  model = await startModelServer()
  ana = await server.makeAgent('Ana')
  channel = await connect({ handoffPrompts: ['the customer wants their money back'] })
})
beforeEach(() =>
  model.teach((_call, speech) => {
    speech.text('Hello.')
    speech.end()
  }),
)
afterAll(async () => {
  await model?.close()
  await server?.stop()
})

const talk = (text = 'Hi', on = channel) => talkOn(server, on, text)
const take = (id: string) => takeOver(ana, id)
const lastCall = () => model.calls.at(-1) ?? { messages: [], key: null, model: '', tools: [] }
const systemOf = () => lastCall().messages[0]?.content ?? ''

describe('answering', () => {
  test('the model gets prompt, hand-off prompts, the conversation and its key; the answer is plain text', async () => {
    model.teach((_call, speech) => {
      for (const piece of ['**Hel', 'lo**', ' <b>you</b>', ', see [us](https://shop.example).'])
        speech.text(piece)
      speech.end()
    })
    const { has, said } = await talk('Where is my order?')
    await has('TurnEnded')
    expect(await said()).toEqual(['Hello you, see us (https://shop.example).'])
    expect(lastCall()).toMatchObject({ key: 'model-key', model: 'small', max_tokens: 800 })
    expect(systemOf()).toContain('You help the customers of a shop.')
    expect(systemOf()).toContain('the customer wants their money back')
    expect(lastCall().messages.at(-1)).toEqual({ role: 'user', content: 'Where is my order?' })
    expect(lastCall().tools.map(tool => tool.function.name)).toEqual(['ask_for_person'])
  })

  test('it streams: a visitor sees the text grow', async () => {
    model.teach(async (_call, speech) => {
      for (const word of ['One ', 'two ', 'three ', 'four.']) {
        speech.text(word)
        await speech.pause(60)
      }
      speech.end()
    })
    const visitor = await server.visitor(channel)
    const socket = await openRawSocket(server.url, visitor.token)
    socket.send({ type: 'follow', after: 0 })
    await visitor.say('Count')
    await until('the answer', () => JSON.stringify(socket.messages).includes('One two three four.'))
    const drafts = socket.messages.flatMap(message => (message.type === 'draft' ? [message] : []))
    expect(drafts.length).toBeGreaterThan(1)
    expect('One two three four.'.startsWith(drafts.map(({ text }) => text).join(''))).toBe(true)
    socket.close()
  })

  test('[RQ2] it hands off by its tool, with what it knows; words alone are none', async () => {
    model.teach((_call, speech) => {
      speech.text('I will get somebody.')
      speech.tool('ask_for_person', { reason: 'refund', summary: 'Wants 40 € back', priority: 'high' })
      speech.end()
    })
    const { id, has, said } = await talk('I want my money back')
    await has('HumanRequested')
    expect(await said()).toEqual(['I will get somebody.'])
    const { request } = await server.api.call('GET /conversations/{id}', { params: { id } })
    expect(request).toMatchObject({
      priority: 'high',
      summary: 'Wants 40 € back',
      reasons: [{ text: 'refund' }],
    })
  })

  test('[BT4] a promise without the tool is flagged', async () => {
    model.teach((_call, speech) => {
      speech.text("I'll transfer you to one of our agents.")
      speech.end()
    })
    const { has } = await talk('Help')
    await has('TransferPromised')
  })

  test('while a person is wanted it goes on helping, and cannot ask again', async () => {
    const { visitor, has } = await talk()
    await has('TurnEnded')
    await visitor.api.call('POST /web/request')
    await visitor.say('And meanwhile?')
    await has('TurnEnded', 2)
    expect(systemOf()).toContain('has not come yet')
    expect(lastCall().tools).toEqual([])
  })
})

describe('failing', () => {
  test.each([
    [401, 'refused the key'],
    [404, 'does not know this model'],
    [429, 'over its limit'],
    [500, 'answered 500'],
  ])(
    '[BT3] %i is tried again, then a person is asked for, with a word for the builder',
    async (status, problem) => {
      model.teach((_call, speech) => speech.status(status))
      const { has, log } = await talk()
      await has('HumanRequested')
      const failed = (await log()).find(({ type }) => type === 'TurnFailed')
      expect(String(failed?.data.problem)).toContain(problem)
      expect(JSON.stringify(failed)).not.toContain('model-key')
    },
  )

  test('an empty answer is asked for once more, and a second one is a failure', async () => {
    let empty = 1
    model.teach((_call, speech) => {
      if (empty-- <= 0) speech.text('Here.')
      speech.end()
    })
    const once = await talk()
    await once.has('TurnEnded')
    expect(await once.said()).toEqual(['Here.'])
    model.teach((_call, speech) => speech.end())
    const never = await talk()
    await never.has('HumanRequested')
    expect(JSON.stringify(await never.log())).toContain('answered with nothing, twice')
  })

  test('a model that never ends is given up in time, and its call is cut', async () => {
    const on = await connect({ timeoutMs: 1_000 })
    let cut = 0
    model.teach(async (_call, speech) => {
      speech.text('Well ')
      void speech.gone.then(() => {
        cut += 1
      })
    })
    const { has, log } = await talk('Hi', on)
    await has('HumanRequested')
    expect(JSON.stringify(await log())).toContain('was not done within 1000 ms')
    await until('both calls cut', () => cut === 2)
  })

  test('a private address is refused unless the operator allows it', async () => {
    await expect(connect({ model: { baseUrl: 'http://10.0.0.1/v1', name: 'm' } })).rejects.toMatchObject({
      code: 'refused_address',
      message: expect.stringContaining('BATON_ALLOW_PRIVATE'),
    })
  })

  test.each([
    ['turns', { turns: 1 }, 'times in a row'],
    ['tokens', { tokens: 1_000 }, 'tokens'],
    ['cost', { cost: 0.001, inputPricePerMillion: 10 }, 'cost'],
  ])('the limit of %s ends in a hand-off with an honest word', async (_what, limits, reason) => {
    const on = await connect({ limits, fallbackText: 'Let me get somebody.' })
    model.teach((_call, speech) => {
      speech.text('Sure.')
      speech.end({ input: 1_000, output: 10 })
    })
    const { visitor, has, said, log } = await talk('Hi', on)
    await has('TurnEnded')
    await visitor.say('And?')
    await has('HumanRequested')
    expect(await said()).toEqual(['Sure.', 'Let me get somebody.'])
    // Once: while the person is waited for, it is not said again.
    await visitor.say('Hello?')
    await has('TurnEnded', 3)
    expect(await said()).toEqual(['Sure.', 'Let me get somebody.'])
    const asked = (await log()).find(({ type }) => type === 'HumanRequested')
    expect(JSON.stringify(asked)).toContain(reason)
  })
})

test('a model that does not say what it used is counted by its characters', async () => {
  const on = await connect({ limits: { tokens: 1_000 }, prompt: 'You help. '.repeat(400) })
  model.teach((_call, speech) => {
    speech.text('Sure.')
    speech.end(null)
  })
  const { visitor, has } = await talk('Hi', on)
  await has('TurnEnded')
  await visitor.say('And?')
  await has('HumanRequested')
})

describe('yielding', () => {
  test('[TK2] [BT2] a takeover cuts the model’s call; no further text reaches the visitor', async () => {
    // Long enough that only the takeover can cut it.
    const on = await connect({ timeoutMs: 120_000 })
    let cut = false
    model.teach(async (_call, speech) => {
      void speech.gone.then(() => {
        cut = true
      })
      while (!cut) {
        speech.text('word ')
        await speech.pause(10)
      }
    })
    const visitor = await server.visitor(on)
    const socket = await openRawSocket(server.url, visitor.token)
    socket.send({ type: 'follow', after: 0 })
    await visitor.say('Tell me a story')
    const shown = () => socket.messages.flatMap(message => (message.type === 'draft' ? [message.text] : []))
    await until('some words', () => shown().join('').length > 20)
    await take(visitor.conversationId)
    await until('the call is cut', () => cut)
    const before = shown().length
    await pause(150)
    expect(shown().length).toBe(before)
    const log = await server.events(visitor.conversationId)
    const left = log.find(({ type }) => type === 'MessageInterrupted')
    expect(left?.data.text).toBe(shown().join(''))
    expect(log.some(({ type, actor }) => type === 'MessageSent' && actor.kind === 'bot')).toBe(false)
    socket.close()
  })
})

describe('people in between', () => {
  test('[HB2] what they settled is told as settled, with authors, and the old hand-off is over', async () => {
    model.teach((_call, speech) => {
      speech.tool('ask_for_person', { reason: 'refund' })
      speech.end()
    })
    const { id, visitor, has, said } = await talk('I want my money back')
    await has('HumanRequested')
    await take(id)
    const params = { id }
    await ana.api.call('POST /conversations/{id}/messages', {
      params,
      body: { text: 'You get 40 € by Friday.' },
    })
    await visitor.say('Great')
    const done = { topic: 'Other', outcome: 'Resolved', guidance: 'Offer a voucher next time' }
    await ana.api.call('POST /conversations/{id}/resolve', { params, body: done })
    // Else the next message supersedes the turn that the hand-back opened, and two end in all.
    await has('TurnEnded', 2)
    const calls = model.calls.length
    model.teach((_call, speech) => {
      speech.text('As Ana said, by Friday.')
      speech.end()
    })
    await visitor.say('When exactly?')
    await has('TurnEnded', 3)
    expect(model.calls.length).toBe(calls + 1)
    const told = lastCall()
      .messages.slice(1)
      .map(({ role, content }) => `${role}: ${content}`)
    expect(told).toEqual([
      'user: I want my money back',
      'assistant: Let me get a person for you.',
      expect.stringMatching(/^user: /),
    ])
    expect(told[2]?.slice('user: '.length).split('\n\n')).toEqual([
      '[A person of the team was asked for.]',
      '[Ana of the team has taken over.]',
      '[Ana, a person of the team, wrote to the customer:]\n> You get 40 € by Friday.',
      '[The customer wrote:]\nGreat',
      expect.stringContaining('The wish for a person is answered'),
      '[The customer wrote:]\nWhen exactly?',
    ])
    expect(told[2]).toContain('what the team tells you: Offer a voucher next time')
    expect(systemOf()).toContain('What a person promised is promised')
    expect(systemOf()).toContain('Offer a voucher next time')
    expect(await said()).toEqual(['Let me get a person for you.', 'As Ana said, by Friday.'])
  })

  test('[BT5] it asks the team and goes on with the answer', async () => {
    const on = await connect({ mayAskTeam: true })
    model.teach((call, speech) => {
      if (call.messages[0]?.content.includes('The team answers')) speech.text('Yes, you may.')
      else {
        speech.text('Let me check.')
        speech.tool('ask_team', { question: 'May they return it after 40 days?' })
      }
      speech.end()
    })
    const { id, has, said } = await talk('Can I return it?', on)
    await has('QuestionAsked')
    const { question } = await server.api.call('GET /conversations/{id}', { params: { id } })
    const body = { questionId: question?.id ?? '', text: 'Yes' }
    await ana.api.call('POST /conversations/{id}/answer', { params: { id }, body })
    await has('TurnEnded', 2)
    expect(await said()).toEqual(['Let me check.', 'Yes, you may.'])
  })

  test('[BT6] guidance is in the next answer’s prompt, once', async () => {
    const { id, visitor, has } = await talk()
    await has('TurnEnded')
    await ana.api.call('POST /conversations/{id}/guidance', {
      params: { id },
      body: { text: 'Mention the sale' },
    })
    await visitor.say('What is new?')
    await has('TurnEnded', 2)
    expect(systemOf()).toContain('Mention the sale')
    await visitor.say('And else?')
    await has('TurnEnded', 3)
    expect(systemOf()).not.toContain('Mention the sale')
  })
})

describe('tools', () => {
  test('a side effect asks for leave first and is signed; its answer goes back to the model', async () => {
    const tool = await startTestBot()
    const tools = [
      {
        name: 'refund',
        description: 'Refunds an order',
        parameters: { properties: { order: { type: 'string' } }, required: ['order'] },
        url: tool.url,
        secret: testBotSecret,
        sideEffect: true,
      },
    ]
    const on = await connect({ tools })
    model.teach((call, speech) => {
      if (call.messages.some(({ role }) => role === 'tool')) speech.text('Refunded.')
      else speech.tool('refund', { order: '48213' })
      speech.end()
    })
    const { has, said, log } = await talk('Refund 48213', on)
    await has('TurnEnded')
    expect(await said()).toEqual(['Refunded.'])
    expect((await log()).map(({ type }) => type)).toEqual([
      'MessageReceived',
      'PermitGranted',
      'MessageSent',
      'TurnEnded',
    ])
    expect(tool.unsigned).toBe(0)
    expect(tool.news).toMatchObject([{ tool: 'refund', input: { order: '48213' } }])
    await tool.close()
  })

  test('[TK3] after a takeover no tool is called', async () => {
    const tool = await startTestBot()
    const tools = [
      { name: 'refund', description: 'Refunds', parameters: {}, url: tool.url, sideEffect: true },
    ]
    const on = await connect({ tools })
    let ready = false
    let go: () => void = () => undefined
    const clicked = new Promise<void>(resolve => {
      go = resolve
    })
    model.teach(async (_call, speech) => {
      speech.text('Let me see. ')
      ready = true
      await clicked
      speech.tool('refund', {})
      speech.end()
    })
    const { id, log } = await talk('Refund me', on)
    await until('the model works', () => ready)
    await take(id)
    go()
    await pause(200)
    expect(tool.news).toEqual([])
    expect((await log()).some(({ type }) => type === 'PermitGranted')).toBe(false)
    await tool.close()
  })
})
