// The kind by itself, against the local Graph server: what it sends, what it makes of errors, how it is set up.
import type { MessageId, Part } from '@baton/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HookRequest, Letter, Line, OutboundMedia } from '../../app/channel-port.ts'
import { createEgress } from '../../egress/egress.ts'
import type { GraphServer } from '../../testing/graph/graph-server.ts'
import { startGraphServer } from '../../testing/graph/graph-server.ts'
import { callOf, messageChange, statusChange } from '../../testing/graph/graph-webhooks.ts'
import { settingsOf } from '../../testing/stages/whatsapp-stage.ts'
import { createWhatsAppChannel } from './whatsapp-channel.ts'

const kind = createWhatsAppChannel({ egress: createEgress({ allowPrivate: ['127.0.0.1'] }) })
const signal = new AbortController().signal
const messageId = '018f0000-0000-7000-8000-000000000001' as MessageId

let graph: GraphServer
let line: Line
beforeAll(async () => {
  graph = await startGraphServer()
  line = lineOf({})
})
afterAll(() => graph.close())

function lineOf(over: Readonly<Record<string, string | null>>): Line {
  const settings = { ...settingsOf(graph), ...over }
  return {
    workspaceId: 'w' as Line['workspaceId'],
    id: 'c' as Line['id'],
    name: 'WhatsApp',
    settings,
    secret: name => (settings as Record<string, string | null>)[name] ?? null,
    hookUrl: 'http://127.0.0.1:9/hooks/c',
  }
}

const writing = () => {
  const rosa = graph.world.customer('15550001001', 'Rosa')
  messageChange(graph.world, graph.world.phoneNumberIds[0] ?? '', rosa, 'wamid.in', {})
  return rosa
}

function file(bytes: Buffer, mimeType: string, name: string): OutboundMedia {
  async function* body() {
    yield bytes.subarray(0, 3)
    yield bytes.subarray(3)
  }
  return { mimeType, name, sizeBytes: bytes.length, open: async () => body(), link: async () => '' }
}

function letterOf(parts: readonly Part[], over: Partial<Letter> = {}): Letter {
  return {
    key: {} as Letter['key'],
    messageId,
    messageSeq: 1,
    step: 0,
    to: { address: writing().userId, aliases: [] },
    contactName: 'Rosa',
    parts,
    replyTo: null,
    from: 'agent',
    author: 'Ana',
    lastInbound: null,
    media: async () => {
      throw new Error('no file here')
    },
    ...over,
  }
}

async function sendAll(parts: readonly Part[], over: Partial<Letter> = {}) {
  const before = graph.world.messages.length
  for (const [step, some] of kind.steps(line, parts).entries())
    await kind.send(line, letterOf(some, { step, ...over }), signal)
  return graph.world.messages.slice(before).map(({ body }) => body)
}

const fault = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it was taken'),
    error => error,
  )
const text = (said: string): Part => ({ kind: 'text', text: said })

describe('what goes out', () => {
  test('a text carries our id, the quote and its marks', async () => {
    const [sent] = await sendAll([text('Hello **Rosa**, see [the list](https://a.example/l)')], {
      replyTo: 'wamid.in',
    })
    expect(sent).toMatchObject({
      recipient: writing().userId,
      biz_opaque_callback_data: `${messageId}/0`,
      context: { message_id: 'wamid.in' },
      text: { body: 'Hello *Rosa*, see the list (https://a.example/l)' },
    })
  })

  test('to a number it is written with its plus, and says so', async () => {
    const to = { address: '15550001001', aliases: [] }
    const [sent] = await sendAll([text('hi')], { to })
    expect(sent).toMatchObject({ to: '+15550001001', biz_opaque_callback_data: `${messageId}/0/n` })
  })

  test('[DL5] a long text is split where a reader would pause, and quotes once', async () => {
    const said = Array.from(
      { length: 300 },
      (_, n) => `This is sentence number ${n}, which says little.`,
    ).join(' ')
    const sent = await sendAll([text(said)], { replyTo: 'wamid.in' })
    expect(sent.length).toBe(4)
    expect(sent.map(({ context }) => context !== undefined)).toEqual([true, false, false, false])
    expect(sent.map(body => (body.text as { body: string }).body).join(' ')).toBe(said)
    expect(sent.map(body => body.biz_opaque_callback_data)).toEqual(
      [0, 1, 2, 3].map(n => `${messageId}/${n}`),
    )
  })

  test.each([
    [3, 'Yes', 'button'],
    [4, 'Yes', 'list'],
    [10, 'Yes', 'list'],
    [3, 'A label that is longer than a button', 'list'],
  ])('%i choices as long as "%s" are a %s', async (count, label, type) => {
    const options = Array.from({ length: count }, (_, n) => ({ id: `o${n}`, label: `${n} ${label}` }))
    const [sent] = await sendAll([{ kind: 'choices', text: 'Which one?', options }])
    expect(sent).toMatchObject({ type: 'interactive', interactive: { type, body: { text: 'Which one?' } } })
  })

  test('more choices than a list has room for are numbered', async () => {
    const options = Array.from({ length: 11 }, (_, n) => ({ id: `o${n}`, label: `Town ${n}` }))
    const [sent] = await sendAll([{ kind: 'choices', text: 'Where?', options }])
    expect((sent?.text as { body: string } | undefined)?.body).toContain('Where?\n1. Town 0\n2. Town 1')
  })

  test('[HB5] the question how it was is a list of five', async () => {
    const [sent] = await sendAll([{ kind: 'feedback', text: 'How was it?', comment: true, episodeSeq: 3 }])
    const rows = ['5', '4', '3', '2', '1'].map(title => expect.objectContaining({ title }))
    expect(sent?.interactive).toMatchObject({ type: 'list', action: { sections: [{ rows }] } })
  })

  test('a text beside one picture is its caption; the picture is uploaded first', async () => {
    const bytes = Buffer.from('not really a picture')
    const media = async () => file(bytes, 'image/png', 'chair.png')
    const part: Part = {
      kind: 'media',
      mediaId: 'm',
      mimeType: 'image/png',
      name: 'chair.png',
      sizeBytes: 20,
    }
    const sent = await sendAll([text('Like this?'), part], { media })
    expect(sent).toHaveLength(1)
    const image = sent[0]?.image as { id: string; caption: string }
    expect(image.caption).toBe('Like this?')
    expect(graph.world.files.get(image.id)).toMatchObject({ mimeType: 'image/png', bytes })
  })

  test('a document keeps its name; a sound cannot have words with it', async () => {
    const part = (mimeType: string, name: string): Part => ({
      kind: 'media',
      mediaId: 'm',
      mimeType,
      name,
      sizeBytes: 20,
      caption: 'Listen',
    })
    const media = (mimeType: string, name: string) => async () => file(Buffer.from('12345'), mimeType, name)
    const [pdf] = await sendAll([part('application/pdf', 'a.pdf')], {
      media: media('application/pdf', 'a.pdf'),
    })
    expect(pdf?.document).toMatchObject({ filename: 'a.pdf', caption: 'Listen' })
    const parts = kind.steps(line, [part('audio/ogg', 'a.ogg')])
    expect(parts.map(step => step[0]?.kind)).toEqual(['media', 'text'])
    await kind.send(line, letterOf(parts[0] ?? [], { media: media('audio/ogg', 'a.ogg') }), signal)
    expect(graph.world.messages.at(-1)?.body.audio).not.toHaveProperty('caption')
  })

  test('[DL5] what is too large is refused before a byte goes', async () => {
    const part: Part = { kind: 'media', mediaId: 'm', mimeType: 'image/png', name: 'a.png', sizeBytes: 1 }
    const large = { ...file(Buffer.from('123'), 'image/png', 'a.png'), sizeBytes: 6 * 1_024 * 1_024 }
    const calls = graph.calls.length
    const error = await fault(kind.send(line, letterOf([part], { media: async () => large }), signal))
    expect(error).toMatchObject({ outcome: 'refused', problem: 'too_large' })
    expect(graph.calls).toHaveLength(calls)
  })

  test('places and cards go as such', async () => {
    const cards = [{ name: 'Ada Example', phones: ['+15550001009'], emails: [] }]
    const sent = await sendAll([
      { kind: 'location', latitude: 1.5, longitude: 2.5, name: 'Shop' },
      { kind: 'cards', cards },
    ])
    expect(sent[0]?.location).toEqual({ latitude: 1.5, longitude: 2.5, name: 'Shop' })
    expect(sent[1]?.contacts).toMatchObject([{ name: { formatted_name: 'Ada Example' } }])
  })

  test('writes and has read', async () => {
    await kind.typing?.(line, { to: { address: 'x', aliases: [] }, lastInbound: 'wamid.in' }, signal)
    expect(graph.marks.at(-1)).toBe('wamid.in')
  })
})

describe('templates', () => {
  beforeEach(() => {
    graph.world.templates.splice(0)
    graph.world.templates.push(
      {
        name: 'order_update',
        language: 'en_US',
        status: 'APPROVED',
        category: 'UTILITY',
        components: [
          { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['A1'] } },
          {
            type: 'BODY',
            text: 'Hi {{1}}, it comes {{2}}.',
            example: { body_text: [['Rosa', 'on Monday']] },
          },
          { type: 'FOOTER', text: 'Reply stop to stop' },
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'QUICK_REPLY', text: 'Thanks' },
              { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}', example: ['A1'] },
            ],
          },
        ],
      },
      {
        name: 'welcome',
        language: 'es',
        status: 'PAUSED',
        category: 'MARKETING',
        parameter_format: 'NAMED',
        components: [
          {
            type: 'BODY',
            text: 'Hola {{first_name}}',
            example: { body_text_named_params: [{ param_name: 'first_name', example: 'Rosa' }] },
          },
        ],
      },
      {
        name: 'photo',
        language: 'en',
        status: 'REJECTED',
        category: 'MARKETING',
        components: [
          { type: 'HEADER', format: 'IMAGE' },
          { type: 'BODY', text: 'Look.' },
        ],
      },
    )
  })

  test('are read from every page', async () => {
    expect(await kind.templates?.(line, signal)).toEqual([
      {
        name: 'order_update',
        locale: 'en_US',
        category: 'utility',
        status: 'approved',
        reason: null,
        header: 'Order {{1}}',
        body: 'Hi {{2}}, it comes {{3}}.',
        footer: 'Reply stop to stop',
        buttons: ['Thanks', 'Track'],
        variables: 4,
        examples: ['A1', 'Rosa', 'on Monday', 'A1'],
        places: ['header', 'body', 'body', 'button:1'],
      },
      expect.objectContaining({
        name: 'welcome',
        status: 'paused',
        body: 'Hola {{1}}',
        examples: ['Rosa'],
        places: ['body:first_name'],
      }),
      expect.objectContaining({ name: 'photo', status: 'rejected', variables: 1, places: ['header_image'] }),
    ])
  })

  test('[DL5] are sent with their variables where they belong, also when the window is closed', async () => {
    graph.world.advance(25 * 60 * 60 * 1_000)
    const part: Part = {
      kind: 'template',
      name: 'order_update',
      locale: 'en_US',
      variables: ['A7', 'Rosa', 'today', 'A7'],
      text: 'Hi Rosa, it comes today.',
      places: ['header', 'body', 'body', 'button:1'],
    }
    const to = { address: '15550002002', aliases: [] }
    await kind.send(line, letterOf([part], { to }), signal)
    expect(graph.world.messages.at(-1)?.body.template).toEqual({
      name: 'order_update',
      language: { code: 'en_US' },
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'A7' }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Rosa' },
            { type: 'text', text: 'today' },
          ],
        },
        { type: 'button', sub_type: 'url', index: 1, parameters: [{ type: 'text', text: 'A7' }] },
      ],
    })
    const closed = await fault(kind.send(line, letterOf([text('hi')], { to }), signal))
    expect(closed).toMatchObject({ outcome: 'refused', problem: 'window_closed' })
    const wrong = await fault(kind.send(line, letterOf([{ ...part, variables: ['A7'] }], { to }), signal))
    expect(wrong).toMatchObject({ outcome: 'refused', problem: 'template' })
  })
})

describe('errors', () => {
  const codes = (list: readonly number[], outcome: string, problem: string, stopsLine = false) =>
    list.map(code => ({ code, outcome, problem, stopsLine }))
  test.each([
    ...codes([0, 3, 10, 190, 200, 250, 299, 131005], 'not_sent', 'channel_account', true),
    ...codes([4, 80007, 130429, 131048, 131056, 133016], 'not_sent', 'throttled'),
    ...codes([131047], 'refused', 'window_closed'),
    ...codes([131026, 131021, 131030], 'refused', 'not_reachable'),
    ...codes([131050], 'refused', 'opted_out'),
    ...codes([1, 2, 131000, 131016, 131057], 'not_sent', 'channel_down'),
    ...codes([130472, 131049], 'refused', 'not_delivered_by_choice'),
    ...codes([368, 131031, 131042, 131045], 'refused', 'channel_account', true),
    ...codes([100, 131008, 131009, 131051, 131052, 131053], 'refused', 'rejected_content'),
    ...codes([132000, 132001, 132005, 132007, 132012, 132015, 132016], 'refused', 'template'),
    ...codes([999999], 'refused', 'other'),
  ])('[DL3] $code is $outcome, $problem', async ({ code, ...expected }) => {
    graph.answerWith({ status: 400, code, message: 'So it is' })
    const error = await fault(kind.send(line, letterOf([text('hi')]), signal))
    expect(error).toMatchObject({ ...expected, reason: `So it is (${code})` })
  })

  test('[DL3] too many to one customer: four times as long each time, for them alone', async () => {
    const pauses: number[] = []
    for (const attempt of [0, 1, 2]) {
      graph.answerWith({ status: 400, code: 131056, message: 'pair rate' })
      const error = await fault(kind.send(line, letterOf([text('hi')], { attempt }), signal))
      expect(error.onlyHere).toBe(true)
      pauses.push(error.retryAfterMs)
    }
    expect(pauses).toEqual([4_000, 16_000, 64_000])
  })

  test('[DL3] a gateway that does not know, and a line cut after the message was taken: unknown', async () => {
    graph.answerWith({ status: 502, text: '<html>' })
    expect(await fault(kind.send(line, letterOf([text('hi')]), signal))).toMatchObject({ outcome: 'unknown' })
    graph.mishap('drops_answer', 1)
    const before = graph.world.messages.length
    expect(await fault(kind.send(line, letterOf([text('hi')]), signal))).toMatchObject({ outcome: 'unknown' })
    expect(graph.world.messages).toHaveLength(before + 1)
  })

  test('[DL3] nobody listens: certainly not sent', async () => {
    const closed = await startGraphServer()
    await closed.close()
    const nowhere = lineOf({ apiUrl: closed.url })
    const error = await fault(kind.send(nowhere, letterOf([text('hi')]), signal))
    expect(error).toMatchObject({ outcome: 'not_sent', problem: 'channel_down' })
  })

  test('[DL3] an upload that failed was no message: it is tried again', async () => {
    const part: Part = { kind: 'media', mediaId: 'm', mimeType: 'image/png', name: 'a.png', sizeBytes: 5 }
    const broken: OutboundMedia = {
      ...file(Buffer.from('12345'), 'image/png', 'a.png'),
      open: async () =>
        (async function* () {
          yield Buffer.from('12')
          throw new Error('the disk is gone')
        })(),
    }
    const error = await fault(kind.send(line, letterOf([part], { media: async () => broken }), signal))
    expect(error).toMatchObject({ outcome: 'not_sent' })
  })
})

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
      messageChange(graph.world, number, writing(), 'wamid.1', { type: 'text', text: { body: 'hi' } }),
    )
  }
  const refusal = (over: Partial<HookRequest>, on = line) => fault(kind.receive(on, request(over)))

  test('is believed by its signature', async () => {
    const { headers, body } = said()
    const { items, answer } = await kind.receive(line, request({ headers, body }))
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
    expect(await refusal({ headers, body }, lineOf({ appSecret: null }))).toMatchObject({ status: 401 })
  })

  test('Meta’s question is answered for the right word only', async () => {
    const query = (token: string) =>
      new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '42', 'hub.verify_token': token })
    const right = await kind.receive(
      line,
      request({ method: 'GET', query: query('a word that Meta repeats') }),
    )
    expect(right).toMatchObject({ items: [], answer: { status: 200, body: '42' } })
    expect(await refusal({ method: 'GET', query: query('another') })).toMatchObject({ status: 403 })
    expect(await refusal({ method: 'GET', query: query('') }, lineOf({ verifyToken: null }))).toMatchObject({
      status: 403,
    })
  })

  test('statuses name our message whatever became of the answer', async () => {
    await sendAll([text('hi')])
    const message = graph.world.messages.at(-1)
    if (!message) throw new Error('it was not taken')
    const { headers, body } = callOf(graph.world, statusChange(graph.world, message, 'failed', 131049))
    const { items } = await kind.receive(line, request({ headers, body }))
    expect(items).toMatchObject([
      { type: 'status', messageId, status: 'failed', problem: 'not_delivered_by_choice' },
    ])
  })
})

describe('files', () => {
  const read = async (ref: string) => {
    const found = await kind.fetchMedia?.(line, ref, signal)
    const chunks: Uint8Array[] = []
    for await (const chunk of found?.body ?? []) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }

  test('are fetched by id, and are what was announced', async () => {
    const { id, sha256 } = graph.world.keepFile(Buffer.from('a picture'), 'image/png')
    expect(await read(`${id} ${sha256}`)).toBe('a picture')
    expect(await read(id)).toBe('a picture')
    expect(await fault(read(`${id} ${Buffer.alloc(32).toString('base64')}`))).toMatchObject({
      problem: 'refused',
    })
  })

  test('an id that ran out, or never was', async () => {
    const { id } = graph.world.keepFile(Buffer.from('old'), 'image/png')
    graph.world.advance(8 * 24 * 60 * 60 * 1_000)
    expect(await fault(read(id))).toMatchObject({ problem: 'expired', retryable: false })
    expect(await fault(read('12345'))).toMatchObject({ problem: 'expired', retryable: false })
  })

  test.each(['http://169.254.169.254/latest', 'http://127.0.0.1:1/x', 'https://files.example/x', 'nonsense'])(
    'the token goes nowhere else, whatever address is named: %s',
    async url => {
      const { id } = graph.world.keepFile(Buffer.from('x'), 'image/png', url)
      expect(await fault(read(id))).toMatchObject({ problem: 'refused', retryable: false })
    },
  )
})

describe('setting up', () => {
  const codes = async (on: Line) => {
    const checks = (await kind.check?.(on, signal)) ?? []
    return Object.fromEntries(checks.map(({ code, ok }) => [code, ok]))
  }

  test('each thing is asked of Meta', async () => {
    expect(await codes(line)).toEqual({ token: true, number: true, webhook: false, app_secret: true })
    expect(await codes(lineOf({ token: 'wrong' }))).toMatchObject({ token: false, number: false })
    expect(await codes(lineOf({ phoneNumberId: '999999' }))).toMatchObject({ token: false, number: false })
    expect(await codes(lineOf({ token: null, appSecret: null }))).toEqual({ token: false, app_secret: false })
    expect(await codes(lineOf({ apiUrl: 'http://127.0.0.1:1' }))).toMatchObject({ token: false })
  })

  test('an address that does not answer Meta’s question is not kept', async () => {
    const [told] = (await kind.connect?.(line, signal)) ?? []
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
    expect(kind.parseAddress?.(written)).toBe(address)
  })
})
