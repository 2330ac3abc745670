// What helps to write, over HTTP: who may use and change which canned reply, drafts of several devices, mentions.
import { randomUUID } from 'node:crypto'
import type { Api } from '@baton/client'
import { isApiError } from '@baton/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'

let server: TestServer
let ana: TestAgent
let ben: TestAgent
let lea: TestAgent
let teamId: string
let channelId: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.makeAgent('Ana')
  ben = await server.makeAgent('Ben')
  lea = await server.makeAgent('Lea', 'lead')
  teamId = (await server.api.call('POST /teams', { body: { name: 'Billing', members: [ana.id] } })).id
  channelId = await server.makeChannel()
})
afterAll(() => server.stop())

/** `409 draft_changed`, with what the problem carries. */
async function refusal(
  call: Promise<unknown>,
): Promise<{ readonly told: string; readonly more: Record<string, unknown> }> {
  try {
    await call
  } catch (fault) {
    if (isApiError(fault)) return { told: `${fault.status} ${fault.code}`, more: { ...fault.problem } }
    throw fault
  }
  throw new Error('it was not refused')
}
const told = async (call: Promise<unknown>) => (await refusal(call)).told

const reply = (shortcut: string, more: object = {}) => ({
  shortcut,
  title: `About ${shortcut}`,
  text: 'Hello {contact.first_name|there}',
  ...more,
})
const add = ({ api }: TestAgent, body: ReturnType<typeof reply>) => api.call('POST /canned-replies', { body })
const shortcutsOf = async ({ api }: TestAgent) =>
  (await api.call('GET /canned-replies')).items.map(one => one.shortcut)

async function conversation(): Promise<string> {
  const visitor = await server.visitor(channelId)
  await visitor.say('Hello')
  return visitor.conversationId
}

describe('canned replies', () => {
  test('an agent keeps their own, which nobody else sees; those of others are a lead’s to write', async () => {
    expect(await told(add(ana, reply('all')))).toBe('403 not_allowed')
    await add(lea, reply('all'))
    await add(lea, reply('team', { for: { teamId } }))
    const own = await add(ana, reply('own', { for: 'me' }))
    expect(await shortcutsOf(ana)).toEqual(['all', 'own', 'team'])
    expect(await shortcutsOf(ben)).toEqual(['all'])
    expect(await shortcutsOf(lea)).toEqual(['all', 'team'])
    const params = { id: own.id }
    const body = { ...reply('own', { for: 'me' as const }), version: own.version }
    expect(await told(lea.api.call('PUT /canned-replies/{id}', { params, body }))).toBe('404 not_found')
    expect(await told(ben.api.call('DELETE /canned-replies/{id}', { params }))).toBe('404 not_found')
    const { items } = await ana.api.call('GET /canned-replies')
    expect(items.map(item => item.mine)).toEqual([false, true, false])
    const shared = items[0]?.id ?? ''
    expect(await told(ana.api.call('DELETE /canned-replies/{id}', { params: { id: shared } }))).toBe(
      '403 not_allowed',
    )
    // Nor can one's own be made everybody's by an agent.
    const widened = { ...body, for: 'everyone' as const }
    expect(await told(ana.api.call('PUT /canned-replies/{id}', { params, body: widened }))).toBe(
      '403 not_allowed',
    )
    await ana.api.call('DELETE /canned-replies/{id}', { params })
    expect(await shortcutsOf(ana)).toEqual(['all', 'team'])
  })

  test('a shortcut is taken once among the same people, and a change on an old version shows the new one', async () => {
    const first = await add(lea, reply('Refund'))
    expect(first.shortcut).toBe('refund')
    expect(await told(add(lea, reply('refund')))).toBe('409 shortcut_taken')
    await add(lea, reply('refund', { for: { teamId } }))
    const params = { id: first.id }
    const changed = await server.api.call('PUT /canned-replies/{id}', {
      params,
      body: { ...reply('refund', { title: 'By the admin' }), version: first.version },
    })
    expect(changed.version).toBe(first.version + 1)
    const late = await refusal(
      lea.api.call('PUT /canned-replies/{id}', {
        params,
        body: { ...reply('refund'), version: first.version },
      }),
    )
    expect(late.told).toBe('409 reply_changed')
    expect(late.more.reply).toMatchObject({ title: 'By the admin', version: changed.version })
    const other = await add(lea, reply('other'))
    const clash = { ...reply('refund'), version: other.version }
    expect(
      await told(lea.api.call('PUT /canned-replies/{id}', { params: { id: other.id }, body: clash })),
    ).toBe('409 shortcut_taken')
  })

  test('an import adds what is new and takes the place of what has the same shortcut, all or nothing', async () => {
    const items = [reply('in-1'), reply('in-2'), reply('in-1', { title: 'The later one' })]
    expect(await told(ana.api.call('POST /canned-replies/import', { body: { items } }))).toBe(
      '403 not_allowed',
    )
    expect(await lea.api.call('POST /canned-replies/import', { body: { items } })).toEqual({
      added: 2,
      changed: 0,
    })
    expect(await lea.api.call('POST /canned-replies/import', { body: { items } })).toEqual({
      added: 0,
      changed: 2,
    })
    const found = (await lea.api.call('GET /canned-replies')).items.find(one => one.shortcut === 'in-1')
    expect(found).toMatchObject({ title: 'The later one', version: 2 })
    const wrong = await refusal(
      lea.api.call('POST /canned-replies/import', { body: { items: [reply('a b')] } }),
    )
    expect(wrong.told).toBe('400 invalid_request')
    expect(JSON.stringify(wrong.more.errors)).toContain('items.0.shortcut')
  })
})

type Kind = 'reply' | 'note' | 'guide'
const keep = (api: Api, id: string, text: string, base: number, device: string, kind: Kind = 'reply') =>
  api.call('PUT /conversations/{id}/drafts/{kind}', { params: { id, kind }, body: { text, base, device } })
const draftsOf = async (api: Api, id: string) =>
  (await api.call('GET /conversations/{id}/writing', { params: { id } })).drafts.map(
    ({ kind, text }) => `${kind}: ${text}`,
  )

describe('drafts', () => {
  test('are kept by conversation, agent and kind, and are nobody else’s', async () => {
    const id = await conversation()
    const first = await keep(ana.api, id, 'Hel', 0, 'desk')
    const second = await keep(ana.api, id, 'Hello', first.version, 'desk')
    expect(second.version).toBeGreaterThan(first.version)
    await keep(ana.api, id, 'Nice', 0, 'desk', 'note')
    expect((await draftsOf(ana.api, id)).sort()).toEqual(['note: Nice', 'reply: Hello'])
    expect(await draftsOf(ben.api, id)).toEqual([])
    const { items } = await ana.api.call('GET /me/drafts')
    expect(
      items
        .filter(item => item.conversationId === id)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['note', 'reply'])
    await keep(ana.api, id, '', second.version, 'desk')
    expect(await draftsOf(ana.api, id)).toEqual(['note: Nice'])
  })

  test('one from another device that is newer is not written over: both are at hand', async () => {
    const id = await conversation()
    const { version } = await keep(ana.api, id, 'Hello', 0, 'desk')
    const phone = await keep(ana.api, id, 'Hello from the train', version, 'phone')
    const stale = await refusal(keep(ana.api, id, 'Hello from the desk', version, 'desk'))
    expect(stale.told).toBe('409 draft_changed')
    expect(stale.more.draft).toMatchObject({
      text: 'Hello from the train',
      version: phone.version,
      device: 'phone',
    })
    expect(await draftsOf(ana.api, id)).toEqual(['reply: Hello from the train'])
    // Nor is it forgotten from there; the same words are no conflict; and who has seen it may write over it.
    expect(await told(keep(ana.api, id, '', version, 'desk'))).toBe('409 draft_changed')
    await keep(ana.api, id, 'Hello from the train', version, 'desk')
    await keep(ana.api, id, 'Mine after all', phone.version + 100, 'desk')
    expect(await draftsOf(ana.api, id)).toEqual(['reply: Mine after all'])
  })

  test('of many devices at once, no text is lost: each is kept or comes back with the one that stands', async () => {
    const id = await conversation()
    const writes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => keep(ana.api, id, `from ${n}`, 0, `device ${n}`)),
    )
    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await draftsOf(ana.api, id)).toHaveLength(1)
  })

  test('there is none where there is no conversation, nor in another workspace', async () => {
    expect(await told(keep(ana.api, randomUUID(), 'Hello', 0, 'desk'))).toBe('404 not_found')
    const params = { id: randomUUID() }
    expect(await told(ana.api.call('GET /conversations/{id}/writing', { params }))).toBe('404 not_found')
  })
})

describe('mentions', () => {
  const note = (
    { api }: TestAgent,
    id: string,
    body: { text: string; mentions?: string[]; teamMentions?: string[] },
  ) => api.call('POST /conversations/{id}/notes', { params: { id }, body })
  const mentionsOf = ({ api }: TestAgent) => api.call('GET /me/mentions')

  test('[OW1] a note names agents and teams; who is unknown, gone or its author is left out', async () => {
    const id = await conversation()
    const mentions = [ben.id, ben.id, lea.id, randomUUID()]
    const { seq } = await note(lea, id, {
      text: '@Ben @Billing look',
      mentions,
      teamMentions: [teamId, randomUUID()],
    })
    const written = (await server.events(id)).find(event => event.seq === seq)
    expect(written?.data).toEqual({ text: '@Ben @Billing look', mentions: [ben.id, ana.id] })
    const plain = await note(lea, id, { text: 'nobody' })
    expect((await server.events(id)).find(event => event.seq === plain.seq)?.data).toEqual({ text: 'nobody' })
  })

  test('a mention waits until it was read: one, or all of them', async () => {
    const dana = await server.makeAgent('Dana')
    const id = await conversation()
    const one = await note(ana, id, { text: '@Dana first', mentions: [dana.id] })
    await note(ben, id, { text: '@Dana second', mentions: [dana.id] })
    const before = await mentionsOf(dana)
    expect(before.unread).toBe(2)
    expect(before.items.map(({ text, by }) => `${by.name}: ${text}`)).toEqual([
      'Ben: @Dana second',
      'Ana: @Dana first',
    ])
    const body = { conversationId: id, seq: one.seq }
    expect(await dana.api.call('POST /me/mentions/read', { body })).toEqual({ unread: 1 })
    expect((await mentionsOf(dana)).items.map(({ read }) => read)).toEqual([false, true])
    expect(await dana.api.call('POST /me/mentions/read')).toEqual({ unread: 0 })
    expect((await mentionsOf(ana)).items.filter(item => item.conversationId === id)).toEqual([])
  })
})
