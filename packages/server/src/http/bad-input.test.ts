import { randomUUID } from 'node:crypto'
import { problem } from '@baton/protocol'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer, TestVisitor } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'

let server: TestServer
let visitor: TestVisitor

beforeAll(async () => {
  server = await startTestServer()
  visitor = await server.visitor(await server.makeChannel())
  await visitor.say('hello')
})
afterAll(() => server.stop())

interface Sent {
  readonly method?: string
  readonly token?: string | null
  readonly body?: unknown
  readonly raw?: string
  readonly headers?: Record<string, string>
}

/** Sends as given and holds the answer against the shape that every refusal has. */
async function refusedAt(path: string, { method = 'GET', token, body, raw, headers = {} }: Sent = {}) {
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token ?? server.adminKey}` }),
      ...headers,
    },
    ...(text === undefined ? {} : { body: text }),
  })
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const told = problem.parse(await response.json())
  expect(told.status).toBe(response.status)
  // Every refusal says something to its reader, in a sentence.
  expect(told.detail).toMatch(/[.:]/)
  return told
}

const post = (body: unknown, more: Sent = {}): Sent => ({ method: 'POST', body, ...more })
const at = (command: string) => `/conversations/${visitor.conversationId}/${command}`

describe('what is malformed', () => {
  test('JSON that is none', async () => {
    expect(await refusedAt(at('notes'), { method: 'POST', raw: '{"text": ' })).toMatchObject({
      status: 400,
      code: 'malformed_json',
    })
  })

  test.each([
    ['an object for a text', { text: {} }],
    ['a number for a text', { text: 5 }],
    ['nothing', {}],
    ['a list for a body', []],
    ['a text for a body', 'hello'],
  ])('%s', async (_what, body) => {
    expect(await refusedAt(at('messages'), post(body))).toMatchObject({
      status: 400,
      code: 'invalid_request',
    })
  })

  test('a text that is too long names the limit', async () => {
    const told = await refusedAt(at('messages'), post({ text: 'x'.repeat(4_097) }))
    expect(told).toMatchObject({ status: 400 })
    expect(told.detail).toContain('4096')
  })

  test('a body that is too large names the limit', async () => {
    expect(await refusedAt(at('notes'), post({ text: 'x'.repeat(300_000) }))).toMatchObject({
      status: 413,
      code: 'too_large',
    })
  })

  test('text that the database could not hold is refused before it fails anybody else', async () => {
    expect(await refusedAt(at('messages'), { method: 'POST', raw: '{"text":"a\\u0000b"}' })).toMatchObject({
      status: 400,
    })
    expect(await refusedAt(at('messages'), { method: 'POST', raw: '{"text":"a\\ud800b"}' })).toMatchObject({
      status: 400,
    })
  })

  test('another content type', async () => {
    const told = await refusedAt(at('notes'), {
      method: 'POST',
      raw: '<a/>',
      headers: { 'content-type': 'application/xml' },
    })
    expect(told).toMatchObject({ status: 415, code: 'not_json' })
  })
})

describe('what is not there, or not yours', () => {
  test('an id that cannot be one, an id of nothing, and an id of another workspace are all not found', async () => {
    for (const id of ['nope', randomUUID()]) {
      expect(await refusedAt(`/conversations/${id}`)).toMatchObject({ status: 404, code: 'not_found' })
      expect(await refusedAt(`/conversations/${id}/intervene`, post({}))).toMatchObject({ status: 404 })
    }
  })

  test('unknown agents, teams, bots, blocks and options', async () => {
    expect(await refusedAt(at('assign'), post({ agentId: randomUUID() }))).toMatchObject({ status: 404 })
    expect(await refusedAt(at('assign'), post({ teamId: randomUUID() }))).toMatchObject({ status: 404 })
    expect(await refusedAt(at('bot'), post({ botId: randomUUID() }))).toMatchObject({ status: 404 })
    await server.api.call('POST /conversations/{id}/intervene', {
      params: { id: visitor.conversationId },
      body: {},
    })
    expect(await refusedAt(at('resolve'), post({ topic: 'Nonsense', outcome: 'Resolved' }))).toMatchObject({
      status: 422,
      code: 'unknown_option',
    })
    expect(
      await refusedAt(at('resolve'), post({ topic: 'Other', outcome: 'Resolved', closingBlock: 'nope' })),
    ).toMatchObject({ status: 422, code: 'unknown_block' })
  })

  test('a token that is missing, foreign, expired, or of the wrong kind', async () => {
    expect(await refusedAt('/me', { token: null })).toMatchObject({ status: 401, code: 'not_signed_in' })
    expect(await refusedAt('/me', { token: 'baton_nonsense' })).toMatchObject({
      status: 401,
      code: 'invalid_key',
    })
    expect(await refusedAt('/me', { token: visitor.token })).toMatchObject({ status: 401 })
    expect(await refusedAt('/web/messages', { token: server.adminKey })).toMatchObject({
      status: 401,
      code: 'invalid_token',
    })
    const forged = await new SignJWT({ wid: randomUUID(), cid: visitor.conversationId, chn: randomUUID() })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(randomUUID())
      .setAudience('baton:visitor')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('not the secret of this server at all'))
    expect(await refusedAt('/web/messages', { token: forged })).toMatchObject({
      status: 401,
      code: 'invalid_token',
    })
    expect(await refusedAt('/web/token', post({ token: forged }, { token: null }))).toMatchObject({
      status: 401,
    })
  })

  test('a role that may not', async () => {
    const agent = await server.makeAgent('Cleo')
    expect(await refusedAt('/teams', post({ name: 'Night' }, { token: agent.key }))).toMatchObject({
      status: 403,
      code: 'not_allowed',
    })
  })
})

describe('cursors and orders', () => {
  test('a cursor from the future says where the log ends', async () => {
    expect(await refusedAt(`${at('events')}?after=9999`)).toMatchObject({ status: 422, code: 'cursor_ahead' })
    const params = { id: visitor.conversationId }
    await server.api.call('POST /conversations/{id}/intervene', { params, body: {} })
    expect(await refusedAt(at('messages'), post({ text: 'hi', seenSeq: 9_999 }))).toMatchObject({
      status: 422,
      code: 'cursor_ahead',
    })
  })

  test('a cursor that the list never gave, limits out of range', async () => {
    expect(await refusedAt('/conversations?cursor=zzz')).toMatchObject({
      status: 400,
      code: 'invalid_cursor',
    })
    expect(await refusedAt('/conversations?limit=0')).toMatchObject({ status: 400 })
    expect(await refusedAt('/conversations?limit=101')).toMatchObject({ status: 400 })
    expect(await refusedAt(`${at('events')}?after=-1`)).toMatchObject({ status: 400 })
    expect(await refusedAt(`${at('events')}?limit=1001`)).toMatchObject({ status: 400 })
  })
})

describe('setting up', () => {
  test('a broken flow names its block', async () => {
    const flow = { name: 'Broken', start: 'a', blocks: { a: { kind: 'message', text: 'Hi', next: 'gone' } } }
    const told = await refusedAt('/bots', post({ name: 'Bot', kind: 'flow', settings: { flow } }))
    expect(told).toMatchObject({ status: 422, code: 'invalid_flow' })
    expect(told.detail).toMatch(/block a.*gone/)
  })

  test('a setting that is misspelt is not lost in silence', async () => {
    const told = await refusedAt(
      '/channels',
      post({ name: 'Web', kind: 'web', settings: { composerWhileBott: 'locked' } }),
    )
    expect(told).toMatchObject({ status: 400 })
    expect(told.detail).toContain('composerWhileBott')
  })

  test('an email address that is taken, a team name that is taken', async () => {
    await server.api.call('POST /teams', { body: { name: 'Day' } })
    expect(await refusedAt('/teams', post({ name: 'Day' }))).toMatchObject({
      status: 409,
      code: 'name_taken',
    })
    const taken = { name: 'Again', email: 'admin@test.example', role: 'agent' }
    expect(await refusedAt('/agents', post(taken))).toMatchObject({ status: 409, code: 'email_taken' })
  })

  test('signing in with the wrong password tells nothing about the address', async () => {
    const known = await refusedAt(
      '/sign-in',
      post({ email: 'admin@test.example', password: 'wrong password' }, { token: null }),
    )
    const unknown = await refusedAt(
      '/sign-in',
      post({ email: 'nobody@test.example', password: 'wrong password' }, { token: null }),
    )
    expect(known).toMatchObject({ status: 401, code: 'wrong_credentials' })
    expect(unknown).toEqual(known)
  })

  test('what does not exist points to the description', async () => {
    expect((await refusedAt('/nonsense')).detail).toContain('openapi.json')
  })
})
