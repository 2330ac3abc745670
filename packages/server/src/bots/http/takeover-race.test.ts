// Somebody else's bot that does not play fair: it answers late, twice, after it was told to stop, in a stream that
// never ends, with garbage. Whatever it does, nothing of it is said while a person holds the conversation.
import { randomInt } from 'node:crypto'
import type { TurnRequested } from '@baton/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRawSocket } from '../../testing/raw-socket.ts'
import type { LoggedEvent, TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import type { Reply, TestBot } from '../../testing/test-bot.ts'
import { startTestBot, testBotSecret } from '../../testing/test-bot.ts'
import { pause, until } from '../../testing/until.ts'

const rounds = 2_000
/** A busy machine plays fewer in its time. */
const playForMs = 75_000
const atOnce = 24
/** The click falls this long after the bot was asked at most, every fifth after the message; the bot works about as long. */
const withinMs = 60
const controlChanges = new Set([
  'TakenOver',
  'ReturnedToQueue',
  'TakeoverCancelled',
  'Resolved',
  'BotChanged',
])

const ways = ['late', 'twice', 'after cancel', 'endless', 'garbage', 'in parts'] as const
type Way = (typeof ways)[number]

let server: TestServer
let bot: TestBot
let ana: TestAgent
let channel: string
const asked = new Set<string>()
/** What the bot tried after it was told to stop, and how that was answered. */
const lateStatuses: number[] = []

const wayOf = ({ messages }: TurnRequested) => (messages.at(-1)?.text ?? 'late') as Way

async function later(turn: TurnRequested, text: string, end: boolean): Promise<void> {
  const { status } = await bot.later(turn, 'messages', { messages: [text], end })
  lateStatuses.push(status)
}

async function misbehave(turn: TurnRequested, reply: Reply): Promise<void> {
  const way = wayOf(turn)
  const work = () => pause(randomInt(0, withinMs))
  if (way === 'late') {
    await work()
    reply.json({ messages: ['late'] })
  } else if (way === 'twice') {
    reply.status(202)
    await work()
    await Promise.all([later(turn, 'one', true), later(turn, 'two', true)])
  } else if (way === 'after cancel') {
    reply.status(202)
    await until('news of the takeover', () =>
      bot.news.some(news => news.conversation.id === turn.conversation.id),
    )
    await later(turn, 'I was told to stop', false)
    await bot.later(turn, 'permit', { action: 'refund' })
  } else if (way === 'garbage') {
    await work()
    reply.status(200, '{"messages": [', { 'content-type': 'application/json' })
  } else {
    reply.stream()
    const timer = setInterval(() => reply.event('delta', { text: 'word ' }), 5)
    await reply.gone.finally(() => clearInterval(timer))
  }
}

async function inParts(turn: TurnRequested, reply: Reply): Promise<void> {
  reply.stream()
  let open = true
  void reply.gone.then(() => {
    open = false
  })
  for (let n = 0; open; n++) {
    reply.event('message', { text: `part ${n} of ${turn.turn.id}` })
    await pause(8)
  }
}

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  bot = await startTestBot((turn, reply) => {
    asked.add(turn.conversation.id)
    return (wayOf(turn) === 'in parts' ? inParts : misbehave)(turn, reply)
  })
  ana = await server.makeAgent('Ana')
  const settings = { url: bot.url, secret: testBotSecret, timeoutMs: 5_000 }
  const { id } = await server.api.call('POST /bots', { body: { name: 'Otto', kind: 'http', settings } })
  channel = await server.makeChannel({ botId: id, settings: { turnRetryMs: 100, turnAttempts: 5 } })
})
afterAll(async () => {
  await bot?.close()
  await server?.stop()
})

interface Played {
  readonly id: string
  readonly way: Way
  /** Text that a visitor was shown after they had been told of the takeover. */
  readonly shownAfter: number
  /** Text of a stream that they were shown before. */
  readonly shown: number
}

async function round(n: number): Promise<Played> {
  const way = ways[n % ways.length] ?? 'late'
  const visitor = await server.visitor(channel)
  const id = visitor.conversationId
  const socket =
    way === 'endless' || way === 'in parts' ? await openRawSocket(server.url, visitor.token) : null
  socket?.send({ type: 'follow', after: 0 })
  await visitor.say(way)
  if (n % 5 > 0) await until('the bot is asked', () => asked.has(id))
  await pause(randomInt(0, withinMs))
  const params = { id }
  await ana.api.call('POST /conversations/{id}/intervene', { params })
  // Taken and given back: an old turn must not come through in between or after.
  if (n % 3 === 0) {
    await pause(randomInt(0, 20))
    await ana.api.call('POST /conversations/{id}/cancel', { params })
    await ana.api.call('POST /conversations/{id}/intervene', { params })
  }
  if (!socket) return { id, way, shown: 0, shownAfter: 0 }
  await pause(50)
  const isTakeover = (message: object) =>
    'items' in message && JSON.stringify(message.items).includes('TakenOver')
  const told = socket.messages.findIndex(isTakeover)
  const drafts = socket.messages.map(({ type }) => type === 'draft')
  socket.close()
  return {
    id,
    way,
    shown: drafts.filter(Boolean).length,
    shownAfter: drafts.slice(told).filter(Boolean).length,
  }
}

/** What the bot said, or was allowed to do, while a person held control. */
function outOfTurn(log: readonly LoggedEvent[]): readonly LoggedEvent[] {
  let held = false
  return log.filter(({ type, data }) => {
    if (controlChanges.has(type)) held = type === 'TakenOver'
    return held && ((type === 'MessageSent' && data.from === 'bot') || type === 'PermitGranted')
  })
}

test('[TK2] [TK3] [BT2] nothing of a bot that does not play fair is said while a person holds the conversation', async () => {
  const played: Played[] = []
  const end = Date.now() + playForMs
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < rounds && Date.now() < end) played.push(await round(next++))
    }),
  )
  // The last late answers have been refused.
  await pause(500)
  const wrong: string[] = []
  let interrupted = 0
  for (const { id, way, shownAfter } of played) {
    const log = await server.events(id)
    if (outOfTurn(log).length > 0) wrong.push(`${id} ${way}: ${outOfTurn(log).length} out of turn`)
    if (shownAfter > 0) wrong.push(`${id} ${way}: ${shownAfter} frames of text after the takeover`)
    if (log.some((event, n) => event.seq !== n + 1)) wrong.push(`${id} ${way}: a gap in the log`)
    if (log.some(({ type }) => type === 'MessageInterrupted')) interrupted += 1
  }
  const refused = lateStatuses.filter(status => status === 409).length
  process.stdout.write(
    `  ${played.length} takeovers; ${lateStatuses.length} later answers, ${refused} refused; ${played.filter(({ shown }) => shown > 0).length} streams were being read, ${interrupted} marked as interrupted\n`,
  )
  expect(wrong).toEqual([])
  // It was a race: some came through before, others were refused.
  expect(refused).toBeGreaterThan(0)
  expect(lateStatuses.length - refused).toBeGreaterThan(0)
  expect(interrupted).toBeGreaterThan(0)
}, 180_000)
