// Building bots: drafts, versions, rights. The rights are a table: every role and share against every route.
import { ApiError } from '@baton/client'
import type { BodyOf } from '@baton/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let server: TestServer
let lead: TestAgent

beforeAll(async () => {
  server = await startTestServer()
  lead = await server.makeAgent('Lena', 'lead')
})
afterAll(() => server?.stop())

const flowSaying = (text: string) => ({
  name: 'Small',
  start: 'hello',
  blocks: { hello: { kind: 'message', text, next: 'bye' }, bye: { kind: 'end' } },
})
const broken = { name: 'Broken', start: 'nowhere', blocks: { hello: { kind: 'end' } } }

type Call = TestServer['api']
const get = (id: string, api: Call = server.api) => api.call('GET /bots/{id}', { params: { id } })
const save = (id: string, body: BodyOf<'PUT /bots/{id}'>, api: Call = server.api) =>
  api.call('PUT /bots/{id}', { params: { id }, body })
const publish = (id: string, body: object = {}, api: Call = server.api) =>
  api.call('POST /bots/{id}/publish', { params: { id }, body })

/** The problem with which a call is refused. */
async function problemOf(call: Promise<unknown>) {
  const outcome = await call.then(
    () => 'it was answered',
    (error: unknown) => error,
  )
  if (!(outcome instanceof ApiError)) throw new Error(String(outcome))
  return outcome.problem ?? { status: outcome.status, code: outcome.code }
}

describe('drafts', () => {
  test('a new bot is published as version 1, and a draft is not in force', async () => {
    const id = await server.makeBot(flowSaying('One'))
    expect(await get(id)).toMatchObject({ version: 1, revision: 1, changed: false, right: 'publish' })
    const saved = await save(id, { name: 'Second', settings: { flow: flowSaying('Two') }, revision: 1 })
    expect(saved).toEqual({ revision: 2, changed: true })
    const { items } = await server.api.call('GET /bots')
    const listed = items.find(item => item.id === id)
    expect(listed).toMatchObject({ name: 'Second', version: 1, changed: true })
    expect(JSON.stringify(listed?.settings)).toContain('One')
  })
  test('nobody’s work is overwritten: who saves on an old revision is told', async () => {
    const id = await server.makeBot(flowSaying('One'))
    await save(id, { settings: { flow: flowSaying('Lena') }, revision: 1 }, lead.api)
    const problem = await problemOf(save(id, { settings: { flow: flowSaying('Mine') }, revision: 1 }))
    expect(problem).toMatchObject({ status: 409, code: 'draft_changed', revision: 2, by: { name: 'Lena' } })
    expect(await problemOf(publish(id, { revision: 1 }))).toMatchObject({ code: 'draft_changed' })
  })
  test('an unsound flow can be saved and not published; the faults name their blocks', async () => {
    const id = await server.makeBot(flowSaying('One'))
    await save(id, { settings: { flow: broken }, revision: 1 })
    const problem = await problemOf(publish(id))
    expect(problem).toMatchObject({ status: 422, code: 'invalid_flow' })
    expect(problem).toMatchObject({ faults: [{ path: 'start' }] })
    const made = server.api.call('POST /bots', {
      body: { name: 'X', kind: 'flow', settings: { flow: JSON.parse(JSON.stringify(broken)) } },
    })
    expect(await problemOf(made)).toMatchObject({ code: 'invalid_flow' })
  })
  test('a flow that names an AI agent which is not there is not published', async () => {
    const id = await server.makeBot(flowSaying('One'))
    const ai = { kind: 'ai', prompt: 'Help', bot: '0190c000-0000-7000-8000-000000000000', otherwise: 'bye' }
    const flow = { name: 'AI', start: 'ai', blocks: { ai, bye: { kind: 'end' } } }
    await save(id, { settings: { flow }, revision: 1 })
    expect(await problemOf(publish(id))).toMatchObject({ faults: [{ block: 'ai', path: 'bot' }] })
  })
  test('versions are kept with who and why, and can be restored into the draft', async () => {
    const id = await server.makeBot(flowSaying('One'))
    await save(id, { settings: { flow: flowSaying('Two') }, revision: 1 }, lead.api)
    expect(await publish(id, { note: 'Shorter', revision: 2 }, lead.api)).toEqual({ version: 2 })
    const { versions, changed } = await get(id)
    expect(changed).toBe(false)
    expect(versions).toMatchObject([
      { version: 2, note: 'Shorter', by: { name: 'Lena' } },
      { version: 1, by: { name: 'Admin' } },
    ])
    const params = { id, version: 1 }
    const first = await server.api.call('GET /bots/{id}/versions/{version}', { params })
    expect(JSON.stringify(first.settings)).toContain('One')
    await server.api.call('POST /bots/{id}/versions/{version}/restore', { params })
    const draft = await get(id)
    expect(draft).toMatchObject({ version: 2, changed: true, revision: 3 })
    expect(JSON.stringify(draft.settings)).toContain('One')
    const none = server.api.call('GET /bots/{id}/versions/{version}', { params: { id, version: 9 } })
    expect(await problemOf(none)).toMatchObject({ status: 404 })
  })
})

describe('secrets', () => {
  const flowWith = (url: string, secret: unknown) => ({
    name: 'Calls',
    start: 'call',
    blocks: {
      call: {
        kind: 'request',
        method: 'GET',
        url,
        headers: [{ name: 'Authorization', secret }],
        otherwise: 'bye',
      },
      bye: { kind: 'end' },
    },
  })
  const secretIn = (settings: unknown) =>
    (settings as { flow: ReturnType<typeof flowWith> }).flow.blocks.call.headers[0]?.secret

  test('of a flow come back sealed, are kept when given back, and are for one host only', async () => {
    const id = await server.makeBot(flowWith('https://a.example/x', 'Bearer abc'))
    const sealed = secretIn((await get(id)).settings)
    expect(JSON.stringify(await get(id))).not.toContain('abc')
    expect(sealed).toEqual({ sealed: expect.stringMatching(/^v1\./) })
    await save(id, { settings: { flow: flowWith('https://a.example/y', sealed) }, revision: 1 })
    expect(await publish(id)).toEqual({ version: 2 })
    await save(id, { settings: { flow: flowWith('https://a.example/z', { set: true }) }, revision: 2 })
    expect(secretIn((await get(id)).settings)).toEqual(sealed)
    await save(id, { settings: { flow: flowWith('https://thief.example/x', sealed) }, revision: 3 })
    const stolen = [{ block: 'call', path: 'headers', message: expect.stringContaining('enter it again') }]
    expect(await problemOf(publish(id))).toMatchObject({ code: 'invalid_flow', faults: stolen })
    const other = await server.makeBot(flowSaying('Other'))
    await save(other, { settings: { flow: flowWith('https://a.example/x', sealed) }, revision: 1 })
    expect(await problemOf(publish(other))).toMatchObject({ code: 'invalid_flow' })
  })
  test('of other kinds are only said to be there; one that is made is shown once', async () => {
    const { id, secret } = await server.api.call('POST /bots', {
      body: { name: 'Own', kind: 'http', settings: { url: 'https://bot.example/' } },
    })
    expect(secret).toMatch(/^whsec_/)
    const { settings } = await get(id)
    expect(settings).toEqual({ url: 'https://bot.example/', secret: { set: true } })
    await save(id, { settings: { ...settings, url: 'https://bot.example/turns' }, revision: 1 })
    expect((await get(id)).settings).toMatchObject({ secret: { set: true } })
    const wrong = save(id, { settings: { url: 'ftp://x' }, revision: 2 })
    expect(await problemOf(wrong)).toMatchObject({
      status: 400,
      errors: [{ path: 'settings.url', message: expect.stringContaining('https') }],
    })
    const near = save(id, { settings: { url: 'http://169.254.169.254/turns' }, revision: 2 })
    expect(await problemOf(near)).toMatchObject({
      code: 'refused_address',
      fields: ['settings.url'],
      detail: expect.stringContaining('BATON_ALLOW_PRIVATE'),
    })
  })
})

describe('a secret that is sent', () => {
  test('is kept for its address only: who changes that enters it again', async () => {
    const settings = (baseUrl: string, apiKey: unknown) => ({
      model: { baseUrl, name: 'm', apiKey },
      prompt: 'Help',
    })
    const { id } = await server.api.call('POST /bots', {
      body: {
        name: 'Nova',
        kind: 'ai',
        settings: { model: { baseUrl: 'https://model.example/v1', name: 'm', apiKey: 'k' }, prompt: 'Help' },
      },
    })
    await save(id, { settings: settings('https://model.example/v2', { set: true }), revision: 1 })
    const moved = { settings: settings('https://thief.example/v1', { set: true }), revision: 2 }
    const errors = [{ path: 'settings.model.apiKey', message: expect.stringContaining('enter it again') }]
    expect(await problemOf(save(id, moved))).toMatchObject({ status: 400, errors })
    const tried = server.api.call('POST /bots/{id}/try', {
      params: { id },
      body: { settings: moved.settings, messages: [{ from: 'contact', text: 'Hi' }] },
    })
    expect(await problemOf(tried)).toMatchObject({ errors })
    await save(id, { settings: settings('https://other.example/v1', 'new key'), revision: 2 })
  })
})

describe('who may do what', () => {
  let botId: string
  const people = new Map<string, TestAgent>()

  beforeAll(async () => {
    botId = await server.makeBot(flowSaying('One'))
    const shares: { teamId: string; right: 'use' | 'edit' | 'publish' }[] = []
    for (const right of ['use', 'edit', 'publish'] as const) {
      const agent = await server.makeAgent(`May ${right}`)
      people.set(right, agent)
      const body = { name: `Team ${right}`, members: [agent.id] }
      const { id } = await server.api.call('POST /teams', { body })
      shares.push({ teamId: id, right })
    }
    people.set('nothing', await server.makeAgent('May nothing'))
    people.set('lead', lead)
    await lead.api.call('PUT /bots/{id}/shares', { params: { id: botId }, body: { shares } })
  })

  let spareChannel: Promise<string>
  beforeAll(() => {
    spareChannel = server.makeChannel()
  })
  const params = () => ({ id: botId })
  const flow = flowSaying('Tried')
  const routes: Record<string, (api: Call) => Promise<unknown>> = {
    read: api => get(botId, api),
    save: async api => save(botId, { name: 'Small', revision: (await get(botId)).revision }, api),
    version: api => api.call('GET /bots/{id}/versions/{version}', { params: { id: botId, version: 1 } }),
    restore: api =>
      api.call('POST /bots/{id}/versions/{version}/restore', { params: { id: botId, version: 1 } }),
    // Refused for what it is, after the right was looked at.
    try: async api => {
      const body = { flow, call: { block: 'hello' } }
      const { code } = await problemOf(api.call('POST /bots/{id}/try', { params: params(), body }))
      if (code !== 'no_call') throw new Error(code)
    },
    publish: api => publish(botId, {}, api),
    share: async api => {
      const { shares } = await get(botId)
      await api.call('PUT /bots/{id}/shares', { params: params(), body: { shares } })
    },
    send: async api => {
      const { conversationId: id } = await server.visitor(await spareChannel)
      await api.call('POST /conversations/{id}/bot', { params: { id }, body: { botId } })
    },
    make: api =>
      api.call('POST /bots', { body: { name: 'New', kind: 'flow', settings: { flow: flowSaying('New') } } }),
  }
  const building = ['read', 'save', 'version', 'restore', 'try']
  const table: Record<string, readonly string[]> = {
    nothing: [],
    use: ['send'],
    edit: [...building, 'send'],
    publish: [...building, 'publish', 'send'],
    lead: Object.keys(routes),
  }

  test.each(Object.entries(table))('%s: %j and no more', async (who, may) => {
    const api = people.get(who)?.api
    if (!api) throw new Error(who)
    const allowed: string[] = []
    for (const [name, call] of Object.entries(routes)) {
      const refused = await call(api).then(
        () => null,
        (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
      )
      if (refused === null) allowed.push(name)
      else expect(refused).toMatch(/^(?:not_allowed|not_found|Error: not_(?:allowed|found))$/)
    }
    expect(allowed).toEqual(may)
  })
  test('a bot is listed for those who may use it, its settings for those who may edit it', async () => {
    const seen = async (who: string) => {
      const { items } = (await people.get(who)?.api.call('GET /bots')) ?? { items: [] }
      const found = items.find(item => item.id === botId)
      return found && { right: found.right, settings: Object.keys(found.settings) }
    }
    expect(await seen('nothing')).toBeUndefined()
    expect(await seen('use')).toEqual({ right: 'use', settings: [] })
    expect(await seen('edit')).toEqual({ right: 'edit', settings: ['flow'] })
    expect(await seen('lead')).toEqual({ right: 'publish', settings: ['flow'] })
    expect(await problemOf(get(botId, people.get('nothing')?.api))).toMatchObject({ status: 404 })
  })
  test('of a bot that is shared with no team every agent may use it, and no more', async () => {
    const id = await server.makeBot(flowSaying('Free'))
    const api = people.get('nothing')?.api
    expect((await api?.call('GET /bots'))?.items.find(item => item.id === id)?.right).toBe('use')
    expect(await problemOf(get(id, api))).toMatchObject({ status: 403, needs: 'edit' })
  })
  test('whoever may use a bot sees where it can be sent in, its beginning first', async () => {
    const { blocks, ...rest } = flowSaying('Free')
    const later = { kind: 'message', label: 'Returns', text: 'Send it back.', next: 'bye' }
    const id = await server.makeBot({ ...rest, blocks: { later, ...blocks } })
    const { items } = (await people.get('nothing')?.api.call('GET /bots')) ?? { items: [] }
    const entries = items.find(item => item.id === id)?.entries
    expect(entries).toEqual([
      { block: 'hello', label: 'hello' },
      { block: 'later', label: 'Returns' },
    ])
  })
  test('a bot of nobody’s is not found by anybody, and a team of nobody’s is refused', async () => {
    const id = '0190c000-0000-7000-8000-000000000000'
    for (const call of [get(id), publish(id), server.api.call('DELETE /bots/{id}', { params: { id } })])
      expect(await problemOf(call)).toMatchObject({ status: 404 })
    const shares = [{ teamId: id, right: 'use' as const }]
    const call = server.api.call('PUT /bots/{id}/shares', { params: params(), body: { shares } })
    expect(await problemOf(call)).toMatchObject({ code: 'unknown_team' })
  })
})

describe('bots in use', () => {
  test('a bot that a channel has is not deleted; the channel can be given another', async () => {
    const [first, second] = [await server.makeBot(flowSaying('A')), await server.makeBot(flowSaying('B'))]
    const channel = await server.makeChannel({ botId: first, settings: { greeting: 'Hello' } })
    const remove = (id: string) => server.api.call('DELETE /bots/{id}', { params: { id } })
    expect(await problemOf(remove(first))).toMatchObject({
      status: 409,
      code: 'bot_in_use',
      channels: [{ id: channel }],
    })
    expect(
      await problemOf(lead.api.call('PUT /channels/{id}', { params: { id: channel }, body: {} })),
    ).toMatchObject({ status: 403 })
    const body = { botId: second, whileRequesting: 'holds' } as const
    const changed = await server.api.call('PUT /channels/{id}', { params: { id: channel }, body })
    expect(changed).toMatchObject({ name: 'Web', ...body, settings: { greeting: 'Hello' } })
    await remove(first)
    expect(await problemOf(get(first))).toMatchObject({ status: 404 })
  })
  test('[BT3] who talks with a bot that was deleted gets a person', async () => {
    const botId = await server.makeBot(flowSaying('A'))
    const settings = { turnAttempts: 1 }
    const channel = await server.makeChannel({ botId, settings })
    const visitor = await server.visitor(channel)
    await visitor.say('Hello')
    await server.api.call('PUT /channels/{id}', { params: { id: channel }, body: { botId: null } })
    await server.api.call('DELETE /bots/{id}', { params: { id: botId } })
    await visitor.say('Are you there?')
    const id = visitor.conversationId
    const wanted = await until('a person', async () =>
      (await server.events(id)).find(({ type }) => type === 'HumanRequested'),
    )
    expect(wanted.data).toMatchObject({ reason: { cause: 'bot_failed' } })
  })
  test('an AI agent that a flow asks is not deleted', async () => {
    const { id } = await server.api.call('POST /bots', {
      body: {
        name: 'Nova',
        kind: 'ai',
        settings: { model: { baseUrl: 'https://model.example/v1', name: 'm' }, prompt: 'Help' },
      },
    })
    const ai = { kind: 'ai', prompt: 'Help', bot: id, otherwise: 'bye' }
    const asking = await server.makeBot({ name: 'Asks', start: 'ai', blocks: { ai, bye: { kind: 'end' } } })
    const call = server.api.call('DELETE /bots/{id}', { params: { id } })
    expect(await problemOf(call)).toMatchObject({ code: 'bot_in_use', bots: [{ id: asking }] })
  })
})
