// Offers, over real sockets and a real database.
import type { BodyOf } from '@baton/client'
import { isApiError } from '@baton/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../testing/routed.ts'
import { askedIn, asking, happened, offeredTo, person, rowOf, setRouting } from '../testing/routed.ts'
import type { TestServer, TestVisitor } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let server: TestServer
let channelId: string
let here: Person[] = []

beforeAll(async () => {
  server = await startTestServer()
  channelId = await server.makeChannel()
})
afterEach(async () => {
  await setRouting(server, { how: 'by_hand' })
  for (const one of here) {
    one.desk.close()
    await server.api.call('PUT /agents/{id}', { params: { id: one.id }, body: { active: false } })
  }
  here = []
  const { items } = await server.api.call('GET /conversations', { query: { state: 'requesting' } })
  for (const { id } of items)
    await server.api.call('POST /conversations/{id}/dismiss', { params: { id }, body: {} })
})
afterAll(() => server.stop())

async function comes(name: string, about: BodyOf<'PUT /agents/{id}'> = {}): Promise<Person> {
  const one = await person(server, name, { about })
  here.push(one)
  return one
}

async function refusal(call: Promise<unknown>): Promise<string> {
  const fault = await call.then(
    () => null,
    error => error,
  )
  if (!isApiError(fault)) throw new Error('it was not refused')
  return `${fault.status} ${fault.code}`
}

const take = (one: Person, { conversationId: id }: TestVisitor) =>
  one.api.call('POST /conversations/{id}/intervene', { params: { id } })
const decline = (one: Person, { conversationId: id }: TestVisitor) =>
  one.api.call('POST /conversations/{id}/decline', { params: { id } })

describe('[RT1] offers', () => {
  test('by turns over three agents: each gets as many', async () => {
    const three = [await comes('Ana'), await comes('Ben'), await comes('Cleo')]
    await setRouting(server, { how: 'round_robin' })
    const counts = new Map<string, number>()
    for (let n = 0; n < 9; n++) {
      const visitor = await asking(server, channelId)
      const id = await offeredTo(server, visitor)
      counts.set(id, (counts.get(id) ?? 0) + 1)
      const one = three.find(agent => agent.id === id)
      if (!one) throw new Error('offered to a stranger')
      await take(one, visitor)
      await one.api.call('POST /conversations/{id}/cancel', { params: { id: visitor.conversationId } })
    }
    expect([...counts.values()]).toEqual([3, 3, 3])
  })

  test('the row says whom it is offered to and until when, the customer hears nothing of it', async () => {
    const ana = await comes('Ana')
    await setRouting(server, { how: 'least_busy', offerMs: 20_000 })
    const visitor = await asking(server, channelId)
    await offeredTo(server, visitor)
    const { offer } = await rowOf(server, visitor)
    expect(offer).toMatchObject({ agent: { id: ana.id, name: 'Ana' } })
    await until('her console is told', () =>
      ana.desk.raw.messages.some(
        message => message.type === 'rows' && message.rows.some(row => row.offer?.agent.id === ana.id),
      ),
    )
    expect((await visitor.messages()).map(({ type }) => type)).toEqual(['MessageReceived'])
    await take(ana, visitor)
    expect(await rowOf(server, visitor)).toMatchObject({ state: 'intervened', offer: null })
  })

  test('anybody may take it meanwhile, and the offer is over', async () => {
    const ana = await comes('Ana')
    const ben = await server.makeAgent('Ben')
    await setRouting(server, { how: 'round_robin' })
    const visitor = await asking(server, channelId)
    expect(await offeredTo(server, visitor)).toBe(ana.id)
    const params = { id: visitor.conversationId }
    expect(await ben.api.call('POST /conversations/{id}/intervene', { params })).toMatchObject({
      owner: { id: ben.id },
    })
    expect(await refusal(decline(ana, visitor))).toBe('409 no_such_offer')
  })

  test('only the one who was asked may decline', async () => {
    await comes('Ana')
    const ben = await comes('Ben', { capacity: 0 })
    await setRouting(server, { how: 'round_robin' })
    const visitor = await asking(server, channelId)
    await offeredTo(server, visitor)
    expect(await refusal(decline(ben, visitor))).toBe('409 no_such_offer')
  })
})

describe('[RT2] the next one is asked', () => {
  test('when it is declined; when all have declined, from the beginning after a pause', async () => {
    const two = [await comes('Ana'), await comes('Ben')]
    await setRouting(server, { how: 'round_robin', offerMs: 5_000 })
    const visitor = await asking(server, channelId)
    let last: string | null = null
    for (let n = 0; n < 2; n++) {
      const id: string = await offeredTo(server, visitor, last)
      const one = two.find(agent => agent.id === id)
      if (one) await decline(one, visitor)
      last = id
    }
    expect((await rowOf(server, visitor)).offer).toBe(null)
    const again = await offeredTo(server, visitor)
    const asked = await askedIn(server, visitor)
    expect(new Set(asked.slice(0, 2))).toEqual(new Set(two.map(({ id }) => id)))
    expect(asked[2]).toBe(again)
  })

  test('when the time is over', async () => {
    await comes('Ana')
    await comes('Ben')
    await setRouting(server, { how: 'round_robin', offerMs: 5_000 })
    const visitor = await asking(server, channelId)
    const first = await offeredTo(server, visitor)
    const second = await offeredTo(server, visitor, first)
    expect(second).not.toBe(first)
    expect((await happened(server, visitor, 'OfferEnded')).data).toMatchObject({ how: 'expired' })
  })

  test('when the one who is asked goes away', async () => {
    const ana = await comes('Ana')
    await setRouting(server, { how: 'round_robin', offerMs: 60_000 })
    const visitor = await asking(server, channelId)
    await offeredTo(server, visitor)
    const ben = await comes('Ben')
    await ana.api.call('PUT /me/presence', { body: { presence: 'away' } })
    expect(await offeredTo(server, visitor, ana.id)).toBe(ben.id)
    expect((await happened(server, visitor, 'OfferEnded')).data).toMatchObject({ how: 'withdrawn' })
  })

  test('when the one who is asked is deactivated', async () => {
    const ana = await comes('Ana')
    await setRouting(server, { how: 'round_robin', offerMs: 60_000 })
    const visitor = await asking(server, channelId)
    await offeredTo(server, visitor)
    const ben = await comes('Ben')
    await server.api.call('PUT /agents/{id}', { params: { id: ana.id }, body: { active: false } })
    expect(await offeredTo(server, visitor, ana.id)).toBe(ben.id)
  })
})

describe('[RT4] who is asked', () => {
  test('a backlog is routed when somebody comes: the urgent first, then the oldest, within capacity', async () => {
    await setRouting(server, { how: 'least_busy', offerMs: 60_000 })
    const [old, young] = [await asking(server, channelId), await asking(server, channelId)]
    const urgent = await asking(server, channelId, { priority: 'urgent' })
    const ana = await comes('Ana', { capacity: 2 })
    const offers = async () =>
      Promise.all([old, young, urgent].map(async one => (await rowOf(server, one)).offer?.agent.name ?? null))
    await until('two are offered', async () => (await offers()).filter(name => name === 'Ana').length === 2)
    expect(await offers()).toEqual(['Ana', null, 'Ana'])
    await take(ana, old)
    await take(ana, urgent)
    expect((await rowOf(server, young)).offer).toBe(null)
    await ana.api.call('POST /conversations/{id}/cancel', { params: { id: urgent.conversationId } })
    expect(await offeredTo(server, young)).toBe(ana.id)
  })

  test('members of the team only, who speak the language and have the skills', async () => {
    const ana = await comes('Ana', { languages: ['en'], skills: ['billing'] })
    const ben = await comes('Ben', { languages: ['es-MX'], skills: [] })
    const cleo = await comes('Cleo', { languages: ['es'], skills: ['billing'] })
    const { id: teamId } = await server.api.call('POST /teams', {
      body: { name: 'Spanish', members: [ana.id, ben.id, cleo.id] },
    })
    await comes('Dana', { languages: ['es'], skills: ['billing'] })
    const routing = { how: 'round_robin', matchLanguage: true, matchSkills: true } as const
    await server.api.call('PUT /teams/{id}', { params: { id: teamId }, body: { routing } })
    const begun = await server.api.call('POST /web/{channelId}/visitors', {
      params: { channelId },
      body: { name: 'Carla', attributes: { language: 'es' } },
    })
    const params = { id: begun.conversationId }
    await server.api.call('POST /conversations/{id}/tags', { params, body: { add: ['billing', 'vip'] } })
    await server.api.call('POST /conversations/{id}/request', { params, body: { teamId } })
    const row = await until('it is offered', async () => {
      const found = await server.api.call('GET /conversations/{id}', { params })
      return found.offer && found
    })
    expect(row.offer?.agent.id).toBe(cleo.id)
  })

  test('whoever spoke with the customer last is asked first', async () => {
    const [ana, ben] = [await comes('Ana'), await comes('Ben')]
    const visitor = await asking(server, channelId)
    await take(ben, visitor)
    const params = { id: visitor.conversationId }
    await ben.api.call('POST /conversations/{id}/messages', { params, body: { text: 'Hello' } })
    await ben.api.call('POST /conversations/{id}/cancel', { params })
    await setRouting(server, { how: 'round_robin', lastAgentFirst: true })
    for (let n = 0; n < 3; n++) {
      await server.api.call('POST /conversations/{id}/request', { params, body: {} })
      expect(await offeredTo(server, visitor)).toBe(ben.id)
      expect(ana.id).not.toBe(ben.id)
      await server.api.call('POST /conversations/{id}/dismiss', { params, body: {} })
    }
  })

  test('nobody who is away or whose console is idle', async () => {
    const [ana, ben] = [await comes('Ana'), await comes('Ben')]
    await ana.api.call('PUT /me/presence', { body: { presence: 'away' } })
    ben.desk.idle(true)
    await until('Ben is away', () => ben.desk.presenceOf(ben.id)?.presence === 'away')
    await setRouting(server, { how: 'round_robin', nobody: { text: 'We are out.', goes: 'wait' } })
    const visitor = await asking(server, channelId)
    expect((await happened(server, visitor, 'NobodyThere')).data).toMatchObject({ why: 'absent', told: true })
    ben.desk.idle(false)
    expect(await offeredTo(server, visitor)).toBe(ben.id)
  })
})
