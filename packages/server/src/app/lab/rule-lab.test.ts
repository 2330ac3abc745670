import { randomUUID } from 'node:crypto'
import type { AnswerOf, BodyOf } from '@baton/client'
import { isApiError } from '@baton/client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { until } from '../../testing/until.ts'

type Asked = BodyOf<'POST /rules/lab'>
type Run = AnswerOf<'GET /rules/lab/{id}'>

let server: TestServer
let channel: string

beforeAll(async () => {
  server = await startTestServer()
  channel = await server.makeChannel()
})
afterAll(async () => {
  await server.stop()
})

const request = { do: 'request', priority: 'high', teamId: null }
const ruleOn = (when: object, actions: object[] = [request]) => ({
  name: 'Tried',
  on: false,
  stop: false,
  when,
  actions,
})
const says = (...anyOf: string[]) => ({ kind: 'words', anyOf, by: 'contact' })
const version = (when: object, id = 'a'): Asked['versions'][number] => [
  { id, rule: JSON.parse(JSON.stringify(ruleOn(when))) },
]
const stored = (more: object = {}): Asked['over'] => ({
  over: 'stored',
  from: new Date(Date.now() - 24 * 60 * 60_000).toISOString(),
  to: new Date(Date.now() + 60_000).toISOString(),
  ...more,
})
const read = (id: string) => server.api.call('GET /rules/lab/{id}', { params: { id } })

async function run(
  versions: Asked['versions'],
  over: Asked['over'] = stored({ channelId: channel }),
): Promise<Run> {
  const { id } = await server.api.call('POST /rules/lab', { body: { versions, over } })
  return until('the run is over', async () => {
    const job = await read(id)
    return job.state === 'running' ? undefined : job
  })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    fault => (isApiError(fault) ? fault.code : String(fault)),
  )
}

async function talk(...texts: string[]) {
  const customer = await server.visitor(channel)
  for (const text of texts) await customer.say(text)
  return customer
}

/** Runs one after the other; what stands here is there before them. */
describe('over stored conversations', () => {
  let early: Awaited<ReturnType<typeof talk>>
  let silent: Awaited<ReturnType<typeof talk>>

  beforeAll(async () => {
    early = await talk('Hello', 'My refund is late', 'Still nothing', 'Well?')
    await server.api.call('POST /conversations/{id}/intervene', {
      params: { id: early.conversationId },
      body: {},
    })
    await talk('A refund, please')
    silent = await talk('This is broken')
    await silent.api.call('POST /web/request', { body: { reason: 'help' } })
    await talk('Good morning')
  })

  test('it says where rules would have fired, who was missed, how early, and how much more there is a day', async () => {
    const job = await run([version(says('refund'))])
    expect(job).toMatchObject({ state: 'done', done: 4, of: 4, problem: null })
    const [side] = job.sides
    expect(side).toMatchObject({
      conversations: 4,
      messages: 7,
      hitCount: 2,
      confirmedCount: 1,
      missCount: 1,
    })
    const hit = side?.hits.find(each => each.conversationId === early.conversationId)
    expect(hit).toMatchObject({
      ruleId: 'a',
      text: 'My refund is late',
      confirmed: true,
      early: { messages: 2 },
    })
    expect(hit?.because[0]).toMatchObject({ path: 'when', detail: 'refund', words: [{ from: 3, to: 9 }] })
    const log = await server.events(early.conversationId)
    expect(log.find(({ seq }) => seq === hit?.seq)?.data).toMatchObject({ text: 'My refund is late' })
    expect(side?.misses).toMatchObject([{ conversationId: silent.conversationId, text: 'This is broken' }])
    expect(side?.extraPerDay).toBeCloseTo(1, 1)
    expect(side?.byRule).toEqual([{ ruleId: 'a', hitCount: 2, confirmedCount: 1 }])
  })

  test('two versions are compared; a rule with nothing to say is silent', async () => {
    const job = await run([version(says('refund')), version(says('broken', 'refund'), 'b')])
    expect(job.sides.map(({ hitCount, missCount }) => ({ hitCount, missCount }))).toEqual([
      { hitCount: 2, missCount: 1 },
      { hitCount: 3, missCount: 0 },
    ])
  })

  test('of a set, a rule that stops keeps the later ones silent', async () => {
    const [first, second] = [version(says('refund'))[0], version(says('refund'), 'b')[0]]
    if (!first || !second) throw new Error('no rules')
    const job = await run([[{ ...first, rule: { ...first.rule, stop: true } }, second]])
    expect(job.sides[0]?.byRule.map(({ ruleId }) => ruleId)).toEqual(['a'])
  })

  test('a rule that waits is asked when its time was over, between what was said', async () => {
    const db = new pg.Client(server.databaseUrl)
    await db.connect()
    const customer = await talk('Is anybody there?', 'Hello?')
    await db.query(
      `update events set at = at - interval '10 minutes' where conversation_id = $1 and seq = 1`,
      [customer.conversationId],
    )
    await db.end()
    const waits = { kind: 'waiting', for: 'answer', longerThanMs: 300_000 }
    const job = await run([version(waits)])
    const hit = job.sides[0]?.hits.find(each => each.conversationId === customer.conversationId)
    expect(hit).toMatchObject({ seq: 1, because: [{ detail: '300000' }] })
  })

  test('nothing of it reaches a conversation, and a sample is at most what was asked for', async () => {
    const before = await server.events(early.conversationId)
    const job = await run([version(says('refund', 'broken'))], stored({ channelId: channel, sample: 2 }))
    expect(job).toMatchObject({ of: 2, sides: [{ conversations: 2 }] })
    expect(await server.events(early.conversationId)).toEqual(before)
  })
})

const dialogue = (id: string, ...turns: [role: string, text: string][]) =>
  JSON.stringify({ id, turns: turns.map(([role, text]) => ({ role, text })) })

describe('over a file of dialogues', () => {
  test('the first agent after a bot is the person who was needed', async () => {
    const text = [
      dialogue(
        'd1',
        ['customer', 'Hi'],
        ['bot', 'Hello'],
        ['customer', 'I want a refund'],
        ['agent', 'Ana here'],
      ),
      '',
      dialogue('d2', ['customer', 'Hi'], ['bot', 'Hello'], ['agent', 'Ana here'], ['customer', 'refund']),
      dialogue('d3', ['customer', 'a refund'], ['agent', 'Hello']),
    ].join('\n')
    const { sides } = await run([version(says('refund'))], { over: 'file', text })
    expect(sides).toMatchObject([
      { conversations: 3, hitCount: 2, confirmedCount: 1, missCount: 1, extraPerDay: null },
    ])
    expect(sides[0]?.hits.map(({ dialogue: id, confirmed }) => ({ id, confirmed }))).toEqual([
      { id: 'd1', confirmed: true },
      { id: 'd3', confirmed: false },
    ])
    expect(sides[0]?.misses.map(each => each.dialogue)).toEqual(['d2'])
  })

  test('a large file is taken, and a line that cannot be used is named', async () => {
    const line = dialogue('long', ['customer', 'x'.repeat(4_000)])
    const text = Array.from({ length: 500 }, () => line).join('\n')
    const { sides } = await run([version(says('refund'))], { over: 'file', text })
    expect(sides).toMatchObject([{ conversations: 500, hitCount: 0 }])
    const body = {
      versions: [version(says('refund'))],
      over: { over: 'file' as const, text: `${line}\nnonsense` },
    }
    const fault = await server.api.call('POST /rules/lab', { body }).catch(caught => caught)
    expect(fault).toMatchObject({ status: 422, code: 'faulty_file', problem: { line: 2 } })
  })
})

describe('a run', () => {
  const long = (): Asked => ({
    versions: [version(says('refund'))],
    over: {
      over: 'file',
      text: Array.from({ length: 30_000 }, (_, at) =>
        dialogue(String(at), ['customer', 'a long refund']),
      ).join('\n'),
    },
  })

  test('goes one at a time, can be cancelled, and leaves nothing then', async () => {
    const { id } = await server.api.call('POST /rules/lab', { body: long() })
    expect(await codeOf(server.api.call('POST /rules/lab', { body: long() }))).toBe('lab_busy')
    await server.api.call('POST /rules/lab/{id}/cancel', { params: { id } })
    expect(await read(id)).toMatchObject({ state: 'cancelled', sides: [] })
    expect(await codeOf(server.api.call('POST /rules/lab/{id}/cancel', { params: { id } }))).toBe('not_found')
    expect((await run([version(says('refund'))])).state).toBe('done')
  })

  test('ends with its server, and says so', async () => {
    const other = await startTestServer({ databaseUrl: server.databaseUrl })
    const { id } = await other.api.call('POST /rules/lab', { body: long() })
    await other.stop()
    expect(await read(id)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('Run it again'),
    })
  })

  test('of a server that was killed is over as soon as it is missed', async () => {
    const db = new pg.Client(server.databaseUrl)
    await db.connect()
    const id = randomUUID()
    await db.query(
      `insert into rule_lab_runs (workspace_id, id, state, beat_at)
       select id, $1, 'running', clock_timestamp() - interval '1 minute' from workspaces limit 1`,
      [id],
    )
    await db.end()
    expect((await run([version(says('refund'))])).state).toBe('done')
    expect(await read(id)).toMatchObject({ state: 'failed' })
  })

  test('is refused for a rule that cannot be used, a channel that is not there, and for agents', async () => {
    const pattern = { kind: 'pattern', pattern: '(a+)+\\1', by: 'contact' }
    expect(await codeOf(run([version(pattern)]))).toBe('faulty_rule')
    expect(await codeOf(run([version(says('x'))], stored({ channelId: randomUUID() })))).toBe('not_found')
    const { api } = await server.makeAgent('Ben')
    const body = { versions: [version(says('x'))], over: stored() }
    expect(await codeOf(api.call('POST /rules/lab', { body }))).toBe('not_allowed')
    expect(await codeOf(read(randomUUID()))).toBe('not_found')
  })
})
