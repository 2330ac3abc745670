// Finding on a real Postgres: filters, words, views, and that a message stays cheap.
import { randomUUID } from 'node:crypto'
import type { AnswerOf, QueryOf } from '@baton/client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { resolveAs, takeOver } from '../testing/talk.ts'

let server: TestServer
let ana: TestAgent
let ben: TestAgent
let channel: string
let team: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.makeAgent('Ana')
  ben = await server.makeAgent('Ben', 'lead')
  channel = await server.makeChannel()
  team = (await server.api.call('POST /teams', { body: { name: 'Returns', members: [ana.id] } })).id
})
afterAll(() => server?.stop())

/** A conversation in which the customer said this. */
async function talk(name: string, ...texts: readonly string[]): Promise<string> {
  const made = await server.api.call('POST /web/{channelId}/visitors', {
    params: { channelId: channel },
    body: { name },
  })
  const visitor = server.apiAs(made.token)
  for (const text of texts)
    await visitor.call('POST /web/messages', { body: { clientId: randomUUID(), text } })
  return made.conversationId
}

const listed = async (query: QueryOf<'GET /conversations'>, agent = ana) =>
  (await agent.api.call('GET /conversations', { query: { limit: 100, ...query } })).items.map(row => row.id)

async function hits(q: string): Promise<readonly string[]> {
  const { items } = await ana.api.call('GET /search', { query: { q, limit: 100 } })
  return items.map(({ conversation, hit }) => `${conversation.contact.name} ${hit.seq}`)
}

describe('filters', () => {
  let tagged: string
  let completed: string
  let waiting: string
  let queued: string
  let held: string

  beforeAll(async () => {
    tagged = await talk('Tagged', 'one')
    await ana.api.call('POST /conversations/{id}/tags', {
      params: { id: tagged },
      body: { add: ['vip', 'gift'] },
    })
    completed = await talk('Completed', 'two')
    const one = { outcomes: ['Resolved'], topicRequired: true, outcomeRequired: true }
    await server.api.call('PUT /completion', { body: { topics: ['Billing', 'Other'], ...one } })
    await takeOver(ana, completed)
    await resolveAs(ana, completed, { topic: 'Billing', tags: ['gift'] })
    waiting = await talk('Waiting', 'three')
    await ana.api.call('POST /conversations/{id}/request', {
      params: { id: waiting },
      body: { reason: 'help' },
    })
    queued = await talk('Queued', 'four')
    await ana.api.call('POST /conversations/{id}/request', {
      params: { id: queued },
      body: { reason: 'x', teamId: team },
    })
    held = await talk('Held', 'five')
    await takeOver(ana, held)
  })

  test('each narrows the list, and they do so together', async () => {
    expect(await listed({ tag: ['vip'] })).toEqual([tagged])
    expect(await listed({ tag: ['vip', 'gift'] })).toEqual([completed, tagged])
    expect(await listed({ topic: 'Billing' })).toEqual([completed])
    expect(await listed({ topic: 'Billing', tag: ['vip'] })).toEqual([])
    expect(await listed({ team })).toEqual([queued])
    expect(await listed({ state: 'requesting', team: 'none' })).toEqual([waiting])
    expect(await listed({ state: 'requesting' })).toEqual([waiting, queued])
    expect(await listed({ waitingMs: 0 })).toEqual([waiting, queued])
    expect(await listed({ waitingMs: 3_600_000 })).toEqual([])
    expect(await listed({ owner: 'me' })).toEqual([held])
    expect(await listed({ owner: 'none', channel })).not.toContain(held)
    expect(await listed({ channel })).toHaveLength(5)
    expect(await listed({ channel: randomUUID() })).toEqual([])
    expect(await listed({ priority: ['urgent'] })).toEqual([])
    expect(await listed({ movedBefore: '2020-01-01T00:00:00.000Z' })).toEqual([])
    expect(await listed({ movedAfter: '2020-01-01T00:00:00.000Z' })).toHaveLength(5)
    expect(await listed({ q: 'tagg' })).toEqual([tagged])
    expect(await listed({ q: '%' })).toEqual([])
  })

  test('pages go through all of it once, in either order', async () => {
    for (const query of [{ owner: 'none' as const }, { state: 'requesting' as const }]) {
      const whole = await listed(query)
      const paged: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: { items: { id: string }[]; next: string | null } = await ana.api.call(
          'GET /conversations',
          {
            query: { ...query, limit: 1, ...(cursor ? { cursor } : {}) },
          },
        )
        paged.push(...page.items.map(row => row.id))
        cursor = page.next
      }
      expect(paged).toEqual(whole)
    }
  })

  test('counts tell what waits and is held of each team', async () => {
    const counts = await ana.api.call('GET /conversations/counts')
    expect(counts).toMatchObject({ requesting: 2, intervened: 1, mine: 1 })
    expect(counts.teams).toEqual([{ teamId: team, requesting: 1, intervened: 0 }])
  })
})

describe('words', () => {
  test('are found in what customers, agents and notes say, whatever their case and accents', async () => {
    const id = await talk('Inés', '¿Dónde está mi pedido AB-9931?', 'Mi número es +52 (55) 1234-5678')
    await takeOver(ana, id)
    await ana.api.call('POST /conversations/{id}/messages', {
      params: { id },
      body: { text: 'Un reembolso quedó pendiente' },
    })
    await ana.api.call('POST /conversations/{id}/notes', {
      params: { id },
      body: { text: 'Cliente furioso' },
    })
    expect(await hits('donde pedido')).toEqual(['Inés 1'])
    expect(await hits('ab9931')).toEqual(['Inés 1'])
    expect(await hits('AB-9931')).toEqual(['Inés 1'])
    expect(await hits('5512345678')).toEqual(['Inés 2'])
    expect(await hits('reembol')).toHaveLength(1)
    expect(await hits('"quedó pendiente"')).toHaveLength(1)
    expect(await hits('"pendiente quedó"')).toEqual([])
    const { items } = await ana.api.call('GET /search', { query: { q: 'FURIOSO' } })
    expect(items[0]?.hit).toMatchObject({ kind: 'note', from: 'agent', name: 'Ana' })
    const { text, marks } = items[0]?.hit ?? { text: '', marks: [] }
    expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(['furioso'])
  })

  test('a word that is everywhere comes in pages, the latest first, each hit once', async () => {
    const texts = Array.from({ length: 9 }, (_, n) => `everywhere ${n}`)
    await Promise.all([1, 2, 3].map(n => talk(`Page ${n}`, ...texts)))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: AnswerOf<'GET /search'> = await ana.api.call('GET /search', {
        query: { q: 'everywhere', limit: 4, ...(cursor ? { cursor } : {}) },
      })
      seen.push(...page.items.map(({ hit, conversation }) => `${hit.at} ${conversation.id} ${hit.seq}`))
      cursor = page.next
    }
    expect(seen).toHaveLength(27)
    expect(seen.map(one => one.slice(0, 24))).toEqual(
      seen
        .map(one => one.slice(0, 24))
        .sort()
        .reverse(),
    )
    expect(new Set(seen).size).toBe(27)
  })

  test.each(['', '!!!', "' & | ! <-> :* (", '"', 'a:*b', '\\', "'; drop table events; --", 'x'.repeat(200)])(
    '%j finds nothing and harms nothing',
    async q => {
      expect((await ana.api.call('GET /search', { query: { q } })).next).toBeNull()
      expect(
        (await ana.api.call('GET /conversations', { query: { q, limit: 1 } })).items.length,
      ).toBeLessThanOrEqual(1)
    },
  )

  test('NUL and too long a text are refused with what to do, and a strange cursor as well', async () => {
    for (const q of ['a\u0000b', 'x'.repeat(201)])
      await expect(ana.api.call('GET /search', { query: { q } })).rejects.toMatchObject({ status: 400 })
    await expect(ana.api.call('GET /search', { query: { q: 'x', cursor: 'zzz' } })).rejects.toMatchObject({
      code: 'invalid_cursor',
    })
  })
})

describe('saved views', () => {
  const view = { name: 'Gifts', filter: { tag: ['gift'] } }

  test('are one’s own, or everybody’s by a lead', async () => {
    const { id } = await ana.api.call('POST /views', { body: view })
    await expect(ana.api.call('POST /views', { body: { ...view, shared: true } })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    const shared = await ben.api.call('POST /views', { body: { ...view, name: 'Late', shared: true } })
    const names = async (agent: TestAgent) =>
      (await agent.api.call('GET /views')).items.map(each => each.name)
    expect(await names(ana)).toEqual(['Gifts', 'Late'])
    expect(await names(ben)).toEqual(['Late'])
    const params = { id: shared.id }
    await expect(ana.api.call('DELETE /views/{id}', { params })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    await expect(
      ben.api.call('PUT /views/{id}', { params: { id }, body: { name: 'Mine' } }),
    ).rejects.toMatchObject({ status: 404 })
    await ben.api.call('PUT /views/{id}', { params, body: { name: 'Later', position: 0 } })
    expect(await names(ana)).toEqual(['Later', 'Gifts'])
    await ana.api.call('DELETE /views/{id}', { params: { id } })
    expect(await names(ana)).toEqual(['Later'])
  })

  test('one that names what is gone opens and says so', async () => {
    const filter = { team: randomUUID(), topic: 'Nothing of ours', tag: ['gift'] }
    const { gone } = await ana.api.call('POST /views', { body: { name: 'Old', filter } })
    expect(gone).toEqual(['team', 'topic'])
    expect(await listed(filter)).toEqual([])
  })

  test('what no list can be filtered by is refused by name', async () => {
    const wrong = { name: 'X', filter: { colour: 'red' } } as unknown as typeof view
    await expect(ana.api.call('POST /views', { body: wrong })).rejects.toMatchObject({ status: 400 })
  })
})

/** Values of every column of conversations that an index holds, but for the minute of the last move. */
async function indexedOf(id: string): Promise<unknown> {
  const database = new pg.Client({ connectionString: server.databaseUrl })
  await database.connect()
  try {
    const { rows: columns } = await database.query<{ name: string }>(
      `select distinct a.attname as name from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
       where i.indrelid = 'conversations'::regclass and a.attname <> 'moved_minute' order by name`,
    )
    expect(columns.map(({ name }) => name)).toContain('facets')
    const list = columns.map(({ name }) => name).join(', ')
    return (await database.query(`select ${list} from conversations where id = $1`, [id])).rows
  } finally {
    await database.end()
  }
}

test('a message changes no indexed column, so that its update stays within the page', async () => {
  const { token, conversationId: id } = await server.api.call('POST /web/{channelId}/visitors', {
    params: { channelId: channel },
  })
  const say = (text: string) =>
    server.apiAs(token).call('POST /web/messages', { body: { clientId: text, text } })
  await say('first')
  await takeOver(ana, id)
  const before = await indexedOf(id)
  await say('second')
  await ana.api.call('POST /conversations/{id}/messages', { params: { id }, body: { text: 'third' } })
  expect(await indexedOf(id)).toEqual(before)
})
