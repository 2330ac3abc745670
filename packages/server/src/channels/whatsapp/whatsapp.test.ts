// WhatsApp over a whole Baton: what a customer does there is in the log, and what the team does is there.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectedChannel } from '../../testing/channel-contract.ts'
import { channelEnv, connectChannel, statusesOf } from '../../testing/channel-contract.ts'
import type { GraphChange } from '../../testing/graph/graph-webhooks.ts'
import {
  callOf,
  echoChange,
  fileContent,
  messageChange,
  metadataOf,
  statusChange,
  stormOf,
} from '../../testing/graph/graph-webhooks.ts'
import type { GraphCustomer } from '../../testing/graph/graph-world.ts'
import { pngOf } from '../../testing/pictures.ts'
import type { LoggedEvent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import type { WhatsAppStage } from '../../testing/stages/whatsapp-stage.ts'
import { openWhatsAppStage, settingsOf } from '../../testing/stages/whatsapp-stage.ts'
import { until } from '../../testing/until.ts'

let server: TestServer
let stage: WhatsAppStage
let channel: ConnectedChannel
let pool: pg.Pool
let people = 0
let ids = 0
beforeAll(async () => {
  stage = await openWhatsAppStage()
  server = await startTestServer({ env: channelEnv })
  channel = await connectChannel(stage, server)
  pool = new pg.Pool({ connectionString: server.databaseUrl, max: 2 })
})
afterAll(async () => {
  await pool.end()
  await server.stop()
  await stage.close()
})

const somebody = () =>
  stage.graph.world.customer(`1555100${String(++people).padStart(4, '0')}`, `Person ${people}`)
const newId = () => `wamid.in${++ids}`
const number = () => stage.graph.world.phoneNumberIds[0] ?? ''
const staged = ({ userId, name }: GraphCustomer) => ({ address: userId, name })
const log = (customer: GraphCustomer) => channel.log(staged(customer))

async function tell(...changes: GraphChange[]): Promise<void> {
  const answer = await channel.post(callOf(stage.graph.world, ...changes))
  expect(answer.status).toBe(200)
}

const says = (from: GraphCustomer, content: object, id = newId()) =>
  messageChange(stage.graph.world, number(), from, id, { ...content })

const text = (body: string) => ({ type: 'text', text: { body } })

function received(events: readonly LoggedEvent[]): readonly unknown[] {
  return events.filter(({ type }) => type === 'MessageReceived').map(({ data }) => data.parts)
}

async function rawOf(code: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await pool.query<{ raw: Record<string, unknown> }>(
    'select raw from channel_raw where channel_id = $1 and code = $2',
    [channel.channelId, code],
  )
  return rows.map(({ raw }) => raw)
}

describe('what a customer says', () => {
  test('every kind is in the log as what it is; what nobody knows is kept', async () => {
    const rosa = somebody()
    await tell(
      says(rosa, { type: 'location', location: { latitude: 1, longitude: 2, name: 'Shop' } }),
      says(rosa, {
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'Ada' }, phones: [{ phone: '+1555' }] }],
      }),
      says(rosa, {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: 'm', title: 'Medium' } },
      }),
      says(rosa, { type: 'button', button: { payload: 'go', text: 'Go' } }),
      says(rosa, {
        type: 'order',
        order: {
          product_items: [{ product_retailer_id: 'chair', quantity: 2, item_price: 5, currency: 'EUR' }],
        },
      }),
      says(rosa, { type: 'hologram', hologram: { size: 3 } }),
    )
    const parts = received(await log(rosa)).flat()
    expect(parts).toEqual(
      expect.arrayContaining([
        { kind: 'location', latitude: 1, longitude: 2, name: 'Shop' },
        { kind: 'cards', cards: [{ name: 'Ada', phones: ['+1555'], emails: [] }] },
        { kind: 'text', text: 'Medium', choiceId: 'm' },
        { kind: 'text', text: 'Go', choiceId: 'go' },
        { kind: 'order', text: '', items: [{ product: 'chair', quantity: 2, price: 5, currency: 'EUR' }] },
        { kind: 'unknown', label: 'hologram' },
      ]),
    )
    expect(await rawOf('message')).toEqual([
      expect.objectContaining({ type: 'hologram', hologram: { size: 3 } }),
    ])
  })

  test('quotes, reactions, edits and revokes find their message, whatever comes first', async () => {
    const rosa = somebody()
    const first = newId()
    const changed = { message: { ...text('Where are my parcels?') }, original_message_id: first }
    await tell(says(rosa, { type: 'edit', edit: changed }))
    await tell(says(rosa, text('Where is my parcel?'), first))
    await tell(says(rosa, { ...text('This one'), context: { id: first } }))
    await tell(says(rosa, { type: 'reaction', reaction: { message_id: first, emoji: '🙏' } }))
    await tell(says(rosa, { type: 'revoke', revoke: { original_message_id: first } }))
    const events = await log(rosa)
    const [parcel, quote] = events.filter(({ type }) => type === 'MessageReceived')
    expect(quote?.data.replyTo).toBe(parcel?.seq)
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['MessageEdited', 'ReactionChanged', 'MessageRevoked']),
    )
    for (const { type, data } of events)
      if (['MessageEdited', 'ReactionChanged', 'MessageRevoked'].includes(type))
        expect(data.messageSeq).toBe(parcel?.seq)
  })

  test('[DL1] a storm of doubled, split and shuffled calls is one of each', async () => {
    const crowd = Array.from({ length: 20 }, somebody)
    const changes = crowd.flatMap(one => Array.from({ length: 10 }, (_, n) => says(one, text(`word ${n}`))))
    const calls = stormOf(stage.graph.world, changes, { batch: 7, doubledOfTen: 3, seed: 7 })
    for (let at = 0; at < calls.length; at += 16)
      await Promise.all(
        calls.slice(at, at + 16).map(async call => expect((await channel.post(call)).status).toBe(200)),
      )
    for (const one of crowd) {
      const said = (received(await log(one)).flat() as { text: string }[]).map(part => part.text)
      expect(said.sort()).toEqual(Array.from({ length: 10 }, (_, n) => `word ${n}`))
    }
  }, 60_000)

  test('[DL1] a batch of 3 MB is stored whole', async () => {
    const rosa = somebody()
    const changes = Array.from({ length: 750 }, (_, n) =>
      says(rosa, text(`${n} ${'one more word '.repeat(280)}`)),
    )
    const call = callOf(stage.graph.world, ...changes)
    expect(call.body.length).toBeGreaterThan(3 * 1_000 * 1_000)
    expect((await channel.post(call)).status).toBe(200)
    expect(received(await log(rosa))).toHaveLength(750)
  }, 60_000)
})

describe('files', () => {
  const settled = (customer: GraphCustomer) =>
    until('what came of the file', async () =>
      (await log(customer)).find(({ type }) => type === 'MediaSettled'),
    )

  test('a picture is fetched and kept, with its words', async () => {
    const rosa = somebody()
    const file = stage.graph.world.keepFile(Buffer.from(pngOf(4, 3)), 'image/png')
    await tell(says(rosa, fileContent(file, 'photo.png', 'It broke')))
    const { data } = await settled(rosa)
    expect(data).toMatchObject({
      problem: null,
      media: { mimeType: 'image/png', caption: 'It broke', width: 4 },
    })
  })

  test('a page that says it is a picture is not shown as one', async () => {
    const rosa = somebody()
    const page = Buffer.from('<!doctype html><script>alert(1)</script>')
    await tell(says(rosa, fileContent(stage.graph.world.keepFile(page, 'image/png'), 'photo.png')))
    const { data } = await settled(rosa)
    expect((data.media as { mimeType?: string } | null)?.mimeType ?? 'refused').not.toMatch(/^image/)
  })

  test('a file at a private address is not fetched; the message stays', async () => {
    const rosa = somebody()
    const inside = await stage.graph.world.keepFile(
      Buffer.from('x'),
      'image/png',
      'http://169.254.169.254/latest',
    )
    await tell(says(rosa, fileContent(inside, 'photo.png')))
    expect((await settled(rosa)).data).toMatchObject({ problem: 'refused', media: null })
    expect(received(await log(rosa))).toHaveLength(1)
  })

  test('an id that ran out says so', async () => {
    const rosa = somebody()
    const file = { id: '404404404', bytes: Buffer.alloc(1), mimeType: 'image/png', storedAt: 0 }
    const sha256 = createHash('sha256').update(file.bytes).digest('base64')
    await tell(says(rosa, fileContent({ ...file, sha256 }, 'photo.png')))
    expect((await settled(rosa)).data).toMatchObject({ problem: 'expired', media: null })
  })
})

describe('the team', () => {
  async function held() {
    const rosa = somebody()
    await tell(says(rosa, text('Hello?')))
    const id = await channel.conversationOf(staged(rosa))
    const write = (body: object) =>
      server.api.call('POST /conversations/{id}/messages', { params: { id }, body: body as never })
    return { rosa, id, write }
  }
  const takenFor = ({ waId }: GraphCustomer) =>
    stage.graph.world.messages.filter(({ customer }) => customer.waId === waId)

  test('[DL4] ticks go forward only, whatever order they come in', async () => {
    const { rosa, write } = await held()
    await write({ text: 'Here.' })
    const message = await until('the message', () => takenFor(rosa)[0])
    const told = (status: 'sent' | 'delivered' | 'read') =>
      tell(statusChange(stage.graph.world, message, status))
    await told('read')
    await told('sent')
    await told('delivered')
    expect(statusesOf(await log(rosa))).toEqual(['read'])
  })

  test('[DL3] an answer that is lost is found by the status of our own id', async () => {
    const { rosa, write } = await held()
    stage.mishap('drops_answer', 1)
    await write({ text: 'Only once.' })
    const message = await until('the message', () => takenFor(rosa)[0])
    await tell(statusChange(stage.graph.world, message, 'delivered'))
    await until('that it is known', async () => statusesOf(await log(rosa)).join() === 'delivered')
    expect(takenFor(rosa)).toHaveLength(1)
  })

  test('why it failed is said in plain words', async () => {
    const { rosa, id, write } = await held()
    await write({ text: 'Hello.' })
    const message = await until('the message', () => takenFor(rosa)[0])
    await tell(statusChange(stage.graph.world, message, 'failed', 131050))
    const { items } = await server.api.call('GET /deliveries', { query: { channelId: channel.channelId } })
    expect(items.find(item => item.conversationId === id)).toMatchObject({
      status: 'failed',
      problem: 'opted_out',
    })
  })

  test('a customer’s message is quoted where an agent quotes it', async () => {
    const { rosa, write } = await held()
    const [hello] = (await log(rosa)).filter(({ type }) => type === 'MessageReceived')
    await write({ text: 'To this:', replyTo: hello?.seq })
    const message = await until('the message', () => takenFor(rosa)[0])
    expect(message.body.context).toEqual({ message_id: hello?.data.clientId })
  })

  test('[TK4] a word from the business’s phone takes over, once, and its ticks count', async () => {
    const { rosa } = await held()
    const echo = echoChange(number(), rosa, newId(), text('I am on it, from my phone'))
    await tell(echo)
    await tell(echo)
    const events = await log(rosa)
    expect(events.filter(({ type }) => type === 'TakenOver')).toHaveLength(1)
    const sent = events.filter(({ type }) => type === 'MessageSent')
    expect(sent.map(({ data }) => [data.from, data.via])).toEqual([['agent', 'phone']])
    expect(takenFor(rosa)).toHaveLength(0)
  })

  test('[DL5] where the customer never wrote, free text is refused with what to do', async () => {
    const rosa = somebody()
    await tell(echoChange(number(), rosa, newId(), text('Hello from my phone')))
    const id = await until('the conversation', async () => {
      const { rows } = await pool.query<{ id: string }>(
        'select conversation_id as id from channel_addresses where address = $1',
        [rosa.userId],
      )
      return rows[0]?.id
    })
    const refused = server.api.call('POST /conversations/{id}/messages', {
      params: { id },
      body: { text: 'Hi' },
    })
    await expect(refused).rejects.toMatchObject({ status: 409, problem: { code: 'window_closed' } })
  })

  test('[DL6] while Meta’s own agent answers, nobody else does; then they may again', async () => {
    const { rosa, write } = await held()
    const value = (says(rosa, text('Can I change it?')) as GraphChange).value
    await tell({ field: 'standby', value })
    const holder = async () =>
      (await log(rosa)).findLast(({ type }) => type === 'LineHolderChanged')?.data.holder
    expect(await holder()).toBe('Meta Business Agent')
    await expect(write({ text: 'Hi' })).rejects.toMatchObject({ problem: { code: 'line_held' } })
    const recipient = { phone_number_id: number() }
    const sender = { phone_number: rosa.waId }
    const control_passed = { previous_owner_app_role: 'meta_business_agent' }
    const back = { type: 'control_passed', sender, recipient, control_passed }
    await tell({ field: 'messaging_handovers', value: back })
    expect(await holder()).toBeNull()
    await write({ text: 'Here again.' })
    await until('the message', () => takenFor(rosa)[0])
    await tell({ field: 'standby', value: says(rosa, text('And now?')).value })
    await tell(says(rosa, text('To you.')))
    expect(await holder()).toBeNull()
  })
})

describe('who it is', () => {
  const conversationsOf = async (...addresses: string[]) => {
    const { rows } = await pool.query<{ id: string }>(
      'select distinct conversation_id as id from channel_addresses where address = any ($1)',
      [addresses],
    )
    return rows.map(({ id }) => id)
  }

  test('a customer who changes the number keeps the conversation, and is written to under the new one', async () => {
    const rosa = somebody()
    await tell(says(rosa, text('before')))
    const now = stage.graph.world.customer(`1555200${String(people).padStart(4, '0')}`, rosa.name)
    const system = { type: 'user_changed_number', wa_id: now.waId, user_id: now.userId, body: 'changed' }
    await tell(says(rosa, { type: 'system', system }))
    await tell(says(now, text('after')))
    expect(await conversationsOf(rosa.userId, rosa.waId, now.userId, now.waId)).toHaveLength(1)
    const id = await channel.conversationOf(staged(rosa))
    await server.api.call('POST /conversations/{id}/messages', { params: { id }, body: { text: 'Hi' } })
    const message = await until('the message', () =>
      stage.graph.world.messages.find(({ customer }) => customer.waId === now.waId),
    )
    expect(message.body.recipient).toBe(now.userId)
  })

  test('an id that Meta changes by itself is the same customer', async () => {
    const rosa = somebody()
    await tell(says(rosa, text('before')))
    const update = { user_id: { previous: rosa.userId, current: 'US.90000000000000001' } }
    await tell({
      field: 'user_id_update',
      value: { metadata: metadataOf(number()), user_id_update: [update] },
    })
    expect(await conversationsOf(rosa.userId, 'US.90000000000000001')).toHaveLength(1)
  })

  test('several numbers come by one hook, each to its own channel; a stranger’s is kept', async () => {
    const { world } = stage.graph
    const [, second = ''] = world.phoneNumberIds
    const other = await server.api.call('POST /channels', {
      body: { name: 'Second number', kind: 'whatsapp', settings: settingsOf(stage.graph, 1) },
    })
    const rosa = somebody()
    await tell(messageChange(world, second, rosa, newId(), text('to the second')))
    await tell(says(rosa, text('to the first')))
    await tell(messageChange(world, '999999999999999', rosa, newId(), text('to nobody')))
    const { rows } = await pool.query<{ channel: string }>(
      'select distinct channel_id as channel from channel_addresses where address = $1',
      [rosa.userId],
    )
    expect(rows.map(row => row.channel).sort()).toEqual([channel.channelId, other.id].sort())
    expect(await rawOf('unknown_line')).toEqual([expect.objectContaining({ line: '999999999999999' })])
  })
})
