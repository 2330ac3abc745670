// A server that is killed while it tells: its successor tells the rest, each event under one id.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MortalServer } from '../testing/mortal-server.ts'
import { startMortalServer } from '../testing/mortal-server.ts'
import { until } from '../testing/until.ts'
import type { WebhookReceiver } from '../testing/webhook-receiver.ts'
import { startWebhookReceiver } from '../testing/webhook-receiver.ts'

let server: MortalServer
let receiver: WebhookReceiver

beforeAll(async () => {
  server = await startMortalServer()
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  await receiver?.close()
  await server?.close()
})

const perVisitor = 15

test('whatever was acknowledged is told, in spite of three kills in the middle of it', async () => {
  const { api, apiAs } = server
  const { id: channelId } = await api.call('POST /channels', { body: { name: 'Web', kind: 'web' } })
  const { secret } = await api.call('POST /webhooks', { body: { url: receiver.url } })
  receiver.trust(secret)

  const said = new Map<string, number>()
  for (let kills = 0; kills < 3; kills += 1) {
    // Some hang in the middle of a call, some were heard and not written down, some were not begun.
    let answers = 0
    receiver.teach((_heard, response) => {
      answers += 1
      if (answers <= 10) response.writeHead(204).end()
    })
    const visitors = await Promise.all(
      Array.from({ length: 4 }, () =>
        apiAs('').call('POST /web/{channelId}/visitors', { params: { channelId } }),
      ),
    )
    for (const { token, conversationId } of visitors) {
      for (let n = 0; n < perVisitor; n += 1)
        await apiAs(token).call('POST /web/messages', { body: { clientId: `${n}`, text: `word ${n}` } })
      said.set(conversationId, perVisitor)
    }
    await server.kill()
    await server.start()
  }
  receiver.teach((_heard, response) => void response.writeHead(204).end())
  const missing = () =>
    [...said].filter(([id, count]) => new Set(receiver.seqs(id)).size < count).map(([id]) => id)
  await until('all told', () => missing().length === 0, 40_000).catch(() => expect(missing()).toEqual([]))
  const ids = new Map<string, Set<string>>()
  for (const { id, data } of receiver.heard) {
    const event = `${data.conversationId} ${data.event?.seq}`
    ids.set(event, (ids.get(event) ?? new Set()).add(id))
  }
  expect([...ids.values()].filter(one => one.size !== 1)).toEqual([])
  expect(ids.size).toBe(3 * 4 * perVisitor)
  expect(receiver.unsigned).toBe(0)
})
