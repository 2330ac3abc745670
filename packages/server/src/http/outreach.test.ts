// Templates, and talks that the team begins with them: over a whole Baton and the local Graph server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectedChannel } from '../testing/channel-contract.ts'
import { channelEnv, connectChannel } from '../testing/channel-contract.ts'
import { callOf, echoChange, messageChange, statusChange } from '../testing/graph/graph-webhooks.ts'
import type { GraphCustomer } from '../testing/graph/graph-world.ts'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import type { WhatsAppStage } from '../testing/stages/whatsapp-stage.ts'
import { openWhatsAppStage } from '../testing/stages/whatsapp-stage.ts'
import { takeOver } from '../testing/talk.ts'
import { until } from '../testing/until.ts'

const body = 'Hi {{1}}, your order {{2}} is here.'
const flow = {
  name: 'Greeter',
  start: 'hello',
  blocks: { hello: { kind: 'message', text: 'The bot is here.', next: 'end' }, end: { kind: 'end' } },
}

let server: TestServer
let stage: WhatsAppStage
let channel: ConnectedChannel
let ana: TestAgent
let people = 0
let ids = 0
beforeAll(async () => {
  stage = await openWhatsAppStage()
  const { templates } = stage.graph.world
  const component = { type: 'BODY', text: body, example: { body_text: [['Rosa', 'A1']] } }
  templates.push(
    { name: 'order_here', language: 'en', status: 'APPROVED', category: 'UTILITY', components: [component] },
    { name: 'on_hold', language: 'en', status: 'PAUSED', category: 'UTILITY', components: [component] },
    {
      name: 'plain',
      language: 'en',
      status: 'APPROVED',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Hi.' }],
    },
  )
  server = await startTestServer({ env: channelEnv })
  ana = await server.makeAgent('Ana')
  channel = await connectChannel(stage, server)
  await server.api.call('POST /channels/{id}/templates/sync', { params: { id: channel.channelId } })
})
afterAll(async () => {
  await server.stop()
  await stage.close()
})

const somebody = () =>
  stage.graph.world.customer(`1555300${String(++people).padStart(4, '0')}`, `Buyer ${people}`)
const number = () => stage.graph.world.phoneNumberIds[0] ?? ''
const takenFor = ({ waId }: GraphCustomer) =>
  stage.graph.world.messages.filter(({ customer }) => customer.waId === waId)
const template = (variables: string[] = ['Rosa', 'A7'], name = 'order_here') => ({
  name,
  locale: 'en',
  variables,
})

async function says(from: GraphCustomer, text: string): Promise<void> {
  const change = messageChange(stage.graph.world, number(), from, `wamid.o${++ids}`, {
    type: 'text',
    text: { body: text },
  })
  expect((await channel.post(callOf(stage.graph.world, change))).status).toBe(200)
}
const log = (customer: GraphCustomer) => channel.log({ address: customer.userId, name: customer.name })
const conversationOf = ({ userId, name }: GraphCustomer) => channel.conversationOf({ address: userId, name })

describe('templates', () => {
  test('are listed as they were synced, and change when Meta says so', async () => {
    const params = { id: channel.channelId }
    const { items, syncedAt } = await ana.api.call('GET /channels/{id}/templates', { params })
    expect(items.map(({ name, status, variables }) => [name, status, variables])).toEqual([
      ['on_hold', 'paused', 2],
      ['order_here', 'approved', 2],
      ['plain', 'approved', 0],
    ])
    expect(syncedAt).not.toBeNull()
    const value = {
      event: 'REJECTED',
      message_template_name: 'plain',
      message_template_language: 'en',
      reason: 'SCAM',
    }
    await channel.post(callOf(stage.graph.world, { field: 'message_template_status_update', value }))
    const after = await ana.api.call('GET /channels/{id}/templates', { params })
    expect(after.items.at(-1)).toMatchObject({ status: 'rejected', reason: 'SCAM' })
  })

  test('[DL5] restart the talk when the window is closed, and the log has the words', async () => {
    const rosa = somebody()
    const echo = echoChange(number(), rosa, `wamid.o${++ids}`, { type: 'text', text: { body: 'hello' } })
    await channel.post(callOf(stage.graph.world, echo))
    // Begun by the phone app, so it is named by its number.
    const { items } = await server.api.call('GET /conversations', { query: { q: `+${rosa.waId}` } })
    const id = items[0]?.id ?? ''
    const write = (more: object) =>
      server.api.call('POST /conversations/{id}/messages', { params: { id }, body: more as never })
    await expect(write({ text: 'hi' })).rejects.toMatchObject({ problem: { code: 'window_closed' } })
    await write({ template: template() })
    const taken = await until('the message', () => takenFor(rosa)[0])
    expect(taken.body).toMatchObject({ type: 'template', template: { name: 'order_here' } })
    const sent = (await server.events(id)).findLast(({ type }) => type === 'MessageSent')
    expect(sent?.data).toMatchObject({ text: 'Hi Rosa, your order A7 is here.' })
  })

  test.each([
    [template(['Rosa']), 'template_variables', '{{2}} needs a value, such as "A1"'],
    [template(['Rosa', '  ']), 'template_variables', '{{2}} needs a value'],
    [template(['Rosa', 'A7', 'x']), 'template_variables', 'It takes 2 values'],
    [template(['Rosa', 'A7'], 'on_hold'), 'template_not_approved', 'on_hold is paused'],
    [template([], 'nothing'), 'unknown_template', 'order_here (en)'],
  ])('what cannot be sent is told before: %o', async (wish, code, words) => {
    const rosa = somebody()
    await says(rosa, 'hi')
    const id = await conversationOf(rosa)
    const refused = ana.api.call('POST /conversations/{id}/messages', {
      params: { id },
      body: { template: wish },
    })
    const error = await refused.then(
      () => null,
      reason => reason,
    )
    expect(error?.problem).toMatchObject({ status: 422, code })
    expect(error?.problem.detail).toContain(words)
  })
})

describe('one contact', () => {
  const reach = (id: string, more: object) =>
    ana.api.call('POST /contacts/{id}/outreach', {
      params: { id },
      body: { channelId: channel.channelId, template: template(), ...more } as never,
    })

  test('of another channel is written to on this one, and stays one contact', async () => {
    const visitor = await server.visitor(await server.makeChannel())
    await visitor.say('write to me on WhatsApp')
    const { items } = await server.api.call('GET /conversations')
    const contact = items.find(row => row.id === visitor.conversationId)?.contact
    const rosa = somebody()
    const { conversationId } = await reach(contact?.id ?? '', { address: `+${rosa.waId}` })
    await until('the message', () => takenFor(rosa)[0])
    await says(rosa, 'Great!')
    const events = await server.events(conversationId)
    expect(events.map(({ type }) => type)).toContain('MessageReceived')
    const begun = (await server.api.call('GET /conversations')).items.find(row => row.id === conversationId)
    expect(begun?.contact.id).toBe(contact?.id)
    const again = await reach(contact?.id ?? '', { address: rosa.waId })
    expect(again.conversationId).toBe(conversationId)
  })

  test('nobody is reached over the head of who holds it, at no address, or at somebody else’s', async () => {
    const rosa = somebody()
    await says(rosa, 'hi')
    const id = await conversationOf(rosa)
    const row = (await server.api.call('GET /conversations')).items.find(one => one.id === id)
    const contactId = row?.contact.id ?? ''
    const refusal = (contact: string, more: object) =>
      reach(contact, more).then(
        () => null,
        error => error.problem.code,
      )
    expect(await refusal(contactId, { address: 'no number' })).toBe('not_an_address')
    const other = somebody()
    await says(other, 'hi')
    expect(await refusal(contactId, { address: other.waId })).toBe('address_of_another')
    await takeOver(await server.makeAgent('Ben'), id)
    expect(await refusal(contactId, { address: rosa.waId })).toBe('already_held')
    expect(await refusal(contactId, { address: rosa.waId, channelId: await server.makeChannel() })).toMatch(
      /not_found|no_templates/,
    )
  })
})

describe('a list', () => {
  const begin = (recipients: object[], more: object = {}) =>
    ana.api.call('POST /outreach', {
      body: {
        name: 'Orders',
        channelId: channel.channelId,
        template: template(),
        recipients,
        ...more,
      } as never,
    })
  const listOf = (all: GraphCustomer[]) =>
    all.map(({ waId, name }, n) => ({ address: `+${waId}`, name, variables: [name, `A${n}`], optedIn: true }))
  const results = async (id: string) =>
    ana.api.call('GET /outreach/{id}', { params: { id }, query: { limit: 500 } })
  const states = async (id: string) =>
    (await results(id)).recipients.map(({ state, problem }) => (problem ? `${state}: ${problem}` : state))
  const owed = async () => {
    const changes = stage.graph.owed()
    if (changes.length > 0) await channel.post(callOf(stage.graph.world, ...changes))
  }

  test('[OB1] each gets their own words; who did not say yes, or stands twice, gets nothing', async () => {
    const [one, two, three] = [somebody(), somebody(), somebody()]
    stage.graph.world.unreachable.set(two.waId, 131026)
    const [first, second, third] = listOf([one, two, three])
    const { id } = await begin([
      { ...first },
      { ...second },
      { ...third, optedIn: false },
      { ...first, address: `+1 ${one.waId.slice(1)}` },
      { ...first, address: 'nowhere' },
    ])
    await until('both', () => takenFor(one).length === 1 && takenFor(two).length === 1)
    const message = takenFor(one)[0]
    if (!message) throw new Error('it was not taken')
    await until('what came of it', async () => {
      await owed()
      return (await states(id))[1]?.startsWith('failed')
    })
    expect(await states(id)).toEqual([
      'sent',
      'failed: not_reachable',
      'skipped: not_opted_in',
      'skipped: listed_twice',
      'skipped: not_an_address',
    ])
    for (const status of ['delivered', 'read'] as const) {
      await channel.post(callOf(stage.graph.world, statusChange(stage.graph.world, message, status)))
      await until(status, async () => (await states(id))[0] === status)
    }
    await says(one, 'Thank you!')
    await until('the reply', async () => (await states(id))[0] === 'replied')
    const { outreach } = await results(id)
    expect(outreach).toMatchObject({ state: 'done', by: { name: 'Ana' } })
    expect(outreach.counts).toMatchObject({ total: 5, waiting: 0, replied: 1, failed: 1, skipped: 3 })
    expect(takenFor(three)).toHaveLength(0)
    const sent = (await log(one)).find(({ type }) => type === 'MessageSent')
    expect(sent?.data.text).toBe(`Hi ${one.name}, your order A0 is here.`)
    expect((await ana.api.call('GET /outreach')).items.map(row => row.id)).toContain(id)
  })

  test('[OB1] a reply lands in Active with the bot that was named; whoever holds one goes on holding it', async () => {
    const botId = await server.makeBot(flow)
    const [fresh, known, held] = [somebody(), somebody(), somebody()]
    await says(known, 'hi')
    await says(held, 'hi')
    await takeOver(await server.makeAgent('Carl'), await conversationOf(held))
    const { id } = await begin(listOf([fresh, known, held]), { botId })
    await until('two', () => takenFor(fresh).length === 1 && takenFor(known).length === 1)
    await until('all', async () => (await states(id))[2] === 'skipped: already_held')
    for (const one of [fresh, known]) {
      await says(one, 'Yes?')
      await until('the bot', async () =>
        takenFor(one).some(({ body: sent }) => JSON.stringify(sent).includes('The bot is here')),
      )
      const row = (await server.api.call('GET /conversations', { query: { q: one.name } })).items[0]
      expect(row).toMatchObject({ state: 'active' })
      const said = (await log(one)).filter(({ type }) => type === 'MessageSent').map(({ data }) => data.from)
      expect(said).toEqual(['agent', 'bot'])
    }
    expect(takenFor(held)).toHaveLength(0)
  })

  test('what is planned can be called off; nobody who said yes is refused', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString()
    const rosa = somebody()
    const { id } = await begin(listOf([rosa, somebody()]), { startsAt: later })
    expect((await results(id)).outreach.state).toBe('scheduled')
    expect(await ana.api.call('POST /outreach/{id}/cancel', { params: { id } })).toEqual({ cancelled: 2 })
    expect((await results(id)).outreach.state).toBe('cancelled')
    expect(await states(id)).toEqual(['skipped: cancelled', 'skipped: cancelled'])
    const nobody = begin([{ ...listOf([rosa])[0], optedIn: false }])
    await expect(nobody).rejects.toMatchObject({ problem: { code: 'nobody_opted_in' } })
    await expect(begin(listOf([rosa]), { template: template(['x'], 'on_hold') })).rejects.toMatchObject({
      problem: { code: 'template_not_approved' },
    })
  })

  test('[OB1] [DL3] a server that is stopped in the middle loses none and doubles none', async () => {
    const crowd = Array.from({ length: 40 }, somebody)
    const other = await startTestServer({ databaseUrl: server.databaseUrl, env: channelEnv })
    const { id } = await begin(listOf(crowd), { perMinute: 1_200 })
    await until('some', () => crowd.some(one => takenFor(one).length > 0))
    await other.stop()
    await until('all', () => crowd.every(one => takenFor(one).length > 0), 40_000)
    await until('that all is known', async () => {
      await owed()
      return (await states(id)).every(state => state === 'sent')
    })
    expect(crowd.map(one => takenFor(one).length)).toEqual(crowd.map(() => 1))
  }, 90_000)
})
