// The example of the guide, with another adapter of the Chat SDK in the place of Teams', over a server that stands in.
import { createTelegramAdapter } from '@chat-adapter/telegram'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTeamsChannel } from '../../../../../examples/channels/teams-channel.ts'
import type { ChannelKind, Line } from '../../app/channel-port.ts'
import { faultOf, letterWith, lineWith, requestOf } from '../../testing/channel-line.ts'
import { telegramToken } from '../../testing/stages/telegram-server.ts'
import type { TelegramStage } from '../../testing/stages/telegram-stage.ts'
import { startTelegramStage } from '../../testing/stages/telegram-stage.ts'
import { silentLogger } from './bridge.ts'

const never = new AbortController().signal
const secret = 'a_secret_token'
let stage: TelegramStage
let kind: ChannelKind
let line: Line

beforeAll(async () => {
  stage = await startTelegramStage()
  stage.connected({ hookUrl: '', secret })
})
afterAll(() => stage?.close())
beforeEach(() => {
  const { apiUrl } = stage.settings as { readonly apiUrl: string }
  kind = createTeamsChannel(({ appId, appPassword }) =>
    createTelegramAdapter({
      botToken: appPassword,
      userName: appId,
      secretToken: secret,
      mode: 'webhook',
      apiUrl,
      logger: silentLogger,
    }),
  )
  line = lineWith({ appId: 'shop_bot' }, { secret: telegramToken })
})

async function heard(text: string) {
  const [call] = stage.says([{ from: stage.customer(1), text, externalId: text }])
  if (!call) throw new Error('nothing was said')
  return { call, ...(await kind.receive(line, requestOf(line, call))) }
}

test('a message is read by the adapter, and the answer goes back to where it came from', async () => {
  const { items, answer, call } = await heard('Hello')
  expect(answer.status).toBe(200)
  expect(items).toMatchObject([
    { type: 'message', sender: { name: 'Customer 1' }, parts: [{ kind: 'text', text: 'Hello' }] },
  ])
  const again = await kind.receive(line, requestOf(line, call))
  expect(again.items).toEqual(items)
  const address = items[0]?.type === 'message' ? items[0].sender.address : ''
  const { externalId } = await kind.send(
    line,
    letterWith([{ kind: 'text', text: 'Hi' }], { to: { address, aliases: [] } }),
    never,
  )
  expect(stage.taken().at(-1)).toMatchObject({ to: stage.customer(1).address, text: 'Hi', externalId })
})

test('what is not signed is refused', async () => {
  const { call } = await heard('Hello')
  expect(await faultOf(kind.receive(line, requestOf(line, stage.forged(call))))).toMatchObject({
    status: 401,
  })
})

test('choices are buttons, files are uploaded', async () => {
  const { items } = await heard('Hello')
  const address = items[0]?.type === 'message' ? items[0].sender.address : ''
  const to = { address, aliases: [] }
  const options = [{ id: 'orders', label: 'My orders' }]
  await kind.send(line, letterWith([{ kind: 'choices', text: 'Which?', options }], { to }), never)
  expect(stage.taken().at(-1)?.text).toContain('My orders')
  const part = { kind: 'media', mediaId: 'm', mimeType: 'text/plain', name: 'n.txt', sizeBytes: 3 } as const
  const files = { m: { name: 'n.txt', mimeType: 'text/plain', bytes: Buffer.from('abc') } }
  await kind.send(line, letterWith([part], { to }, files), never)
  expect(stage.taken().at(-1)?.files).toEqual(['n.txt'])
})

test.each([
  ['throttles', { outcome: 'not_sent', problem: 'throttled' }],
  ['refuses', { outcome: 'refused', problem: 'not_reachable' }],
  ['drops_answer', { outcome: 'unknown', problem: 'no_answer' }],
] as const)('[DL3] when the channel %s, the outcome is told as it is', async (mishap, fault) => {
  const { items } = await heard('Hello')
  const address = items[0]?.type === 'message' ? items[0].sender.address : ''
  stage.mishap(mishap, 1)
  const letter = letterWith([{ kind: 'text', text: 'Hi' }], { to: { address, aliases: [] } })
  expect(await faultOf(kind.send(line, letter, never))).toMatchObject(fault)
})
