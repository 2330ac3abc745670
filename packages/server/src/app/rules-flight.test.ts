// A rule's request is part of the flight of the message that gave rise to it, whatever becomes of the flight.
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRuleStore } from '../store/rules.ts'
import type { TestConversation, TestFlights } from '../testing/flights.ts'
import { openTestFlights, saying } from '../testing/flights.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import { startTestServer } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let world: TestFlights

beforeAll(async () => {
  world = await openTestFlights()
  const { workspaceId } = await world.conversation()
  const when = { kind: 'words', anyOf: ['refund'], by: 'contact' } as const
  const request = { do: 'request', priority: 'normal', teamId: null } as const
  const rules = createRuleStore(world.outside)
  await rules.add(workspaceId, v7(), { name: 'Refund', on: true, stop: false, when, actions: [request] })
})
afterAll(async () => {
  await world.close()
})

async function typesOf({ conversationId }: TestConversation): Promise<readonly string[]> {
  const sql = 'select type from events where conversation_id = $1 order by seq'
  return (await world.outside.query<{ type: string }>(sql, [conversationId])).rows.map(({ type }) => type)
}

test('[RU2] message, rule and request are one commit', async () => {
  const to = await world.conversation()
  await world.flights.handle(saying(to, 'A refund, please'))
  expect(await typesOf(to)).toEqual(['MessageReceived', 'RuleFired', 'HumanRequested'])
  expect(await world.commits([to])).toBe(1)
})

test('[RU2] a flight that is cut leaves neither, and the message said again brings both, once', async () => {
  const to = await world.conversation()
  const held = world.hold()
  const said = saying(to, 'My refund')
  const lost = world.flights.handle(said)
  await held.reached
  await world.cutLines('idle in transaction')
  held.release()
  await expect(lost).rejects.toThrow()
  expect(await typesOf(to)).toEqual([])
  await world.flights.handle(said)
  await world.flights.handle(said)
  expect(await typesOf(to)).toEqual(['MessageReceived', 'RuleFired', 'HumanRequested'])
})

test('[RU2] messages of one flight are heard in order, and the rule fires for the first of them only', async () => {
  const to = await world.conversation()
  const texts = ['Hello', 'A refund', 'That refund', 'Refund']
  await Promise.all(texts.map(text => world.flights.handle(saying(to, text))))
  expect((await typesOf(to)).filter(type => type === 'HumanRequested')).toHaveLength(1)
})

test('[RU4] of two servers one looks when the time is over; a wait outlives the server that has it in hand', async () => {
  const database = await createTestDatabase()
  const one = await startTestServer({ databaseUrl: database.url })
  const two = await startTestServer({ databaseUrl: database.url })
  const when = { kind: 'waiting', for: 'answer', longerThanMs: 1_000 }
  const rule = { name: 'Waits', when, actions: [{ do: 'alert' }] }
  await one.api.call('POST /rules', { body: { rule } })
  const channelId = await one.makeChannel()
  const customers = [await one.visitor(channelId), await two.visitor(channelId)]
  for (const customer of customers) await customer.say('My parcel is late')
  await one.stop()
  for (const { conversationId } of customers) {
    const types = async () => (await two.events(conversationId)).map(({ type }) => type)
    await until('the alert', async () => (await types()).includes('AlertRaised'))
    expect((await types()).filter(type => type === 'RuleFired')).toHaveLength(1)
  }
  await two.stop()
  await database.drop()
})
