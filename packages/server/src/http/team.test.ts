// The team's settings: what changes at once, and what is refused.
import { isApiError } from '@baton/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk } from '../testing/desk.ts'
import { asking, happened, rowOf } from '../testing/routed.ts'
import type { TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let server: TestServer
let channelId: string

beforeAll(async () => {
  server = await startTestServer()
  channelId = await server.makeChannel()
})
afterAll(() => server.stop())

async function refused(call: Promise<unknown>): Promise<{ code: string; detail: string }> {
  const fault = await call.then(
    () => null,
    error => error,
  )
  if (!isApiError(fault)) throw new Error('it was not refused')
  return { code: `${fault.status} ${fault.code}`, detail: String(fault.problem?.detail) }
}

async function me(): Promise<string> {
  return (await server.api.call('GET /me')).agent.id
}

const put = (id: string, body: object, api = server.api) =>
  api.call('PUT /agents/{id}', { params: { id }, body })

describe('agents', () => {
  test('a change keeps what it does not name, and is listed at once', async () => {
    const { id } = await server.makeAgent('Ana')
    await put(id, { languages: ['en', ' es ', 'en', ''].filter(Boolean), skills: ['billing'], capacity: 2 })
    expect(await put(id, { name: 'Ana María', role: 'lead' })).toMatchObject({
      name: 'Ana María',
      role: 'lead',
      languages: ['en', 'es'],
      skills: ['billing'],
      capacity: 2,
      active: true,
    })
    const { items } = await server.api.call('GET /agents')
    expect(items.find(agent => agent.id === id)).toMatchObject({
      name: 'Ana María',
      presence: 'offline',
      held: 0,
    })
  })

  test('a role counts from the next call on', async () => {
    const ben = await server.makeAgent('Ben')
    expect((await refused(put(ben.id, { capacity: 1 }, ben.api))).code).toBe('403 not_allowed')
    await put(ben.id, { role: 'admin' })
    await put(ben.id, { capacity: 1 }, ben.api)
    await put(ben.id, { role: 'agent' })
    expect((await refused(put(ben.id, { capacity: 1 }, ben.api))).code).toBe('403 not_allowed')
  })

  test('deactivated: out at once, and what they hold goes back to the queue', async () => {
    const cleo = await server.makeAgent('Cleo')
    const desk = await openDesk(server.url, cleo.key)
    const visitor = await asking(server, channelId)
    const params = { id: visitor.conversationId }
    await cleo.api.call('POST /conversations/{id}/intervene', { params })
    expect(await put(cleo.id, { active: false })).toMatchObject({ active: false })
    expect((await refused(cleo.api.call('GET /me'))).code).toBe('401 invalid_key')
    await until('her socket is closed', () => desk.raw.closedWith() !== null)
    expect((await happened(server, visitor, 'ReturnedToQueue')).data).toMatchObject({
      reason: 'agent_deactivated',
      previousOwner: { id: cleo.id },
    })
    expect((await rowOf(server, visitor)).state).toBe('requesting')
    const given = server.api.call('POST /conversations/{id}/assign', { params, body: { agentId: cleo.id } })
    expect((await refused(given)).code).toBe('422 agent_inactive')
    const ids = async (query: { all?: 'true' }) =>
      (await server.api.call('GET /agents', { query })).items.map(({ id }) => id)
    expect(await ids({})).not.toContain(cleo.id)
    expect(await ids({ all: 'true' })).toContain(cleo.id)
    await put(cleo.id, { active: true })
    expect((await cleo.api.call('GET /me')).agent.id).toBe(cleo.id)
  })

  test('deactivated: their session ends, and they cannot sign in', async () => {
    const email = 'dora@test.example'
    const password = 'long enough'
    const { id } = await server.api.call('POST /agents', { body: { name: 'Dora', email, password } })
    const signIn = () =>
      fetch(`${server.url}/api/v1/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
    const cookie = (await signIn()).headers
      .getSetCookie()
      .map(one => one.split(';')[0])
      .join('; ')
    const asDora = () => fetch(`${server.url}/api/v1/me`, { headers: { cookie } })
    expect((await asDora()).status).toBe(200)
    await put(id, { active: false })
    expect((await asDora()).status).toBe(401)
    expect((await signIn()).status).toBe(401)
  })

  test('nobody locks themselves, or everybody, out', async () => {
    const admin = await me()
    expect((await refused(put(admin, { active: false }))).code).toBe('409 yourself')
    expect((await refused(put(admin, { role: 'agent' }))).code).toBe('409 yourself')
    await put(admin, { name: 'Admin', role: 'admin' })
    const [eva, finn] = [await server.makeAgent('Eva', 'admin'), await server.makeAgent('Finn', 'admin')]
    await put(admin, { role: 'lead' }, eva.api)
    // Each the other's: one of them must remain.
    const both = await Promise.allSettled([
      put(finn.id, { role: 'agent' }, eva.api),
      put(eva.id, { active: false }, finn.api),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const left = (await finn.api.call('GET /me').catch(() => null))?.agent.role === 'admin' ? finn : eva
    await put(admin, { role: 'admin' }, left.api)
    expect((await server.api.call('GET /me')).agent.role).toBe('admin')
  })

  test('an agent that is not there, and words that are none', async () => {
    const nobody = '018f0000-0000-7000-8000-000000000000'
    expect((await refused(put(nobody, { capacity: 1 }))).code).toBe('404 not_found')
    const { id } = await server.makeAgent('Gil')
    for (const body of [
      { capacity: -1 },
      { capacity: 1.5 },
      { role: 'king' },
      { languages: 'en' },
      { name: '' },
    ])
      expect((await refused(put(id, body))).code).toBe('400 invalid_request')
    const params = { id: (await asking(server, channelId)).conversationId }
    const given = server.api.call('POST /conversations/{id}/assign', { params, body: { agentId: nobody } })
    expect((await refused(given)).code).toBe('404 not_found')
  })
})

describe('teams and routing', () => {
  async function team(name: string): Promise<string> {
    return (await server.api.call('POST /teams', { body: { name } })).id
  }
  const set = (id: string, body: object) => server.api.call('PUT /teams/{id}', { params: { id }, body })
  const goesTo = (teamId: string) => ({ routing: { nobody: { goes: { teamId } } } })

  test('a team keeps what is not named; its name is its own', async () => {
    const { id: agentId } = await server.makeAgent('Hugo')
    const [one] = [await team('One'), await team('Two')]
    await set(one, { members: [agentId], routing: { how: 'round_robin', offerMs: 10_000 } })
    expect(await set(one, { name: 'Uno' })).toMatchObject({
      name: 'Uno',
      members: [agentId],
      routing: { how: 'round_robin', offerMs: 10_000, lastAgentFirst: false },
    })
    expect((await refused(set(one, { name: 'Two' }))).code).toBe('409 name_taken')
    const stranger = '018f0000-0000-7000-8000-000000000000'
    expect((await refused(set(one, { members: [stranger] }))).code).toBe('422 unknown_agent')
    expect(await set(one, { members: [] })).toMatchObject({ members: [] })
  })

  test('a way out that leads back in is refused', async () => {
    const [a, b, c] = [await team('A'), await team('B'), await team('C')]
    expect((await refused(set(a, goesTo(a)))).code).toBe('422 fallback_cycle')
    await set(a, goesTo(b))
    await set(b, goesTo(c))
    const { code, detail } = await refused(set(c, goesTo(a)))
    expect(code).toBe('422 fallback_cycle')
    expect(detail).toContain('Let one of them wait')
    const gone = '018f0000-0000-7000-8000-000000000000'
    expect((await refused(set(c, goesTo(gone)))).code).toBe('422 fallback_cycle')
  })

  test.each([
    ['a time zone that is none', { hours: { timeZone: 'Moon/Base', week: [] } }, 'Europe/Madrid'],
    [
      'a time that is none',
      { hours: { timeZone: 'UTC', week: [{ day: 1, from: '25:00', to: '26:00' }] } },
      '09:00',
    ],
    [
      'hours of no length',
      { hours: { timeZone: 'UTC', week: [{ day: 1, from: '09:00', to: '09:00' }] } },
      'from',
    ],
    ['an offer that is too short', { offerMs: 10 }, 'offerMs'],
    ['a name that is misspelt', { howe: 'round_robin' }, 'howe'],
  ])('%s is refused, saying what it should be', async (_, routing, hint) => {
    const id = await team(`Team ${hint} ${Math.random()}`)
    const { code, detail } = await refused(set(id, { routing }))
    expect(code).toBe('400 invalid_request')
    expect(detail).toContain(hint)
  })

  test('only an admin sets it; everybody reads it', async () => {
    const { api } = await server.makeAgent('Ida')
    const { routing, presence } = await api.call('GET /routing')
    expect({ routing, presence }).toMatchObject({
      routing: { how: 'by_hand' },
      presence: { ownerGoneMs: 300_000 },
    })
    const body = { routing, presence }
    expect((await refused(api.call('PUT /routing', { body }))).code).toBe('403 not_allowed')
  })
})
