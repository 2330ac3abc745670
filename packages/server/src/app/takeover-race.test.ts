// The race that the product is about: an agent takes over at the very moment at which a bot's pause ends.
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoggedEvent, TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { pause, until } from '../testing/until.ts'

const waitMs = 150
const flow = {
  name: 'Two words',
  start: 'first',
  blocks: {
    first: { kind: 'message', parts: [{ kind: 'text', text: 'One moment.' }], next: 'pause' },
    pause: { kind: 'wait', forMs: waitMs, next: 'second' },
    second: { kind: 'message', parts: [{ kind: 'text', text: 'Here it is.' }], next: 'ask' },
    ask: {
      kind: 'question',
      text: 'Anything else?',
      variable: 'more',
      check: { kind: 'text' },
      retryText: 'Say something.',
      next: 'over',
    },
    over: { kind: 'end', text: 'Bye.' },
  },
}

const rounds = 1_000
const atOnce = 40
const controlChanges = new Set([
  'TakenOver',
  'ReturnedToQueue',
  'TakeoverCancelled',
  'Resolved',
  'BotChanged',
])

let server: TestServer
let ana: TestAgent
let channelId: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.makeAgent('Ana')
  channelId = await server.makeChannel({ botId: await server.makeBot(flow) })
})
afterAll(() => server.stop())

const isBots = ({ type, data }: LoggedEvent) => type === 'MessageSent' && data.from === 'bot'
const textOf = ({ data }: LoggedEvent) => String(data.text)

/** Bot messages while a person held control. */
function spokenOutOfTurn(log: readonly LoggedEvent[]): readonly LoggedEvent[] {
  let held = false
  return log.filter(event => {
    if (controlChanges.has(event.type)) held = event.type === 'TakenOver'
    return held && isBots(event)
  })
}

type Ending = 'held' | 'cancelled' | 'resolved'

async function round(n: number): Promise<{ id: string; ending: Ending; deltaMs: number }> {
  const visitor = await server.visitor(channelId)
  const params = { id: visitor.conversationId }
  await visitor.say('hello')
  const first = await until('the pause begins', async () =>
    (await server.events(params.id)).find(event => event.type === 'TurnEnded'),
  )
  const delayMs = Date.parse(first.at) + waitMs - Date.now() + randomInt(-20, 21)
  await pause(Math.max(0, delayMs))
  await ana.api.call('POST /conversations/{id}/intervene', { params })
  const ending = (['held', 'cancelled', 'held', 'resolved'] as const)[n % 4] ?? 'held'
  if (ending !== 'held') await pause(randomInt(0, 40))
  if (ending === 'cancelled') await ana.api.call('POST /conversations/{id}/cancel', { params })
  if (ending === 'resolved') {
    const body = { topic: 'Other', outcome: 'Resolved' }
    await ana.api.call('POST /conversations/{id}/resolve', { params, body })
  }
  const taken = (await server.events(params.id)).find(event => event.type === 'TakenOver')
  return {
    id: params.id,
    ending,
    deltaMs: taken ? Date.parse(taken.at) - Date.parse(first.at) - waitMs : Number.NaN,
  }
}

test('[TK2] [TK3] [HB3] a takeover around the end of a wait silences the bot, and handing back lets it say the rest once', async () => {
  const played: Awaited<ReturnType<typeof round>>[] = []
  let next = 0
  const workers = Array.from({ length: atOnce }, async () => {
    while (next < rounds) played.push(await round(next++))
  })
  await Promise.all(workers)
  expect(played).toHaveLength(rounds)
  // The race was run on both sides of the moment.
  expect(played.some(({ deltaMs }) => deltaMs < 0)).toBe(true)
  expect(played.some(({ deltaMs }) => deltaMs > 0)).toBe(true)

  const wrong: string[] = []
  for (const { id, ending } of played) {
    const said = (log: readonly LoggedEvent[]) => log.filter(isBots).map(textOf)
    const everything = ['One moment.', 'Here it is.', 'Anything else?']
    const log =
      ending === 'held'
        ? await server.events(id)
        : await until(`the bot goes on in ${id}`, async () => {
            const now = await server.events(id)
            return said(now).includes('Anything else?') && now
          })
    if (spokenOutOfTurn(log).length > 0) wrong.push(`${id} ${ending}: the bot spoke while Ana had it`)
    if (ending === 'held' && said(log).length > everything.length) wrong.push(`${id}: said too much`)
    // A question that was asked before is asked again (HB3); nothing else is said twice.
    const once = said(log).filter(
      (text, n, all) => n === 0 || text !== 'Anything else?' || all[n - 1] !== text,
    )
    if (ending !== 'held' && once.join() !== everything.join())
      wrong.push(`${id} ${ending}: ${said(log).join()}`)
    if (log.some((event, n) => event.seq !== n + 1)) wrong.push(`${id}: a gap in the log`)
  }
  expect(wrong).toEqual([])
})
