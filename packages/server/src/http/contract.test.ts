// Real answers held against the contract's schemas: what OpenAPI promises is what comes.
import type { RouteKey } from '@baton/protocol'
import { contract } from '@baton/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk } from '../testing/desk.ts'
import type { TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { openWhatsAppStage } from '../testing/stages/whatsapp-stage.ts'
import { talkOn } from '../testing/talk.ts'
import { startTestBot, testBotSecret } from '../testing/test-bot.ts'
import { until } from '../testing/until.ts'

let server: TestServer
const called = new Set<RouteKey>()

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
})
afterAll(() => server.stop())

/** Calls a route and parses the whole answer by its schema; unknown fields are failures, too. */
async function answer(key: RouteKey, path: string, body?: unknown, token: string | null = server.adminKey) {
  called.add(key)
  const [method = 'GET'] = key.split(' ')
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      // A turn's token says so itself.
      ...(token ? { authorization: token.includes(' ') ? token : `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  })
  const json: unknown = await response.json()
  const route = contract[key]
  expect({ key, status: response.status, json }).toMatchObject({
    status: 'status' in route ? route.status : 200,
  })
  const parsed = route.response.parse(json)
  expect(json, `${key} answers more than its schema says`).toEqual(parsed)
  return json as Record<string, never>
}

const flow = {
  name: 'Short',
  start: 'hello',
  blocks: { hello: { kind: 'message', text: 'Hello.', label: 'Greeting', closing: true } },
}

test('every route of the contract answers what its schema says', async () => {
  const bot = await answer('POST /bots', '/bots', { name: 'Bot', kind: 'flow', settings: { flow } })
  const channel = await answer('POST /channels', '/channels', { name: 'Web', kind: 'web', botId: bot.id })
  const agent = await answer('POST /agents', '/agents', {
    name: 'Dana',
    email: 'dana@test.example',
    password: 'long enough',
  })
  const team = await answer('POST /teams', '/teams', { name: 'Day', members: [agent.id] })
  await answer('POST /agents/{id}/api-keys', `/agents/${agent.id}/api-keys`, {})
  await answer('POST /sign-in', '/sign-in', { email: 'dana@test.example', password: 'long enough' }, null)
  await answer('POST /sign-out', '/sign-out', undefined, null)
  for (const key of ['GET /me', 'GET /agents', 'GET /teams', 'GET /bots', 'GET /channels'] as const) {
    await answer(key, key.slice(4))
  }
  const own = `/bots/${bot.id}`
  await answer('GET /bots/{id}', own)
  await answer('PUT /bots/{id}', own, { name: 'Bottle', revision: 1 })
  await answer('POST /bots/{id}/publish', `${own}/publish`, { note: 'Renamed' })
  await answer('GET /bots/{id}/versions/{version}', `${own}/versions/1`)
  await answer('POST /bots/{id}/versions/{version}/restore', `${own}/versions/1/restore`, {})
  await answer('PUT /bots/{id}/shares', `${own}/shares`, { shares: [{ teamId: team.id, right: 'use' }] })
  const call = { kind: 'request', url: 'http://127.0.0.1:1/', otherwise: 'bye' }
  const calling = { name: 'C', start: 'call', blocks: { call, bye: { kind: 'end' } } }
  await answer('POST /bots/{id}/try', `${own}/try`, { flow: calling, call: { block: 'call' } })
  const settings = { feedback: { text: 'How was it?' } }
  await answer('PUT /channels/{id}', `/channels/${channel.id}`, { name: 'Site', settings })
  const spare = await answer('POST /bots', '/bots', { name: 'Spare', kind: 'flow', settings: { flow } })
  await answer('DELETE /bots/{id}', `/bots/${spare.id}`)
  const completion = {
    topics: ['Other', 'Order'],
    outcomes: ['Resolved'],
    topicRequired: true,
    outcomeRequired: false,
  }
  await answer('PUT /completion', '/completion', completion)
  await answer('GET /briefs', '/briefs')
  await answer('PUT /briefs', '/briefs', { botId: null })

  await answer('GET /web/{channelId}', `/web/${channel.id}`, undefined, null)
  const visitor = await answer(
    'POST /web/{channelId}/visitors',
    `/web/${channel.id}/visitors`,
    { name: 'Zoe' },
    null,
  )
  const { token } = await answer('POST /web/token', '/web/token', { token: visitor.token }, null)
  const said = await answer('POST /web/messages', '/web/messages', { clientId: 'a', text: 'hello' }, token)
  await answer('POST /web/read', '/web/read', { seq: said.seq }, token)
  await answer('POST /web/request', '/web/request', { reason: 'please' }, token)
  await answer('GET /web/messages', '/web/messages?after=0', undefined, token)

  const at = `/conversations/${visitor.conversationId}`
  await answer('GET /conversations', '/conversations?state=requesting')
  await answer('GET /conversations/counts', '/conversations/counts')
  await answer('GET /conversations/{id}', at)
  await answer('GET /conversations/{id}/closing-blocks', `${at}/closing-blocks`)
  await answer('POST /conversations/{id}/brief', `${at}/brief`, { language: 'es' })
  await answer('POST /conversations/{id}/dismiss', `${at}/dismiss`, { reason: 'never mind' })
  await answer('POST /conversations/{id}/request', `${at}/request`, { reason: 'again', teamId: team.id })
  await answer('POST /conversations/{id}/intervene', `${at}/intervene`, {})
  await answer('POST /conversations/{id}/messages', `${at}/messages`, { text: 'Hello' })
  await answer('POST /conversations/{id}/notes', `${at}/notes`, { text: 'Kind.' })
  await answer('POST /conversations/{id}/guidance', `${at}/guidance`, { text: 'Be brief.' })
  await answer('POST /conversations/{id}/tags', `${at}/tags`, { add: ['vip'] })
  await answer('POST /conversations/{id}/return', `${at}/return`, {})
  await answer('POST /conversations/{id}/assign', `${at}/assign`, { agentId: agent.id })
  await answer('POST /conversations/{id}/cancel', `${at}/cancel`, {})
  await answer('POST /conversations/{id}/intervene', `${at}/intervene`, { cancelBot: true })
  await answer('POST /conversations/{id}/resolve', `${at}/resolve`, { topic: 'Order' })
  const log = await answer('GET /conversations/{id}/events', `${at}/events?limit=1000`)
  const asked = JSON.stringify(log).match(/"episodeSeq":(\d+)/)
  const feedback = { episodeSeq: Number(asked?.[1]), rating: 5 }
  await answer('POST /web/feedback', '/web/feedback', feedback, token)
  await answer('POST /conversations/{id}/bot', `${at}/bot`, { botId: bot.id, block: 'hello' })
  await answer('GET /conversations/{id}/events', `${at}/events?after=0&limit=1000`)
  await answer('GET /search', '/search?q=hello')
  const view = await answer('POST /views', '/views', { name: 'Vip', filter: { tag: ['vip'] }, shared: true })
  await answer('GET /views', '/views')
  await answer('PUT /views/{id}', `/views/${view.id}`, { name: 'VIP', position: 0 })
  await answer('DELETE /views/{id}', `/views/${view.id}`)
  await answersOfMedia(visitor.conversationId ?? '', token ?? '')
  await answersOfWriting(String(visitor.conversationId))
  await answersOfContacts(String(visitor.conversationId))
  await answersOfBots()
  await answersOfRules()
  await answersOfTeam(team.id ?? '', agent.id ?? '')
  await answersOfWebhooks()
  await answersOfChannels()
  expect(new Set(Object.keys(contract))).toEqual(called)
})

/** A channel with templates, and what is begun on it. */
async function answersOfChannels(): Promise<void> {
  const stage = await openWhatsAppStage()
  stage.graph.world.templates.splice(0)
  stage.graph.world.templates.push({
    name: 'hello',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Hello {{1}}', example: { body_text: [['Zoe']] } }],
  })
  const { id } = await answer('POST /channels', '/channels', {
    name: 'WhatsApp',
    kind: 'whatsapp',
    settings: stage.settings,
  })
  await answer('POST /channels/{id}/check', `/channels/${id}/check`, {})
  await answer('POST /channels/{id}/templates/sync', `/channels/${id}/templates/sync`, {})
  await answer('GET /channels/{id}/templates', `/channels/${id}/templates`)
  const template = { name: 'hello', locale: 'en', variables: ['Zoe'] }
  const carol = stage.graph.world.customer('15550009001', 'Carol')
  const recipients = [{ address: `+${carol.waId}`, optedIn: true }]
  const given = { name: 'Hello', channelId: id, template, recipients, startsAt: '2100-01-01T00:00:00.000Z' }
  const begun = await answer('POST /outreach', '/outreach', given)
  await answer('GET /outreach', '/outreach')
  await answer('GET /outreach/{id}', `/outreach/${begun.id}`)
  await answer('POST /outreach/{id}/cancel', `/outreach/${begun.id}/cancel`, {})

  const talk = await talkOn(server, await server.makeChannel())
  const { contact } = await server.api.call('GET /conversations/{id}', { params: { id: talk.id } })
  stage.mishap('refuses', 1)
  const first = await answer('POST /contacts/{id}/outreach', `/contacts/${contact.id}/outreach`, {
    channelId: id,
    address: `+${carol.waId}`,
    template,
  })
  await until('that it failed', async () => (await server.api.call('GET /deliveries')).items.length > 0)
  await answer('GET /deliveries', '/deliveries')
  const failed = `/conversations/${first.conversationId}/messages/${first.seq}`
  await answer('POST /conversations/{id}/messages/{seq}/retry', `${failed}/retry`, {})
  await stage.close()
}

/** Who the customer is, and what is noted of the conversation. */
async function answersOfContacts(conversationId: string): Promise<void> {
  const at = `/conversations/${conversationId}`
  await answer('PUT /statuses', '/statuses', { items: [{ name: 'Open', tone: 'waiting' }] })
  await answer('GET /statuses', '/statuses')
  await answer('POST /conversations/{id}/status', `${at}/status`, { status: 'Open' })
  await answer('POST /conversations/{id}/priority', `${at}/priority`, { priority: 'high' })
  const { contact } = await server.api.call('GET /conversations/{id}', { params: { id: conversationId } })
  const own = `/contacts/${contact.id}`
  await answer('GET /contacts/{id}', own)
  await answer('PUT /contacts/{id}', own, { version: contact.version, email: 'zoe@example.com' })
  const phone = { kind: 'phone', value: '+34 600 123 456' }
  await answer('POST /contacts/{id}/ways', `${own}/ways`, phone)
  const { ways } = await server.api.call('GET /contacts/{id}', { params: { id: contact.id } })
  const verified = { verified: true, preferred: true }
  await answer('PUT /contacts/{id}/ways/{wayId}', `${own}/ways/${ways[0]?.id}`, verified)
  const other = (await talkOn(server, await server.makeChannel())).id
  const row = await server.api.call('GET /conversations/{id}', { params: { id: other } })
  await answer('POST /contacts/{id}/merge', `${own}/merge`, { contactId: row.contact.id })
  await answer('GET /contacts/{id}/conversations', `${own}/conversations?limit=1`)
}

/** Files, which come and go as bytes. */
async function answersOfMedia(conversationId: string, token: string): Promise<void> {
  const bytes = new Blob(['a;b'])
  const at = `/conversations/${conversationId}`
  const spare = await answer('POST /media', '/media?name=a.csv', bytes)
  await answer('DELETE /media/{id}', `/media/${spare.id}`)
  const other = await answer('POST /web/media', '/web/media?name=b.csv', bytes, token)
  await answer('DELETE /web/media/{id}', `/web/media/${other.id}`, undefined, token)
  const { id } = await answer('POST /media', '/media?name=c.csv', bytes)
  await server.api.call('POST /conversations/{id}/messages', {
    params: { id: conversationId },
    body: { media: [String(id)] },
  })
  await answer('GET /web/media/{id}', `/web/media/${id}`, undefined, token)
  const { url } = await answer('GET /conversations/{id}/media/{mediaId}', `${at}/media/${id}`)
  called.add('GET /media/{id}')
  expect(await (await fetch(`${server.url}${url}`)).text()).toBe('a;b')
}

/** Canned replies, drafts, mentions. */
async function answersOfWriting(conversationId: string): Promise<void> {
  const body = { shortcut: 'hi', title: 'Greeting', text: 'Hello {contact.first_name|there}', language: 'en' }
  const { id, version } = await answer('POST /canned-replies', '/canned-replies', body)
  await answer('PUT /canned-replies/{id}', `/canned-replies/${id}`, { ...body, for: 'me', version })
  await answer('POST /canned-replies/import', '/canned-replies/import', { items: [body] })
  await answer('GET /canned-replies', '/canned-replies')
  await answer('DELETE /canned-replies/{id}', `/canned-replies/${id}`)
  const draft = { text: 'Hel', device: 'desk', base: 0 }
  await answer(
    'PUT /conversations/{id}/drafts/{kind}',
    `/conversations/${conversationId}/drafts/reply`,
    draft,
  )
  await answer('GET /conversations/{id}/writing', `/conversations/${conversationId}/writing`)
  await answer('GET /me/drafts', '/me/drafts')
  const dana = (await server.makeAgent('Dana')).api
  const { agent } = await server.api.call('GET /me')
  const params = { id: conversationId }
  await dana.call('POST /conversations/{id}/notes', { params, body: { text: 'Look', mentions: [agent.id] } })
  await answer('GET /me/mentions', '/me/mentions')
  await answer('POST /me/mentions/read', '/me/mentions/read', {})
}

/** What a bot says by itself, what it asks, and what it may read. */
async function answersOfBots(): Promise<void> {
  const otto = await startTestBot((_turn, reply) => reply.status(202))
  const settings = { url: otto.url, secret: testBotSecret }
  const { id: botId } = await server.api.call('POST /bots', {
    body: { name: 'Otto', kind: 'http', settings },
  })
  const { id: conversationId } = await talkOn(server, await server.makeChannel({ botId }))
  const turn = await until('the turn', () => otto.turns[0]?.turn)
  await until('that it comes later', async () =>
    (await server.events(conversationId)).some(({ type }) => type === 'TurnDeferred'),
  )
  const at = `/turns/${turn.id}`
  const token = `Turn ${turn.token}`
  await answer('POST /turns/{id}/permit', `${at}/permit`, { action: 'refund' }, token)
  const said = { messages: ['One moment.'], ask: { question: 'May I?' } }
  await answer('POST /turns/{id}/messages', `${at}/messages`, said, token)
  const { question } = await server.api.call('GET /conversations/{id}', { params: { id: conversationId } })
  const told = { questionId: question?.id, text: 'Yes' }
  await answer('POST /conversations/{id}/answer', `/conversations/${conversationId}/answer`, told)

  const knowledge = `/bots/${botId}/knowledge`
  await answer('POST /bots/{id}/knowledge', knowledge, {
    name: 'A',
    type: 'text/plain',
    text: 'We open at nine.',
  })
  const page = await answer('POST /bots/{id}/knowledge', knowledge, { url: 'http://127.0.0.1:1/' })
  await answer('GET /bots/{id}/knowledge', knowledge)
  await answer('POST /bots/{id}/knowledge/{sourceId}/refresh', `${knowledge}/${page.id}/refresh`, {})
  await answer('DELETE /bots/{id}/knowledge/{sourceId}', `${knowledge}/${page.id}`)
  await otto.close()
}

/** A rule from its first check to its end. */
async function answersOfRules(): Promise<void> {
  const when = { kind: 'words', anyOf: ['refund'], by: 'contact' }
  const rule = { name: 'Refund', when, actions: [{ do: 'alert' }] }
  await answer('POST /rules/check', '/rules/check', { rule, sample: 'My refund' })
  const { id } = await answer('POST /rules', '/rules', { rule })
  await answer('PUT /rules/{id}', `/rules/${id}`, { rule, version: 1 })
  await answer('PUT /rules/order', '/rules/order', { ids: [id] })
  await answer('PUT /rules/prompts', '/rules/prompts', { perDay: 5 })
  await answer('GET /rules', '/rules')
  await answer('DELETE /rules/{id}', `/rules/${id}`)
  // Long enough to be cancelled, whatever the machine.
  const dialogue = JSON.stringify({ id: 'd', turns: [{ role: 'customer', text: 'My refund' }] })
  const over = { over: 'file', text: `${dialogue}\n`.repeat(50_000) }
  const run = await answer('POST /rules/lab', '/rules/lab', { versions: [[{ id: 'a', rule }]], over })
  await answer('GET /rules/lab/{id}', `/rules/lab/${run.id}`)
  await answer('POST /rules/lab/{id}/cancel', `/rules/lab/${run.id}/cancel`)
}

/** Where the team is told, who is told when, and what was told. */
async function answersOfAlerts(teamId: string, conversationId: string): Promise<void> {
  const url = 'http://127.0.0.1:1/alerts'
  const made = await answer('POST /alert-channels', '/alert-channels', {
    kind: 'webhook',
    name: 'Pager',
    settings: { url },
  })
  await answer('GET /alert-channels', '/alert-channels')
  const own = `/alert-channels/${made.id}`
  await answer('PUT /alert-channels/{id}', own, { name: 'The pager', settings: { url } })
  await answer('POST /alert-channels/{id}/test', `${own}/test`, {})
  const steps = [{ afterMs: 0, channelIds: [made.id], to: { kind: 'on_duty' } }]
  await answer('PUT /alert-ladders', '/alert-ladders', {
    items: [{ scope: { kind: 'team', teamId }, steps, hours: null }],
  })
  await answer('GET /alert-ladders', '/alert-ladders')
  const alert = await until('it is alerted', async () => {
    const { items } = await server.api.call('GET /alerts', { query: { conversationId } })
    return items[0]
  })
  await answer('GET /alerts', `/alerts?conversationId=${conversationId}`)
  await answer('POST /alerts/{id}/acknowledge', `/alerts/${alert.id}/acknowledge`, {})
  await answer('DELETE /alert-channels/{id}', own)
  await answer('GET /push', '/push')
  const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) }
  const endpoint = 'http://127.0.0.1:1/push'
  await answer('POST /push/subscriptions', '/push/subscriptions', { endpoint, keys })
  await answer('POST /push/subscriptions/remove', '/push/subscriptions/remove', { endpoint })
}

/** Who outside is told, and what they were told. */
async function answersOfWebhooks(): Promise<void> {
  const { id } = await answer('POST /webhooks', '/webhooks', { url: 'http://127.0.0.1:1/' })
  const own = `/webhooks/${id}`
  await answer('PUT /webhooks/{id}', own, { events: ['conversation.resolved'] })
  await answer('POST /webhooks/{id}/secret', `${own}/secret`, {})
  const tested = await answer('POST /webhooks/{id}/test', `${own}/test`, {})
  await answer('GET /webhooks/{id}/deliveries', `${own}/deliveries`)
  const replay = `${own}/deliveries/${tested.id}/replay`
  await answer('POST /webhooks/{id}/deliveries/{deliveryId}/replay', replay, {})
  await answer('GET /webhooks', '/webhooks')
  await answer('DELETE /webhooks/{id}', own)
}

/** Who is there, whom routing asks, and who gives an offer back. */
async function answersOfTeam(teamId: string, agentId: string): Promise<void> {
  await answer('PUT /agents/{id}', `/agents/${agentId}`, { languages: ['en'], skills: ['vip'], capacity: 3 })
  const routing = { how: 'round_robin', nobody: { text: 'Soon.', goes: { teamId } } }
  await answer('PUT /teams/{id}', `/teams/${teamId}`, { name: 'Night', routing: { how: 'least_busy' } })
  await answer('PUT /routing', '/routing', { routing, presence: { ownerGoneMs: null } })
  await answer('GET /routing', '/routing')
  const desk = await openDesk(server.url, server.adminKey)
  await answer('PUT /me/presence', '/me/presence', { presence: 'auto' })
  const visitor = await server.visitor(await server.makeChannel())
  await visitor.say('hello')
  await visitor.api.call('POST /web/request', { body: { reason: 'a person' } })
  const at = `/conversations/${visitor.conversationId}`
  await until('it is offered', async () => (await answer('GET /conversations/{id}', at)).offer)
  await answersOfAlerts(teamId, visitor.conversationId)
  await answer('POST /conversations/{id}/decline', `${at}/decline`, {})
  await answer('GET /agents', '/agents?all=true')
  desk.close()
}

test('the OpenAPI document names every route, and is served', async () => {
  const response = await fetch(`${server.url}/api/v1/openapi.json`)
  const document = (await response.json()) as { paths: Record<string, Record<string, { summary: string }>> }
  for (const [key, route] of Object.entries(contract)) {
    const [method = '', path = ''] = key.split(' ')
    expect(document.paths[`/api/v1${path}`]?.[method.toLowerCase()]?.summary).toBe(route.summary)
  }
})
