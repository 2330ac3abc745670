import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestConversation, TestFlights } from '../testing/flights.ts'
import { openTestFlights, saying } from '../testing/flights.ts'
import type { SwallowingProxy } from '../testing/swallowing-proxy.ts'
import { startSwallowingProxy } from '../testing/swallowing-proxy.ts'
import { pause, until } from '../testing/until.ts'
import type { Outcome } from './outcome.ts'
import { PortFault } from './ports.ts'

let world: TestFlights
let proxy: SwallowingProxy

beforeAll(async () => {
  world = await openTestFlights({
    async through(connection) {
      proxy = await startSwallowingProxy(connection)
      return proxy.connection
    },
  })
})
afterAll(async () => {
  await world.close()
  await proxy.close()
})

const many = (n: number) => Promise.all(Array.from({ length: n }, () => world.conversation()))

/** A flight that is in its transaction now, and what lets it go on. */
async function heldFlight(): Promise<{ release: () => void; first: Promise<Outcome> }> {
  const { release, reached } = world.hold()
  const first = world.flights.handle(saying(await world.conversation(), 'the first'))
  await reached
  return { release, first }
}

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (fault: unknown) => fault,
  )
}

const seqOf = (outcome: Outcome) => (outcome.ok ? (outcome.acceptedAt ?? outcome.events[0]?.event.seq) : null)

/** Postgres ends the first writes as if each had waited for another transaction that waits for it. */
const crossing = `
create sequence crossings;
create function crossing() returns trigger language plpgsql as $$
begin
  if nextval('crossings') <= 2 then raise exception 'a deadlock' using errcode = '40P01'; end if;
  return new;
end $$;
create trigger crossing before insert on events for each row execute function crossing();`

test('a flight that gives way to another transaction flies again: nobody is told, and nothing is there twice', async () => {
  const conversations = await many(3)
  const client = new pg.Client(proxy.connection)
  await client.connect()
  await client.query(crossing)
  const outcomes = await Promise.all(conversations.map(to => world.flights.handle(saying(to, 'hello'))))
  await client.query('drop trigger crossing on events')
  await client.end()
  expect(outcomes.every(({ ok }) => ok)).toBe(true)
  for (const to of conversations) expect(await world.texts(to)).toEqual(['hello'])
})

describe('group commit', () => {
  test('64 waiting commands of 64 conversations are one commit', async () => {
    const { release, first } = await heldFlight()
    const conversations = await many(64)
    const waiting = conversations.map((to, n) => world.flights.handle(saying(to, `message ${n}`)))
    release()
    expect((await first).ok).toBe(true)
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true)
    expect(await world.commits(conversations)).toBe(1)
    for (const [n, to] of conversations.entries()) expect(await world.texts(to)).toEqual([`message ${n}`])
  })

  test('[DL2] commands of one conversation are folded in the order in which they came', async () => {
    const { release } = await heldFlight()
    const [to, other] = await many(2)
    if (!to || !other) throw new Error('no conversations')
    const waiting = Array.from({ length: 20 }, (_, n) =>
      world.flights.handle(saying(n % 5 === 4 ? other : to, `message ${n}`)),
    )
    release()
    const seqs = (await Promise.all(waiting)).map(seqOf)
    expect(seqs.slice(0, 9)).toEqual([1, 2, 3, 4, 1, 5, 6, 7, 8])
    expect(await world.commits([to, other])).toBe(1)
    expect(await world.texts(other)).toEqual(['message 4', 'message 9', 'message 14', 'message 19'])
    expect(await world.texts(to)).toHaveLength(16)
  })

  test.each([
    ['a NUL in its text', (to: TestConversation) => saying(to, 'poison \u0000')],
    ['a lone surrogate', (to: TestConversation) => saying(to, 'poison \ud800')],
    ['a NUL in its clientId', (to: TestConversation) => saying(to, 'poison', 'bad \u0000')],
    [
      'a command that throws',
      (to: TestConversation) => ({ ...saying(to, ''), command: { type: 'Nonsense' } as never }),
    ],
  ])('a command with %s fails alone; its 63 neighbours are stored', async (_, poison) => {
    const { release } = await heldFlight()
    const conversations = await many(64)
    const waiting = conversations.map((to, n) =>
      world.flights.handle(n === 37 ? poison(to) : saying(to, `message ${n}`)),
    )
    const settled = Promise.allSettled(waiting)
    release()
    const ends = await settled
    expect(ends.flatMap((end, n) => (end.status === 'rejected' ? [n] : []))).toEqual([37])
    for (const [n, to] of conversations.entries())
      expect(await world.texts(to)).toEqual(n === 37 ? [] : [`message ${n}`])
  })

  test('a poisoned command fails alone in its own conversation, too', async () => {
    const { release } = await heldFlight()
    const to = await world.conversation()
    const waiting = Promise.allSettled(
      ['one', 'poison \u0000', 'two', 'three'].map(text => world.flights.handle(saying(to, text))),
    )
    release()
    expect((await waiting).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(await world.texts(to)).toEqual(['one', 'two', 'three'])
  })
})

describe('[DL3] the same clientId', () => {
  test('within one flight and in a later one is stored once; another text under it is refused', async () => {
    const { release } = await heldFlight()
    const to = await world.conversation()
    const say = (text: string) => world.flights.handle(saying(to, text, 'same'))
    const waiting = [say('hello'), say('hello'), say('hello, you'), say('hello')]
    release()
    const outcomes = await Promise.all(waiting)
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true])
    expect(outcomes[2]).toMatchObject({ rejection: { code: 'client_id_reused' } })
    const later = [await say('hello'), await say('hello, you')]
    expect(later.map(({ ok }) => ok)).toEqual([true, false])
    expect([outcomes[0], outcomes[1], later[0]].map(one => one && seqOf(one))).toEqual([1, 1, 1])
    expect(await world.texts(to)).toEqual(['hello'])
  })
})

describe('a line to the database that breaks', () => {
  test('before COMMIT: a fault that may be tried again, and nothing is stored', async () => {
    const { release, first } = await heldFlight()
    const held = faultOf(first)
    expect(await world.cutLines('idle in transaction')).toBe(1)
    release()
    const fault = await held
    expect(fault).toBeInstanceOf(PortFault)
    expect(fault).toMatchObject({ retryable: true })
    const to = await world.conversation()
    expect((await world.flights.handle(saying(to, 'afterwards'))).ok).toBe(true)
    expect(await world.texts(to)).toEqual(['afterwards'])
  })

  test('with the answer to COMMIT on it: what landed is told as done, and stored once', async () => {
    const conversations = await many(8)
    proxy.swallow('answer')
    const outcomes = await Promise.all(
      conversations.map((to, n) => world.flights.handle(saying(to, `message ${n}`, 'mine'))),
    )
    expect(outcomes.map(seqOf)).toEqual(conversations.map(() => 1))
    for (const [n, to] of conversations.entries()) {
      expect(seqOf(await world.flights.handle(saying(to, `message ${n}`, 'mine')))).toBe(1)
      expect(await world.texts(to)).toEqual([`message ${n}`])
    }
  })

  test('with COMMIT on it: told as not done, and the same clientId stores it', async () => {
    const to = await world.conversation()
    proxy.swallow('commit')
    const fault = await faultOf(world.flights.handle(saying(to, 'hello', 'mine')))
    expect(fault).toMatchObject({ name: 'PortFault', retryable: true })
    expect(await world.texts(to)).toEqual([])
    expect(seqOf(await world.flights.handle(saying(to, 'hello', 'mine')))).toBe(1)
    expect(await world.texts(to)).toEqual(['hello'])
  })

  const rounds = 60
  test(`at any moment, ${rounds} times: what was told as done is there once, what was not can be said again`, async () => {
    const conversations = await many(8)
    let refused = 0
    for (let round = 0; round < rounds; round++) {
      const say = (to: TestConversation) =>
        world.flights.handle(saying(to, `round ${round}`, `client ${round}`))
      const cut = pause(Math.random() * 6).then(() => world.cutLines())
      const ends = await Promise.all(conversations.map(async to => ({ to, fault: await faultOf(say(to)) })))
      await cut
      for (const { to, fault } of ends) {
        if (fault === null) continue
        refused += 1
        expect(fault).toMatchObject({ name: 'PortFault', retryable: true })
        await until('it is said again', () => say(to).catch(() => null))
      }
    }
    expect(refused).toBeGreaterThan(0)
    const everything = Array.from({ length: rounds }, (_, n) => `round ${n}`)
    for (const to of conversations) expect(await world.texts(to)).toEqual(everything)
    expect(world.faults).toEqual([])
  })
})
