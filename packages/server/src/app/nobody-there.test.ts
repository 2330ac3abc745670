// What becomes of a customer when nobody is there, and of one whom nobody answers in time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../testing/routed.ts'
import { asking, happened, offeredTo, person, rowOf, setRouting } from '../testing/routed.ts'
import type { TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { pause, until } from '../testing/until.ts'

let server: TestServer
let channelId: string
let botChannelId: string

const flow = {
  name: 'Hello',
  start: 'hello',
  blocks: { hello: { kind: 'message', parts: [{ kind: 'text', text: 'Hello.' }] } },
}

beforeAll(async () => {
  server = await startTestServer()
  channelId = await server.makeChannel()
  botChannelId = await server.makeChannel({ botId: await server.makeBot(flow), whileRequesting: 'silent' })
})
afterAll(() => server.stop())

async function team(name: string, members: readonly Person[], routing: object): Promise<string> {
  const { id } = await server.api.call('POST /teams', { body: { name, members: members.map(one => one.id) } })
  await server.api.call('PUT /teams/{id}', { params: { id }, body: { routing } })
  return id
}

const said = async (visitor: { messages(): Promise<readonly { data: Record<string, unknown> }[]> }) =>
  (await visitor.messages()).map(({ data }) => data.text)

describe('[RT3] nobody there', () => {
  test('the customer is told once in an episode, and waits', async () => {
    const teamId = await team('Empty', [], {
      how: 'round_robin',
      nobody: { text: 'Nobody is here.', goes: 'wait' },
    })
    const visitor = await asking(server, channelId, { teamId })
    await happened(server, visitor, 'NobodyThere')
    await asking(server, channelId, { teamId })
    const params = { id: visitor.conversationId }
    await server.api.call('POST /conversations/{id}/request', { params, body: { reason: 'again' } })
    await server.api.call('POST /conversations/{id}/intervene', { params })
    await server.api.call('POST /conversations/{id}/return', { params, body: {} })
    // Longer than the sweep takes to come round.
    await pause(3_500)
    expect((await said(visitor)).filter(text => text === 'Nobody is here.')).toHaveLength(1)
    expect((await rowOf(server, visitor)).state).toBe('requesting')
  })

  test('it goes to another team, where somebody is', async () => {
    const ana = await person(server, 'Ana')
    const second = await team('Second', [ana], { how: 'round_robin' })
    const nobody = { text: '', goes: { teamId: second } }
    const first = await team('First', [], { how: 'round_robin', nobody })
    const visitor = await asking(server, channelId, { teamId: first })
    expect(await offeredTo(server, visitor)).toBe(ana.id)
    expect((await rowOf(server, visitor)).teamId).toBe(second)
    ana.desk.close()
  })

  test('it goes back to the bot outside the hours, though somebody is at their desk', async () => {
    const ana = await person(server, 'Ana')
    const nobody = { text: 'We are closed.', goes: 'bot' }
    const hours = { timeZone: 'Europe/Madrid', week: [] }
    const teamId = await team('Night', [ana], { how: 'round_robin', hours, nobody })
    const visitor = await asking(server, botChannelId, { teamId })
    const { data } = await happened(server, visitor, 'RequestDismissed')
    expect(data).toMatchObject({ reason: 'nobody_there' })
    expect((await rowOf(server, visitor)).state).toBe('active')
    expect(await said(visitor)).toContain('We are closed.')
    ana.desk.close()
  })

  test('while they are only busy it waits, and is offered when one has room', async () => {
    const ana = await person(server, 'Ana', { about: { capacity: 1 } })
    const nobody = { text: 'All are busy.', goes: 'bot' }
    const teamId = await team('Busy', [ana], { how: 'least_busy', nobody })
    const first = await asking(server, botChannelId, { teamId })
    expect(await offeredTo(server, first)).toBe(ana.id)
    await ana.api.call('POST /conversations/{id}/intervene', { params: { id: first.conversationId } })
    const second = await asking(server, botChannelId, { teamId })
    expect((await happened(server, second, 'NobodyThere')).data).toMatchObject({ why: 'busy', told: true })
    expect((await rowOf(server, second)).state).toBe('requesting')
    await ana.api.call('POST /conversations/{id}/cancel', { params: { id: first.conversationId } })
    expect(await offeredTo(server, second)).toBe(ana.id)
    ana.desk.close()
  })

  test('a team that is asked by hand tells it, too, and is not asked', async () => {
    await setRouting(server, { how: 'by_hand', nobody: { text: 'We come later.', goes: 'wait' } })
    const visitor = await asking(server, channelId)
    await until('it is said', async () => (await said(visitor)).includes('We come later.'))
    const ana = await person(server, 'Ana')
    const other = await asking(server, channelId)
    await pause(500)
    expect(await said(other)).toEqual(['A person, please'])
    expect((await rowOf(server, other)).offer).toBe(null)
    ana.desk.close()
    await setRouting(server, { how: 'by_hand' })
  })
})

describe('[HB4] waiting has an end', () => {
  test('a customer who is silent goes back to the bot', async () => {
    const channel = await server.makeChannel({
      botId: await server.makeBot(flow),
      settings: { idleReturnMs: 1_000 },
    })
    const visitor = await server.visitor(channel)
    await visitor.say('hello')
    const params = { id: visitor.conversationId }
    await server.api.call('POST /conversations/{id}/messages', { params, body: { text: 'Still there?' } })
    expect((await happened(server, visitor, 'Resolved')).data).toMatchObject({ how: 'customer_silent' })
    expect((await rowOf(server, visitor)).state).toBe('active')
  })

  test('the longest wait ends in another team, or with the bot', async () => {
    const second = await team('Late', [], { how: 'by_hand' })
    const toTeam = { afterMs: 1_000, fallback: { to: 'team', teamId: second } } as const
    const toBot = { afterMs: 1_000, fallback: { to: 'bot', text: 'Nobody came.' } } as const
    const botId = await server.makeBot(flow)
    const [one, other] = await Promise.all(
      [toTeam, toBot].map(async maximumWait =>
        asking(server, await server.makeChannel({ botId, settings: { maximumWait } })),
      ),
    )
    if (!one || !other) throw new Error('nobody asked')
    expect((await happened(server, one, 'QueueChanged')).data).toEqual({ teamId: second })
    expect((await rowOf(server, one)).state).toBe('requesting')
    expect((await happened(server, other, 'RequestDismissed')).data).toMatchObject({ reason: 'maximum_wait' })
    expect(await said(other)).toContain('Nobody came.')
  })
})
