// Contacts on a real Postgres: edits, ways, merging, isolation, and what a second server knows of it.
import { randomUUID } from 'node:crypto'
import type { Api, BodyOf, ConversationRow } from '@baton/client'
import { createLive, isApiError } from '@baton/client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestDatabase } from '../testing/postgres.ts'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { resolveAs, takeOver } from '../testing/talk.ts'
import { until } from '../testing/until.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: pg.Pool
let a: TestServer
let b: TestServer
let ana: TestAgent
let lea: TestAgent
let channelId: string

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ ...database.connection, max: 2 })
  a = await startTestServer({ databaseUrl: database.url })
  b = await startTestServer({ databaseUrl: database.url })
  ana = await a.makeAgent('Ana')
  lea = await a.makeAgent('Lea', 'lead')
  channelId = await a.makeChannel()
})
afterAll(async () => {
  await a?.stop()
  await b?.stop()
  await pool.end()
  await database.drop()
})

type Who = BodyOf<'POST /web/{channelId}/visitors'>

async function customer(who: Who = {}) {
  const { token, conversationId } = await a.api.call('POST /web/{channelId}/visitors', {
    params: { channelId },
    body: who,
  })
  const visitor = a.apiAs(token)
  const say = (text: string, on = a) =>
    on.apiAs(token).call('POST /web/messages', { body: { clientId: randomUUID(), text } })
  await say('Hello')
  const { contact } = await rowOf(ana.api, conversationId)
  return { id: contact.id, conversationId, visitor, say }
}

const rowOf = (api: Api, id: string) => api.call('GET /conversations/{id}', { params: { id } })
const profileOf = (id: string, api = ana.api) => api.call('GET /contacts/{id}', { params: { id } })
const edit = (id: string, body: BodyOf<'PUT /contacts/{id}'>, api = ana.api) =>
  api.call('PUT /contacts/{id}', { params: { id }, body })
const addWay = (id: string, body: BodyOf<'POST /contacts/{id}/ways'>) =>
  ana.api.call('POST /contacts/{id}/ways', { params: { id }, body })
const changeWay = (id: string, wayId: string, body: BodyOf<'PUT /contacts/{id}/ways/{wayId}'>) =>
  ana.api.call('PUT /contacts/{id}/ways/{wayId}', { params: { id, wayId }, body })

/** The problem of a call that has to fail. */
async function problemOf(call: Promise<unknown>) {
  try {
    await call
  } catch (fault) {
    if (isApiError(fault)) return fault
    throw fault
  }
  throw new Error('the call was accepted')
}

describe('a profile', () => {
  test('begins with what the visitor’s browser says; a zone that nobody knows keeps nobody out', async () => {
    const known = await customer({ name: 'Carla', language: 'pt-br', timeZone: 'Europe/Madrid' })
    expect(await profileOf(known.id)).toMatchObject({
      language: 'pt-BR',
      timeZone: 'Europe/Madrid',
      version: 1,
    })
    const odd = await customer({ language: 'no language at all', timeZone: 'Mars/Olympus' })
    expect(await profileOf(odd.id)).toMatchObject({ language: null, timeZone: null })
  })

  test('an edit shows in the conversation’s row; what is left out stays', async () => {
    const { id, conversationId } = await customer({ name: 'Carla', attributes: { plan: 'gold' } })
    const after = await edit(id, { version: 1, name: 'Carla Lopez', language: 'es' })
    expect(after).toMatchObject({
      version: 2,
      name: 'Carla Lopez',
      language: 'es',
      attributes: { plan: 'gold' },
    })
    const { contact } = await rowOf(ana.api, conversationId)
    expect(contact).toMatchObject({ name: 'Carla Lopez', version: 2 })
    expect(await edit(id, { version: 2, language: null, attributes: {} })).toMatchObject({
      name: 'Carla Lopez',
      language: null,
      attributes: {},
    })
  })

  test('an edit of an old version is refused with the present values, and changes nothing', async () => {
    const { id } = await customer({ name: 'Carla' })
    await edit(id, { version: 1, name: 'Carla Lopez' })
    const fault = await problemOf(edit(id, { version: 1, email: 'carla@example.com' }, lea.api))
    expect([fault.status, fault.code]).toEqual([409, 'contact_changed'])
    expect(fault.problem?.contact).toMatchObject({ name: 'Carla Lopez', email: null, version: 2 })
    expect((await profileOf(id)).email).toBeNull()
  })

  test('of two edits at once exactly one is kept', async () => {
    const { id } = await customer({ name: 'Carla' })
    const names = ['One', 'Two', 'Three', 'Four']
    const done = await Promise.allSettled(names.map(name => edit(id, { version: 1, name })))
    const kept = names.filter((_, n) => done[n]?.status === 'fulfilled')
    expect(kept).toHaveLength(1)
    expect(await profileOf(id)).toMatchObject({ name: kept[0], version: 2 })
  })

  test('bad values are named', async () => {
    const { id } = await customer()
    for (const body of [{ timeZone: 'Mars/Olympus' }, { language: 'english please' }, { email: 'nobody' }])
      expect((await problemOf(edit(id, { version: 1, ...body }))).status).toBe(400)
  })
})

describe('ways to reach', () => {
  test('added, verified by whom and when, preferred; another preferred one takes its place', async () => {
    const { id } = await customer()
    await addWay(id, { kind: 'phone', value: '+34 600 123 456', label: 'Mobile' })
    const { ways } = await addWay(id, { kind: 'email', value: 'Carla@Example.com' })
    expect(ways.map(({ value, label, verified }) => [value, label, verified])).toEqual([
      ['+34600123456', 'Mobile', null],
      ['carla@example.com', '', null],
    ])
    const [phone = '', mail = ''] = ways.map(way => way.id)
    await changeWay(id, phone, { verified: true, preferred: true })
    const after = await changeWay(id, mail, { preferred: true })
    expect(after.ways.map(way => [way.preferred, way.verified?.by.name ?? null])).toEqual([
      [false, 'Ana'],
      [true, null],
    ])
  })

  test('a new value is not verified; a removed way comes back with all that is known of it', async () => {
    const { id } = await customer()
    const [way] = (await addWay(id, { kind: 'whatsapp', value: '+34600123457' })).ways
    const wayId = way?.id ?? ''
    await changeWay(id, wayId, { verified: true, preferred: true })
    expect((await changeWay(id, wayId, { removed: true })).ways).toEqual([])
    expect((await changeWay(id, wayId, { removed: false })).ways).toMatchObject([
      { preferred: true, verified: { by: { name: 'Ana' } } },
    ])
    expect((await changeWay(id, wayId, { value: '+34600123458' })).ways).toMatchObject([
      { value: '+34600123458', verified: null },
    ])
  })

  test('what cannot be reached is refused with what to write', async () => {
    const { id } = await customer()
    const fault = await problemOf(addWay(id, { kind: 'phone', value: '600 123 456' }))
    expect([fault.status, fault.code]).toEqual([422, 'invalid_way'])
    const twice = await addWay(id, { kind: 'phone', value: '+34600123456' })
    expect((await addWay(id, { kind: 'phone', value: '0034600123456' })).ways).toHaveLength(1)
    const other = (await addWay(id, { kind: 'phone', value: '+34600123499' })).ways[1]
    const same = await problemOf(changeWay(id, other?.id ?? '', { value: twice.ways[0]?.value ?? '' }))
    expect(same.code).toBe('way_taken')
  })

  test('the same on two contacts is told on both', async () => {
    const [one, two] = [
      await customer({ name: 'One', email: 'same@example.com' }),
      await customer({ name: 'Two' }),
    ]
    const { sameAs } = await addWay(two.id, { kind: 'email', value: 'Same@example.com' })
    expect(sameAs).toEqual([{ id: one.id, name: 'One', value: 'same@example.com' }])
    expect((await profileOf(one.id)).sameAs).toMatchObject([{ id: two.id }])
  })
})

describe('merging', () => {
  test('conversations, ways and what was unknown move in one step; only leads do it', async () => {
    const keep = await customer({ name: 'Carla', attributes: { plan: 'gold' } })
    const gone = await customer({
      name: 'C. Lopez',
      email: 'c@example.com',
      attributes: { plan: 'free', city: 'Vigo' },
    })
    await addWay(gone.id, { kind: 'phone', value: '+34600555111' })
    const merge = (api: Api) =>
      api.call('POST /contacts/{id}/merge', { params: { id: keep.id }, body: { contactId: gone.id } })
    expect((await problemOf(merge(ana.api))).code).toBe('not_allowed')
    expect(await merge(lea.api)).toMatchObject({
      name: 'Carla',
      email: 'c@example.com',
      attributes: { plan: 'gold', city: 'Vigo' },
      ways: [{ value: '+34600555111' }],
      sameAs: [],
    })
    expect((await problemOf(profileOf(gone.id))).status).toBe(404)
    for (const { conversationId } of [keep, gone])
      expect((await rowOf(ana.api, conversationId)).contact).toMatchObject({ id: keep.id, name: 'Carla' })
    const log = await a.events(gone.conversationId)
    expect(log.map(event => event.type)).toEqual(['MessageReceived', 'NoteAdded'])
    // The visitor goes on with the token of the contact that is gone.
    await gone.say('Still here')
    expect((await rowOf(ana.api, gone.conversationId)).contact.id).toBe(keep.id)
  })
})

describe('two servers', () => {
  test('a server does not write an old name back from its cache, and its lists learn the new one', async () => {
    const { id, conversationId, say } = await customer({ name: 'Carla' })
    const live = createLive({ url: b.url, token: () => ana.key, WebSocket })
    const told: ConversationRow[] = []
    const hear = (rows: readonly ConversationRow[]) =>
      told.push(...rows.filter(row => row.id === conversationId))
    live.followList({ onList: ({ rows }) => void hear(rows), onRows: rows => void hear(rows) })
    await until('the list is there', () => told.length > 0)
    await say('held in the cache of the second', b)
    await edit(id, { version: 1, name: 'Carla Lopez' })
    await until('the list is told', () => told.some(row => row.contact.name === 'Carla Lopez'))
    const { seq } = await say('again by the second', b)
    await until('the message is in the list', () => told.some(row => row.seq === seq))
    live.close()
    expect(told.at(-1)).toMatchObject({ seq, contact: { name: 'Carla Lopez', version: 2 } })
  })
})

describe('history', () => {
  test('conversations of a contact, begun last first, page by page, with their episodes', async () => {
    const keep = await customer({ name: 'Carla' })
    const earlier = await customer({ name: 'Carla too' })
    await takeOver(ana, earlier.conversationId)
    await resolveAs(ana, earlier.conversationId)
    await lea.api.call('POST /contacts/{id}/merge', {
      params: { id: keep.id },
      body: { contactId: earlier.id },
    })
    const page = (cursor?: string) =>
      ana.api.call('GET /contacts/{id}/conversations', {
        params: { id: keep.id },
        query: { limit: 1, ...(cursor ? { cursor } : {}) },
      })
    const first = await page()
    expect(first.items).toMatchObject([
      {
        conversation: { id: earlier.conversationId },
        episodes: [{ owners: ['Ana'], topic: 'Other', outcome: 'Resolved', end: 'resolved' }],
      },
    ])
    const second = await page(first.next ?? '')
    expect(second).toMatchObject({
      items: [{ conversation: { id: keep.conversationId }, episodes: [] }],
      next: null,
    })
  })
})

describe('statuses and priority', () => {
  test('an agent sets one of the list; one that was deleted meanwhile is named with what there is', async () => {
    const { conversationId } = await customer()
    const put = (...names: string[]) =>
      a.api.call('PUT /statuses', {
        body: { items: names.map(name => ({ name, tone: 'neutral' as const })) },
      })
    const set = (status: string | null) =>
      ana.api.call('POST /conversations/{id}/status', { params: { id: conversationId }, body: { status } })
    await put('Open', 'Paid')
    expect(await set('Paid')).toEqual({ status: 'Paid' })
    await put('Open')
    expect((await rowOf(ana.api, conversationId)).status).toBe('Paid')
    expect(await set(null)).toEqual({ status: null })
    const fault = await problemOf(set('Paid'))
    expect([fault.code, fault.problem?.options]).toEqual(['unknown_option', ['Open']])
    await until('the other server knows the list', async () => {
      const { items } = await b.apiAs(ana.key).call('GET /statuses')
      return items.length === 1
    })
    expect((await problemOf(ana.api.call('PUT /statuses', { body: { items: [] } }))).status).toBe(403)
    await put()
    expect(await set('Anything')).toEqual({ status: 'Anything' })
  })

  test('a priority is set and shown', async () => {
    const { conversationId } = await customer()
    const body = { priority: 'urgent' } as const
    await ana.api.call('POST /conversations/{id}/priority', { params: { id: conversationId }, body })
    expect((await rowOf(ana.api, conversationId)).priority).toBe('urgent')
  })
})

test('a contact of another workspace is not there, and a visitor reads nobody', async () => {
  const { id, visitor } = await customer()
  const [workspaceId, theirs] = [randomUUID(), randomUUID()]
  await pool.query(
    `insert into workspaces (id, name, completion) select $1, 'Theirs', completion from workspaces limit 1`,
    [workspaceId],
  )
  await pool.query(`insert into contacts (workspace_id, id, name) values ($1, $2, 'Secret')`, [
    workspaceId,
    theirs,
  ])
  const calls = [
    profileOf(theirs),
    edit(theirs, { version: 1, name: 'Mine' }),
    addWay(theirs, { kind: 'email', value: 'x@example.com' }),
    ana.api.call('GET /contacts/{id}/conversations', { params: { id: theirs } }),
    lea.api.call('POST /contacts/{id}/merge', { params: { id }, body: { contactId: theirs } }),
  ]
  for (const { status } of await Promise.all(calls.map(problemOf))) expect(status).toBe(404)
  expect((await problemOf(profileOf(id, visitor))).status).toBe(401)
})
