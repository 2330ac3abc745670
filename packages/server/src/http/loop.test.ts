import { ApiError } from '@baton/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'

const flow = {
  name: 'Echo',
  start: 'ask',
  triggers: [{ phrases: ['human'], go: 'person' }],
  blocks: {
    ask: {
      kind: 'question',
      text: 'What is your order number?',
      variable: 'order',
      check: { kind: 'number' },
      retryText: 'A number, please.',
      next: 'thanks',
    },
    thanks: { kind: 'message', text: 'Thank you, {{order}}.', next: 'over' },
    over: { kind: 'end' },
    person: { kind: 'handoff', reason: 'asked', text: 'One moment.' },
    bye: { kind: 'message', text: 'Goodbye from the team.', closing: true, label: 'Say goodbye' },
  },
}

let server: TestServer
let ana: TestAgent
let ben: TestAgent
let channelId: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.makeAgent('Ana')
  ben = await server.makeAgent('Ben')
  channelId = await server.makeChannel({ botId: await server.makeBot(flow) })
})
afterAll(() => server.stop())

async function until<Value>(what: () => Promise<Value | null | undefined | false>): Promise<Value> {
  for (;;) {
    const value = await what()
    if (value) return value
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

async function typesOf(conversationId: string): Promise<string[]> {
  return (await server.events(conversationId)).map(event => event.type)
}

/** Waits for the bot's `n`th message. */
function botSaid(conversationId: string, n: number): Promise<string> {
  return until(async () => {
    const said = (await server.events(conversationId)).filter(event => event.data.from === 'bot')
    const [text] = said.slice(n - 1, n).map(event => event.data.text)
    return typeof text === 'string' ? text : null
  })
}

async function refusal(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error('this was not refused', { cause: error })
  return error
}

describe('the loop over HTTP', () => {
  test('[RQ2] [TK1] [TK4] [HB1] [HB3] a customer asks, exactly one agent has it, and the bot asks its question again', async () => {
    const visitor = await server.visitor(channelId)
    const id = visitor.conversationId
    const params = { id }
    await visitor.say('hello')
    expect(await botSaid(id, 1)).toContain('order number')
    const answers = await Promise.allSettled(
      [ana, ben].map(agent => agent.api.call('POST /conversations/{id}/intervene', { params, body: {} })),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual(['fulfilled', 'rejected'])
    const anaWon = answers[0]?.status === 'fulfilled'
    const [winner, loser] = anaWon ? [ana, ben] : [ben, ana]
    const lost = await refusal(loser.api.call('POST /conversations/{id}/intervene', { params, body: {} }))
    expect(lost).toMatchObject({ status: 409, code: 'already_held', problem: { owner: { id: winner.id } } })
    // The winner's second click changes nothing.
    const again = await winner.api.call('POST /conversations/{id}/intervene', { params, body: {} })
    expect(again).toMatchObject({ epoch: 1, owner: { id: winner.id }, inFlight: [] })

    await winner.api.call('POST /conversations/{id}/messages', {
      params,
      body: { clientId: 'a', text: 'Hello, I am a person.' },
    })
    await visitor.say('4711')
    const incomplete = await refusal(
      winner.api.call('POST /conversations/{id}/resolve', { params, body: {} }),
    )
    expect(incomplete).toMatchObject({
      status: 422,
      code: 'completion_incomplete',
      problem: { fields: ['topic', 'outcome'] },
    })
    const { items } = await winner.api.call('GET /conversations/{id}/closing-blocks', { params })
    expect(items).toContainEqual({ block: 'bye', label: 'Say goodbye', preview: 'Goodbye from the team.' })
    const body = { topic: 'Other', outcome: 'Resolved', closingBlock: 'bye', tags: ['vip'] }
    expect(await winner.api.call('POST /conversations/{id}/resolve', { params, body })).toMatchObject({
      epoch: 2,
      state: 'active',
    })
    // [HB2] What was said to the person is no answer to the bot; its open question is asked again, once.
    expect(await botSaid(id, 2)).toContain('order number')
    await visitor.say('4711')
    expect(await botSaid(id, 3)).toBe('Thank you, 4711.')
    const log = await server.events(id)
    expect(log.filter(event => event.data.text === 'Goodbye from the team.')).toHaveLength(1)
    expect(log.map(event => event.seq)).toEqual(log.map((_, n) => n + 1))
    expect((await ana.api.call('GET /conversations/{id}', { params })).tags).toEqual(['vip'])
  })

  test('[DL3] the same clientId is stored once, and another text under it is refused', async () => {
    const visitor = await server.visitor(channelId)
    const first = await visitor.say('hello', 'same')
    expect(await visitor.say('hello', 'same')).toEqual(first)
    expect(await refusal(visitor.say('other', 'same'))).toMatchObject({
      status: 422,
      code: 'client_id_reused',
    })
  })

  test('[OW6] a reply on a stale view is held back whole, and shows what arrived', async () => {
    const visitor = await server.visitor(channelId)
    const params = { id: visitor.conversationId }
    await visitor.say('hello')
    await botSaid(visitor.conversationId, 1)
    const { seq } = await ana.api.call('GET /conversations/{id}', { params })
    const { seq: late } = await visitor.say('wait, one more thing')
    const send = (seenSeq: number) =>
      ana.api.call('POST /conversations/{id}/messages', { params, body: { text: 'Sure', seenSeq } })
    const stale = await refusal(send(seq))
    expect(stale).toMatchObject({ status: 409, code: 'stale_view', problem: { missed: [late] } })
    expect(JSON.stringify(stale.problem?.items)).toContain('wait, one more thing')
    // The takeover that it would have been is held back, too.
    expect((await ana.api.call('GET /conversations/{id}', { params })).state).toBe('active')
    await send(late)
    expect(await typesOf(visitor.conversationId)).toContain('TakenOver')
  })

  test('[OW2] [OW3] [OW4] it is passed on, returned keeping its waiting time, and cancelled', async () => {
    const visitor = await server.visitor(channelId)
    const params = { id: visitor.conversationId }
    await visitor.say('human')
    const waiting = await until(async () => {
      const row = await ana.api.call('GET /conversations/{id}', { params })
      return row.state === 'requesting' ? row : null
    })
    await ana.api.call('POST /conversations/{id}/intervene', { params, body: {} })
    const passed = await ana.api.call('POST /conversations/{id}/assign', {
      params,
      body: { agentId: ben.id },
    })
    expect(passed.owner).toEqual({ id: ben.id, name: 'Ben' })
    expect(
      await refusal(ana.api.call('POST /conversations/{id}/return', { params, body: {} })),
    ).toMatchObject({ code: 'not_owner' })
    await ben.api.call('POST /conversations/{id}/return', { params, body: {} })
    const returned = await ben.api.call('GET /conversations/{id}', { params })
    expect(returned.request?.since).toBe(waiting.request?.since)
    await ben.api.call('POST /conversations/{id}/intervene', { params, body: {} })
    const cancelled = await ben.api.call('POST /conversations/{id}/cancel', { params, body: {} })
    expect(cancelled).toMatchObject({ state: 'active', owner: null })
  })

  test('a page of the list goes on where the last one ended, in every order', async () => {
    const channel = await server.makeChannel({ settings: { withoutBot: 'requests' } })
    const begun = await Promise.all(Array.from({ length: 7 }, () => server.visitor(channel)))
    for (const visitor of begun) await visitor.say('hello')
    for (const state of ['requesting', undefined] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const query = { limit: 3, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }
        const page = await ana.api.call('GET /conversations', { query })
        seen.push(...page.items.map(item => item.id))
        cursor = page.next ?? undefined
      } while (cursor)
      expect(new Set(seen).size).toBe(seen.length)
      expect(begun.every(visitor => seen.includes(visitor.conversationId))).toBe(true)
    }
  })
})
