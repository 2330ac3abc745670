// What channels say in any order: what refers to a message waits for it, and nothing has two effects.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectedChannel } from '../testing/channel-contract.ts'
import { channelEnv, connectChannel, statusesOf } from '../testing/channel-contract.ts'
import type { StagedCustomer } from '../testing/channel-stage.ts'
import type { LoggedEvent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import type { ApiStage } from '../testing/stages/api-stage.ts'
import { openApiStage } from '../testing/stages/api-stage.ts'
import { until } from '../testing/until.ts'

let stage: ApiStage
let server: TestServer
let channel: ConnectedChannel
let people = 0

beforeAll(async () => {
  stage = await openApiStage()
  server = await startTestServer({ env: channelEnv })
  channel = await connectChannel(stage, server)
})
afterAll(async () => {
  await server?.stop()
  await stage?.close()
})

const somebody = () => stage.customer(100 + people++)
const from = ({ address, name }: StagedCustomer) => ({ id: address, name })

async function tell(...events: readonly object[]): Promise<void> {
  const { status } = await channel.post(stage.call({ events }))
  expect(status).toBe(200)
}

const of = (log: readonly LoggedEvent[], type: string) => log.filter(event => event.type === type)

test('[DL1] what is said about a message waits until the message is there, and happens once', async () => {
  const carol = somebody()
  const edit = { type: 'edit', id: 'e-1', messageId: 'm-late', from: from(carol), text: 'I meant this' }
  const reaction = { type: 'reaction', id: 'r-1', messageId: 'm-late', from: from(carol), emoji: '👍' }
  // Two customers' worth of patience: the first thing known of them is a change of what they said.
  await tell(edit)
  await tell(reaction)
  await tell(edit)
  await tell({ type: 'message', id: 'm-late', from: from(carol), text: 'I meant that' })
  const log = await channel.log(carol)
  expect(of(log, 'MessageReceived')).toHaveLength(1)
  expect(of(log, 'MessageEdited').map(({ data }) => data.text)).toEqual(['I meant this'])
  expect(of(log, 'ReactionChanged').map(({ data }) => data.emoji)).toEqual(['👍'])
  await tell(reaction, edit)
  expect((await channel.log(carol)).length).toBe(log.length)
})

test('[DL1] a reaction that was taken back stays so, whatever is delivered again', async () => {
  const carol = somebody()
  await tell({ type: 'message', id: 'm-2', from: from(carol), text: 'Hello' })
  const liked = { type: 'reaction', id: 'r-2', messageId: 'm-2', from: from(carol), emoji: '👍' }
  await tell(liked)
  await tell({ ...liked, id: 'r-3', emoji: null })
  await tell(liked)
  const log = await channel.log(carol)
  expect(of(log, 'ReactionChanged').map(({ data }) => data.emoji)).toEqual(['👍', null])
})

test('[DL1] a reply names what it quotes, in the same call and of ours', async () => {
  const carol = somebody()
  await tell(
    { type: 'message', id: 'm-3', from: from(carol), text: 'Which of these?' },
    { type: 'message', id: 'm-4', from: from(carol), text: 'This one', replyTo: 'm-3' },
    { type: 'message', id: 'm-5', from: from(carol), text: 'Or what was never said', replyTo: 'm-never' },
  )
  const id = await channel.conversationOf(carol)
  await server.api.call('POST /conversations/{id}/messages', {
    params: { id },
    body: { text: 'This one?', replyTo: 2 },
  })
  const ours = await until('our message', () => stage.taken().find(message => message.to === carol.address))
  expect(ours.quotes).toBe('m-4')
  // From then on it is known under the channel's id.
  await until('that it was sent', async () => statusesOf(await channel.log(carol))[0] === 'sent')
  await tell({ type: 'message', id: 'm-6', from: from(carol), text: 'Yes', replyTo: ours.externalId })
  const log = await channel.log(carol)
  const [question, answer, lost, yes] = of(log, 'MessageReceived')
  const sent = of(log, 'MessageSent')[0]
  expect([question, answer, lost, yes].map(event => event?.data.replyTo)).toEqual([
    undefined,
    question?.seq,
    undefined,
    sent?.seq,
  ])
})

test('[DL4] statuses in any order end alike; one of another channel’s message is nobody’s', async () => {
  const carol = somebody()
  await tell({ type: 'message', id: 'm-7', from: from(carol), text: 'Hello' })
  const id = await channel.conversationOf(carol)
  await server.api.call('POST /conversations/{id}/messages', { params: { id }, body: { text: 'Hi' } })
  const { externalId } = await until('our message', () =>
    stage.taken().find(message => message.to === carol.address),
  )
  await until('that it was sent', async () => statusesOf(await channel.log(carol))[0] === 'sent')
  await tell({ type: 'status', messageId: externalId, status: 'read' })
  await tell({ type: 'status', messageId: externalId, status: 'delivered' })
  await tell({ type: 'status', messageId: externalId, status: 'failed', reason: 'late' })
  expect(statusesOf(await channel.log(carol))).toEqual(['read'])

  const other = await openApiStage()
  const elsewhere = await connectChannel(other, server)
  const stranger = other.call({ type: 'status', messageId: externalId, status: 'failed' })
  await elsewhere.post(stranger)
  expect(statusesOf(await channel.log(carol))).toEqual(['read'])
  await other.close()
})

test('[DL1] what cannot be used is refused with a reason; nothing of the call is stored', async () => {
  const carol = somebody()
  const calls = [
    { events: [{ type: 'message', id: 'm-8', from: from(carol), text: 'Hello' }, { type: 'nonsense' }] },
    { type: 'message', id: 'm-8', from: from(carol), text: '   ' },
    { type: 'message', id: '', from: from(carol), text: 'Hello' },
    { events: [] },
  ]
  for (const body of calls) {
    const answer = await channel.post(stage.call(body))
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toMatch(/cannot be used/)
  }
  const { items } = await server.api.call('GET /conversations', { query: { q: carol.name } })
  expect(items.filter(row => row.contact.name === carol.name)).toEqual([])
  const nowhere = await fetch(`${server.url}/hooks/00000000-0000-4000-8000-000000000000`, { method: 'POST' })
  expect(nowhere.status).toBe(404)
})

test('[DL1] a call that is too large is refused before it is read', async () => {
  const large = stage.call({ type: 'message', id: 'm-10', from: { id: 'x' }, text: 'x'.repeat(5 << 20) })
  const answer = await channel.post(large)
  expect(answer.status).toBe(413)
  expect(((await answer.json()) as { detail: string }).detail).toMatch(/at most 4194304 bytes/)
})

test('[DL1] words that a database refuses are stored without what it refuses', async () => {
  const carol = somebody()
  await tell({ type: 'message', id: 'm-9', from: from(carol), text: 'a\u0000b\ud800c' })
  const [said] = of(await channel.log(carol), 'MessageReceived')
  expect(said?.data.text).toBe('ab\ufffdc')
})
