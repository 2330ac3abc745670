// What goes out by WhatsApp, and what is made of Meta's errors, against the local Graph server.
import type { Part } from '@baton/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutboundMedia } from '../../app/channel-port.ts'
import { faultOf, fileOf, messageId, openGraphLine, signal } from '../../testing/graph/graph-line.ts'
import type { GraphServer } from '../../testing/graph/graph-server.ts'
import { startGraphServer } from '../../testing/graph/graph-server.ts'

let graph: GraphServer
let whatsapp: ReturnType<typeof openGraphLine>
beforeAll(async () => {
  graph = await startGraphServer()
  whatsapp = openGraphLine(graph)
})
afterAll(() => graph.close())

const text = (said: string): Part => ({ kind: 'text', text: said })

describe('what goes out', () => {
  test('a text carries our id, the quote and its marks', async () => {
    const [sent] = await whatsapp.sendAll([text('Hello **Rosa**, see [the list](https://a.example/l)')], {
      replyTo: 'wamid.in',
    })
    expect(sent).toMatchObject({
      recipient: whatsapp.writer().userId,
      biz_opaque_callback_data: `${messageId}/0`,
      context: { message_id: 'wamid.in' },
      text: { body: 'Hello *Rosa*, see the list (https://a.example/l)' },
    })
  })

  test('to a number it is written with its plus, and says so', async () => {
    const to = { address: '15550001001', aliases: [] }
    const [sent] = await whatsapp.sendAll([text('hi')], { to })
    expect(sent).toMatchObject({ to: '+15550001001', biz_opaque_callback_data: `${messageId}/0/n` })
  })

  test('[DL5] a long text is split where a reader would pause, and quotes once', async () => {
    const said = Array.from(
      { length: 300 },
      (_, n) => `This is sentence number ${n}, which says little.`,
    ).join(' ')
    const sent = await whatsapp.sendAll([text(said)], { replyTo: 'wamid.in' })
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
    const [sent] = await whatsapp.sendAll([{ kind: 'choices', text: 'Which one?', options }])
    expect(sent).toMatchObject({ type: 'interactive', interactive: { type, body: { text: 'Which one?' } } })
  })

  test('more choices than a list has room for are numbered', async () => {
    const options = Array.from({ length: 11 }, (_, n) => ({ id: `o${n}`, label: `Town ${n}` }))
    const [sent] = await whatsapp.sendAll([{ kind: 'choices', text: 'Where?', options }])
    expect((sent?.text as { body: string } | undefined)?.body).toContain('Where?\n1. Town 0\n2. Town 1')
  })

  test('[HB5] the question how it was is a list of five', async () => {
    const [sent] = await whatsapp.sendAll([
      { kind: 'feedback', text: 'How was it?', comment: true, episodeSeq: 3 },
    ])
    const rows = ['5', '4', '3', '2', '1'].map(title => expect.objectContaining({ title }))
    expect(sent?.interactive).toMatchObject({ type: 'list', action: { sections: [{ rows }] } })
  })

  test('a text beside one picture is its caption; the picture is uploaded first', async () => {
    const bytes = Buffer.from('not really a picture')
    const media = async () => fileOf(bytes, 'image/png', 'chair.png')
    const part: Part = {
      kind: 'media',
      mediaId: 'm',
      mimeType: 'image/png',
      name: 'chair.png',
      sizeBytes: 20,
    }
    const sent = await whatsapp.sendAll([text('Like this?'), part], { media })
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
    const media = (mimeType: string, name: string) => async () => fileOf(Buffer.from('12345'), mimeType, name)
    const [pdf] = await whatsapp.sendAll([part('application/pdf', 'a.pdf')], {
      media: media('application/pdf', 'a.pdf'),
    })
    expect(pdf?.document).toMatchObject({ filename: 'a.pdf', caption: 'Listen' })
    const parts = whatsapp.kind.steps(whatsapp.line, [part('audio/ogg', 'a.ogg')])
    expect(parts.map(step => step[0]?.kind)).toEqual(['media', 'text'])
    await whatsapp.kind.send(
      whatsapp.line,
      whatsapp.letterOf(parts[0] ?? [], { media: media('audio/ogg', 'a.ogg') }),
      signal,
    )
    expect(graph.world.messages.at(-1)?.body.audio).not.toHaveProperty('caption')
  })

  test('[DL5] what is too large is refused before a byte goes', async () => {
    const part: Part = { kind: 'media', mediaId: 'm', mimeType: 'image/png', name: 'a.png', sizeBytes: 1 }
    const large = { ...fileOf(Buffer.from('123'), 'image/png', 'a.png'), sizeBytes: 6 * 1_024 * 1_024 }
    const calls = graph.calls.length
    const error = await faultOf(
      whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([part], { media: async () => large }), signal),
    )
    expect(error).toMatchObject({ outcome: 'refused', problem: 'too_large' })
    expect(graph.calls).toHaveLength(calls)
  })

  test('places and cards go as such', async () => {
    const cards = [{ name: 'Ada Example', phones: ['+15550001009'], emails: [] }]
    const sent = await whatsapp.sendAll([
      { kind: 'location', latitude: 1.5, longitude: 2.5, name: 'Shop' },
      { kind: 'cards', cards },
    ])
    expect(sent[0]?.location).toEqual({ latitude: 1.5, longitude: 2.5, name: 'Shop' })
    expect(sent[1]?.contacts).toMatchObject([{ name: { formatted_name: 'Ada Example' } }])
  })

  test('writes and has read', async () => {
    await whatsapp.kind.typing?.(
      whatsapp.line,
      { to: { address: 'x', aliases: [] }, lastInbound: 'wamid.in' },
      signal,
    )
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
    expect(await whatsapp.kind.templates?.(whatsapp.line, signal)).toEqual([
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
    await whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([part], { to }), signal)
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
    const closed = await faultOf(
      whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([text('hi')], { to }), signal),
    )
    expect(closed).toMatchObject({ outcome: 'refused', problem: 'window_closed' })
    const wrong = await faultOf(
      whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([{ ...part, variables: ['A7'] }], { to }), signal),
    )
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
    const error = await faultOf(whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([text('hi')]), signal))
    expect(error).toMatchObject({ ...expected, reason: `So it is (${code})` })
  })

  test('[DL3] too many to one customer: four times as long each time, for them alone', async () => {
    const pauses: unknown[] = []
    for (const attempt of [0, 1, 2]) {
      graph.answerWith({ status: 400, code: 131056, message: 'pair rate' })
      const error = await faultOf(
        whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([text('hi')], { attempt }), signal),
      )
      expect(error).toMatchObject({ onlyHere: true })
      pauses.push(error)
    }
    expect(pauses).toMatchObject([4_000, 16_000, 64_000].map(retryAfterMs => ({ retryAfterMs })))
  })

  test('[DL3] a gateway that does not know, and a line cut after the message was taken: unknown', async () => {
    graph.answerWith({ status: 502, text: '<html>' })
    expect(
      await faultOf(whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([text('hi')]), signal)),
    ).toMatchObject({ outcome: 'unknown' })
    graph.mishap('drops_answer', 1)
    const before = graph.world.messages.length
    expect(
      await faultOf(whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([text('hi')]), signal)),
    ).toMatchObject({ outcome: 'unknown' })
    expect(graph.world.messages).toHaveLength(before + 1)
  })

  test('[DL3] nobody listens: certainly not sent', async () => {
    const closed = await startGraphServer()
    await closed.close()
    const nowhere = whatsapp.lineOf({ apiUrl: closed.url })
    const error = await faultOf(whatsapp.kind.send(nowhere, whatsapp.letterOf([text('hi')]), signal))
    expect(error).toMatchObject({ outcome: 'not_sent', problem: 'channel_down' })
  })

  test('[DL3] an upload that failed was no message: it is tried again', async () => {
    const part: Part = { kind: 'media', mediaId: 'm', mimeType: 'image/png', name: 'a.png', sizeBytes: 5 }
    const broken: OutboundMedia = {
      ...fileOf(Buffer.from('12345'), 'image/png', 'a.png'),
      open: async () =>
        (async function* () {
          yield Buffer.from('12')
          throw new Error('the disk is gone')
        })(),
    }
    const error = await faultOf(
      whatsapp.kind.send(whatsapp.line, whatsapp.letterOf([part], { media: async () => broken }), signal),
    )
    expect(error).toMatchObject({ outcome: 'not_sent' })
  })
})
