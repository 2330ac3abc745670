// Both halves of the contract as we give them: a bot of `defineBot` on a real server, answering in each form.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineBot, type Turn, TurnOver, toNode } from '@baton/client/bot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { until } from '../../testing/until.ts'

const secret = `whsec_${Buffer.from('thirty-two characters of a secret').toString('base64')}`

let server: TestServer
let ana: TestAgent
let channel: string
let http: Server
const turns: Turn[] = []
const errors: unknown[] = []
const over: string[] = []

async function* words(turn: Turn, count: number) {
  for (let n = 0; n < count && !turn.signal.aborted; n++) {
    yield `word ${n} `
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

async function answer(turn: Turn): Promise<void> {
  turns.push(turn)
  turn.variables.count = Number(turn.variables.count ?? 0) + 1
  if (turn.latest === 'stream') await turn.stream(words(turn, 5))
  else if (turn.latest === 'for ever') await turn.stream(words(turn, 10_000))
  else if (turn.latest === 'later') {
    turn.later()
    await turn.permit('look')
    await turn.reply('I am looking')
    await turn.reply('Found it')
  } else if (turn.returned) await turn.reply(`Ana said: ${turn.returned.guidance}`)
  else await turn.reply(`${turn.variables.count}: ${turn.latest}`)
  if (turn.latest === 'a person') turn.handOff({ reason: 'Asked', summary: 'Wants Ana' })
}

beforeAll(async () => {
  const onTurn = (turn: Turn) =>
    answer(turn).catch(error => {
      if (error instanceof TurnOver) over.push(turn.id)
      throw error
    })
  http = createServer(toNode(defineBot({ secret, onTurn, onError: error => errors.push(error) })))
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  ana = await server.makeAgent('Ana')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const { id } = await server.api.call('POST /bots', {
    body: { name: 'Otto', kind: 'http', settings: { url, secret } },
  })
  channel = await server.makeChannel({ botId: id })
})
afterAll(async () => {
  http?.closeAllConnections()
  http?.close()
  await server?.stop()
})

async function talk(text: string) {
  const visitor = await server.visitor(channel)
  await visitor.say(text)
  const id = visitor.conversationId
  const count = async (type: string) => (await server.events(id)).filter(event => event.type === type).length
  return {
    id,
    visitor,
    has: (type: string, times = 1) => until(`${times} ${type}`, async () => (await count(type)) >= times),
    said: async () =>
      (await server.events(id))
        .filter(event => event.type === 'MessageSent' && event.actor.kind === 'bot')
        .map(event => String(event.data.text)),
  }
}

test('a whole answer, its variables in the next turn, and a hand-off', async () => {
  const { visitor, has, said } = await talk('hello')
  await has('TurnEnded')
  await visitor.say('a person')
  await has('HumanRequested')
  expect(await said()).toEqual(['1: hello', '2: a person'])
})

test('a stream becomes one message', async () => {
  const { has, said } = await talk('stream')
  await has('TurnEnded')
  expect((await said()).map(text => text.trim())).toEqual(['word 0 word 1 word 2 word 3 word 4'])
})

test('a later answer, in parts, behind a permit', async () => {
  const { has, said } = await talk('later')
  await has('TurnEnded')
  await has('PermitGranted')
  expect(await said()).toEqual(['I am looking', 'Found it'])
})

test('[BT2] a takeover stops the bot’s code, and [HB2] the bot hears what was settled', async () => {
  const { id, has, said } = await talk('for ever')
  await until('the stream', () => turns.some(({ request }) => request.conversation.id === id))
  await ana.api.call('POST /conversations/{id}/intervene', { params: { id } })
  const own = turns.find(({ request }) => request.conversation.id === id)
  await until('the turn is over', () => over.includes(own?.id ?? ''))
  await ana.api.call('POST /conversations/{id}/resolve', {
    params: { id },
    body: { topic: 'Other', outcome: 'Resolved', guidance: 'Friday' },
  })
  await has('TurnEnded')
  expect(await said()).toEqual(['Ana said: Friday'])
  expect(errors).toEqual([])
})
