// What a bot over HTTP is told of people, and what it may ask of them.
import type { TurnRequested } from '@baton/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { resolveAs, takeOver, talkOn } from '../../testing/talk.ts'
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

describe('people in between', () => {
  test('[HB2] the next turn has the people’s part, and one event that it ended', async () => {
    const { id, visitor, has } = await talk('I want my money back')
    await has('TurnEnded')
    await take(id)
    await ana.api.call('POST /conversations/{id}/messages', {
      params: { id },
      body: { text: 'I have refunded you.' },
    })
    await visitor.say('Thank you!')
    await resolveAs(ana, id, {
      guidance: 'Do not mention the refund again',
      note: 'Refunded 40 €',
      botResume: 'silent',
    })
    await visitor.say('One more thing')
    await until('the turn after', () => turnOf(id).input.length === 1 && turnOf(id).input[0] !== 1)
    const { messages, control, guidance } = turnOf(id)
    expect(messages.map(({ role, author, text, event }) => event ?? `${author ?? role}: ${text}`)).toEqual([
      'contact: I want my money back',
      'person_took_over',
      'Ana: I have refunded you.',
      'contact: Thank you!',
      'person_left',
      'contact: One more thing',
    ])
    expect(control.returned).toMatchObject({
      by: 'Ana',
      topic: 'Other',
      outcome: 'Resolved',
      guidance: 'Do not mention the refund again',
      brief: 'Refunded 40 €',
    })
    expect(guidance).toEqual([{ text: 'Do not mention the refund again', about: null }])
    await has('TurnEnded', 2)
    await visitor.say('And another')
    await until('a third turn', () => bot.turns.filter(one => one.conversation.id === id).length === 3)
    expect(turnOf(id).guidance).toEqual([])
  })

  test('[BT5] the bot asks the team, keeps control, and goes on with the answer', async () => {
    bot.teach((turn, reply) =>
      turn.answer
        ? reply.json({ messages: [`The team says: ${turn.answer.text ?? 'nothing'}`] })
        : reply.json({ messages: ['Let me ask.'], ask: { question: 'Refund 40 €?', withinMs: 60_000 } }),
    )
    const { id, has, said } = await talk()
    await has('QuestionAsked')
    const row = await server.api.call('GET /conversations/{id}', { params: { id } })
    expect(row).toMatchObject({ state: 'active', question: { question: 'Refund 40 €?' } })
    const body = { questionId: row.question?.id ?? '', text: 'Yes' }
    await ana.api.call('POST /conversations/{id}/answer', { params: { id }, body })
    await has('TurnEnded', 2)
    expect(await said()).toEqual(['Let me ask.', 'The team says: Yes'])
    const again = ana.api.call('POST /conversations/{id}/answer', { params: { id }, body })
    await expect(again).rejects.toMatchObject({ status: 409, code: 'no_such_question' })
  })

  test('[BT5] nobody answers in time', async () => {
    bot.teach((turn, reply) =>
      turn.answer
        ? reply.json({ messages: [`The team says: ${turn.answer.text ?? 'nothing'}`] })
        : reply.json({ ask: { question: 'Refund 40 €?', withinMs: 1_000 } }),
    )
    const { has, said } = await talk()
    await has('QuestionExpired')
    await has('TurnEnded', 2)
    expect(await said()).toEqual(['The team says: nothing'])
  })

  test('[BT6] guidance reaches the bot with its next turn, once', async () => {
    const { id, visitor, has } = await talk()
    await has('TurnEnded')
    await ana.api.call('POST /conversations/{id}/guidance', {
      params: { id },
      body: { text: 'Offer a voucher' },
    })
    await visitor.say('Well?')
    await has('TurnEnded', 2)
    expect(turnOf(id).guidance).toEqual([{ text: 'Offer a voucher', about: null }])
  })
})
