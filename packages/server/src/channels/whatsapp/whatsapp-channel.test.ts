// What comes in by WhatsApp, its files, and how a number is set up, against the local Graph server.
import type { Part } from '@baton/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HookRequest, Line } from '../../app/channel-port.ts'
import { faultOf, messageId, openGraphLine, signal } from '../../testing/graph/graph-line.ts'
import type { GraphServer } from '../../testing/graph/graph-server.ts'
import { startGraphServer } from '../../testing/graph/graph-server.ts'
import { callOf, messageChange, statusChange } from '../../testing/graph/graph-webhooks.ts'

let graph: GraphServer
let whatsapp: ReturnType<typeof openGraphLine>
beforeAll(async () => {
  graph = await startGraphServer()
  whatsapp = openGraphLine(graph)
})
afterAll(() => graph.close())

const text = (said: string): Part => ({ kind: 'text', text: said })

describe('what comes in', () => {
  function request(over: Partial<HookRequest>): HookRequest {
    const url = 'http://baton.test/hooks/c'
    return {
      method: 'POST',
      path: '',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      url,
      ...over,
    }
  }
  const said = () => {
    const [number = ''] = graph.world.phoneNumberIds
    return callOf(
      graph.world,
      messageChange(graph.world, number, whatsapp.writer(), 'wamid.1', {
        type: 'text',
        text: { body: 'hi' },
      }),
    )
  }
  const refusal = (over: Partial<HookRequest>, on = whatsapp.line) =>
    faultOf(whatsapp.kind.receive(on, request(over)))

  test('is believed by its signature', async () => {
    const { headers, body } = said()
    const { items, answer } = await whatsapp.kind.receive(whatsapp.line, request({ headers, body }))
    expect(answer.status).toBe(200)
    expect(items).toMatchObject([{ type: 'message', externalId: 'wamid.1', line: '100000000000001' }])
  })

  test('is refused with a wrong one, without one, changed by a byte, or where there is no secret', async () => {
    const { headers, body } = said()
    const wrong = { ...headers, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
    const changed = Buffer.from(body)
    changed[20] = 0x41
    expect(await refusal({ headers: wrong, body })).toMatchObject({ name: 'HookRefused', status: 401 })
    expect(await refusal({ body })).toMatchObject({ status: 401 })
    expect(await refusal({ headers, body: changed })).toMatchObject({ status: 401 })
    expect(await refusal({ headers, body }, whatsapp.lineOf({ appSecret: null }))).toMatchObject({
      status: 401,
    })
  })

  test('Meta’s question is answered for the right word only', async () => {
    const query = (token: string) =>
      new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '42', 'hub.verify_token': token })
    const right = await whatsapp.kind.receive(
      whatsapp.line,
      request({ method: 'GET', query: query('a word that Meta repeats') }),
    )
    expect(right).toMatchObject({ items: [], answer: { status: 200, body: '42' } })
    expect(await refusal({ method: 'GET', query: query('another') })).toMatchObject({ status: 403 })
    expect(
      await refusal({ method: 'GET', query: query('') }, whatsapp.lineOf({ verifyToken: null })),
    ).toMatchObject({
      status: 403,
    })
  })

  test('statuses name our message whatever became of the answer', async () => {
    await whatsapp.sendAll([text('hi')])
    const message = graph.world.messages.at(-1)
    if (!message) throw new Error('it was not taken')
    const { headers, body } = callOf(graph.world, statusChange(graph.world, message, 'failed', 131049))
    const { items } = await whatsapp.kind.receive(whatsapp.line, request({ headers, body }))
    expect(items).toMatchObject([
      { type: 'status', messageId, status: 'failed', problem: 'not_delivered_by_choice' },
    ])
  })
})

describe('files', () => {
  const read = async (ref: string) => {
    const found = await whatsapp.kind.fetchMedia?.(whatsapp.line, ref, signal)
    const chunks: Uint8Array[] = []
    for await (const chunk of found?.body ?? []) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }

  test('are fetched by id, and are what was announced', async () => {
    const { id, sha256 } = graph.world.keepFile(Buffer.from('a picture'), 'image/png')
    expect(await read(`${id} ${sha256}`)).toBe('a picture')
    expect(await read(id)).toBe('a picture')
    expect(await faultOf(read(`${id} ${Buffer.alloc(32).toString('base64')}`))).toMatchObject({
      problem: 'refused',
    })
  })

  test('an id that ran out, or never was', async () => {
    const { id } = graph.world.keepFile(Buffer.from('old'), 'image/png')
    graph.world.advance(8 * 24 * 60 * 60 * 1_000)
    expect(await faultOf(read(id))).toMatchObject({ problem: 'expired', retryable: false })
    expect(await faultOf(read('12345'))).toMatchObject({ problem: 'expired', retryable: false })
  })

  test.each(['http://169.254.169.254/latest', 'http://127.0.0.1:1/x', 'https://files.example/x', 'nonsense'])(
    'the token goes nowhere else, whatever address is named: %s',
    async url => {
      const { id } = graph.world.keepFile(Buffer.from('x'), 'image/png', url)
      expect(await faultOf(read(id))).toMatchObject({ problem: 'refused', retryable: false })
    },
  )
})

describe('setting up', () => {
  const codes = async (on: Line) => {
    const checks = (await whatsapp.kind.check?.(on, signal)) ?? []
    return Object.fromEntries(checks.map(({ code, ok }) => [code, ok]))
  }

  test('each thing is asked of Meta', async () => {
    expect(await codes(whatsapp.line)).toEqual({
      token: true,
      number: true,
      webhook: false,
      app_secret: true,
    })
    expect(await codes(whatsapp.lineOf({ token: 'wrong' }))).toMatchObject({ token: false, number: false })
    expect(await codes(whatsapp.lineOf({ phoneNumberId: '999999' }))).toMatchObject({
      token: false,
      number: false,
    })
    expect(await codes(whatsapp.lineOf({ token: null, appSecret: null }))).toEqual({
      token: false,
      app_secret: false,
    })
    expect(await codes(whatsapp.lineOf({ apiUrl: 'http://127.0.0.1:1' }))).toMatchObject({ token: false })
  })

  test('an address that does not answer Meta’s question is not kept', async () => {
    const [told] = (await whatsapp.kind.connect?.(whatsapp.line, signal)) ?? []
    expect(told).toMatchObject({ code: 'connect', ok: false })
    expect(told?.detail).toContain('Callback verification failed')
  })

  test.each([
    ['+1 (555) 000-1001', '15550001001'],
    ['15550001001', '15550001001'],
    ['US.1349000000000001', 'US.1349000000000001'],
    ['rosa@example.com', null],
    ['0800 1', null],
  ])('the address %s is written as %s', (written, address) => {
    expect(whatsapp.kind.parseAddress?.(written)).toBe(address)
  })
})
