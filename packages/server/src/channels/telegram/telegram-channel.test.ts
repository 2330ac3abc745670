import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelKind, Letter, Line } from '../../app/channel-port.ts'
import { createEgress } from '../../egress/egress.ts'
import { faultOf, letterWith, lineWith, requestOf } from '../../testing/channel-line.ts'
import { telegramToken } from '../../testing/stages/telegram-server.ts'
import type { TelegramStage } from '../../testing/stages/telegram-stage.ts'
import { startTelegramStage } from '../../testing/stages/telegram-stage.ts'
import { callbackDataOf, readUpdate } from './read-update.ts'
import samples from './samples/updates.json' with { type: 'json' }
import { createTelegramChannel } from './telegram-channel.ts'

const kind: ChannelKind = createTelegramChannel({
  egress: createEgress({ allowPrivate: ['127.0.0.1'] }),
  mediaMaxBytes: 1_000_000,
})
const never = new AbortController().signal
const secret = 'a_secret_token'
let stage: TelegramStage
let line: Line

beforeAll(async () => {
  stage = await startTelegramStage()
})
afterAll(() => stage?.close())
beforeEach(() => {
  stage.connected({ hookUrl: '', secret })
  line = lineWith(stage.settings, { token: telegramToken, secret })
})

describe('in', () => {
  test.each(samples)('$what', ({ update, items }) => {
    const read = readUpdate(update).items
    expect(read).toHaveLength(items.length)
    expect(read).toMatchObject(items)
  })

  test('a tapped button is answered by the answer itself', async () => {
    const tap = samples.find(({ what }) => what === 'a tapped button')?.update ?? {}
    const { answer, items } = await kind.receive(line, requestOf(line, stage.update(tap)))
    expect(items).toHaveLength(1)
    expect(JSON.parse(answer.body ?? '')).toEqual({ method: 'answerCallbackQuery', callback_query_id: '99' })
  })

  test('a wrong secret, none, or none in the settings: refused', async () => {
    const [call] = stage.says([{ from: stage.customer(1), text: 'Hi', externalId: 'a' }])
    if (!call) throw new Error('nothing was said')
    expect(await faultOf(kind.receive(line, requestOf(line, stage.forged(call))))).toMatchObject({
      status: 401,
    })
    expect(await faultOf(kind.receive(line, requestOf(line, { ...call, headers: {} })))).toMatchObject({
      status: 401,
    })
    const unset = lineWith(stage.settings, { token: telegramToken })
    expect(await faultOf(kind.receive(unset, requestOf(unset, call)))).toMatchObject({ status: 401 })
    const broken = { ...call, body: Buffer.from('{') }
    expect(await faultOf(kind.receive(line, requestOf(line, broken)))).toMatchObject({ status: 400 })
  })

  test('a file that is too large for bots, or gone, is said to be so', async () => {
    const fetched = (ref: string) => kind.fetchMedia?.(line, ref, never) ?? Promise.resolve()
    expect(await faultOf(fetched('huge'))).toMatchObject({ problem: 'too_large', retryable: false })
    expect(await faultOf(fetched('gone'))).toMatchObject({ problem: 'expired', retryable: false })
  })
})

describe('out', () => {
  const send = (letter: Letter) => kind.send(line, letter, never)
  const to = { address: '700', aliases: [] }
  const last = () => stage.calls().at(-1)

  test('marks become tags, a quote a reply', async () => {
    await send(letterWith([{ kind: 'text', text: '**Hi** <you> & _me_' }], { to, replyTo: '700:7' }))
    expect(last()).toMatchObject({
      method: 'sendMessage',
      fields: { text: '<b>Hi</b> &lt;you&gt; &amp; <i>me</i>', parse_mode: 'HTML', chat_id: '700' },
    })
    expect(stage.taken().at(-1)).toMatchObject({ quotes: '700:7' })
  })

  test('what Telegram cannot read as marks goes without them', async () => {
    await send(letterWith([{ kind: 'text', text: '**no such tag**' }], { to })).catch(() => null)
    const [marked, plain] = stage.calls().slice(-2)
    expect(marked?.fields.parse_mode).toBe('HTML')
    expect(plain?.fields).toMatchObject({ text: 'no such tag' })
    expect(plain?.fields.parse_mode).toBeUndefined()
  })

  test('choices are buttons; an id that does not fit is told by its place', async () => {
    const long = 'x'.repeat(80)
    const options = [
      { id: 'orders', label: 'My orders' },
      { id: long, label: 'Other' },
    ]
    await send(letterWith([{ kind: 'choices', text: 'Which?', options }], { to }))
    expect(JSON.parse(last()?.fields.reply_markup ?? '')).toEqual({
      inline_keyboard: [
        [{ text: 'My orders', callback_data: 'i:orders' }],
        [{ text: 'Other', callback_data: 'n:1' }],
      ],
    })
    expect(Buffer.byteLength(callbackDataOf('ñ'.repeat(31), 3))).toBeLessThanOrEqual(64)
  })

  test.each([
    ['image/png', 'p.png', 'sendPhoto'],
    ['image/gif', 'g.gif', 'sendAnimation'],
    ['video/mp4', 'v.mp4', 'sendVideo'],
    ['audio/mpeg', 'a.mp3', 'sendAudio'],
    ['application/pdf', 'd.pdf', 'sendDocument'],
    ['image/svg+xml', 's.svg', 'sendDocument'],
  ])('%s is uploaded as what it is', async (mimeType, name, method) => {
    const part = {
      kind: 'media',
      mediaId: 'm',
      mimeType,
      name,
      sizeBytes: 3,
      caption: 'See **this**',
    } as const
    const file = { name, mimeType, bytes: Buffer.from('abc') }
    const { externalId } = await send(letterWith([part], { to }, { m: file }))
    expect(last()).toMatchObject({ method, fields: { caption: 'See <b>this</b>' } })
    expect(stage.taken().at(-1)).toMatchObject({ files: [name], externalId })
  })

  test('a place goes as a place, a long text in pieces, a long caption after its file', async () => {
    await send(letterWith([{ kind: 'location', latitude: 1, longitude: 2 }], { to }))
    expect(last()?.method).toBe('sendLocation')
    const long = 'word '.repeat(1_800)
    expect(kind.steps(line, [{ kind: 'text', text: long }])).toHaveLength(3)
    const media = { kind: 'media', mediaId: 'm', mimeType: 'a/b', name: 'n', sizeBytes: 1 } as const
    const steps = kind.steps(line, [{ ...media, caption: 'c'.repeat(2_000) }])
    expect(steps).toEqual([[media], [{ kind: 'text', text: 'c'.repeat(2_000) }]])
  })

  test.each([
    ['throttles', { outcome: 'not_sent', problem: 'throttled', retryAfterMs: 0 }],
    ['fails', { outcome: 'not_sent', problem: 'channel_down' }],
    ['refuses', { outcome: 'refused', problem: 'opted_out' }],
    ['drops_answer', { outcome: 'unknown', problem: 'no_answer' }],
  ] as const)('[DL3] when Telegram %s, the outcome is told as it is', async (mishap, fault) => {
    const before = stage.taken().length
    stage.mishap(mishap, 1)
    expect(await faultOf(send(letterWith([{ kind: 'text', text: 'Hi' }], { to })))).toMatchObject(fault)
    expect(stage.taken().length - before).toBe(mishap === 'drops_answer' ? 1 : 0)
  })

  test('nobody listening is certainly not sent; a wrong token stops the line', async () => {
    const hi = letterWith([{ kind: 'text', text: 'Hi' }], { to })
    stage.mishap('down', 1)
    expect(await faultOf(send(hi))).toMatchObject({ outcome: 'not_sent', problem: 'channel_down' })
    stage.mishap('slow', 0)
    const wrong = lineWith(stage.settings, { token: 'wrong', secret })
    expect(await faultOf(kind.send(wrong, hi, never))).toMatchObject({ outcome: 'not_sent', stopsLine: true })
  })

  test('typing is shown; connecting tells Telegram where to call, with which secret', async () => {
    await kind.typing?.(line, { to, lastInbound: null }, never)
    expect(last()).toMatchObject({ method: 'sendChatAction', fields: { action: 'typing' } })
    expect(await kind.check?.(line, never)).toMatchObject([{ ok: true }, { code: 'webhook', ok: false }])
    expect(await kind.connect?.(line, never)).toMatchObject([{ ok: true }, { ok: true }])
    expect(stage.webhook()).toEqual({ url: line.hookUrl, secret })
    const wrong = lineWith(stage.settings, { token: 'wrong', secret })
    expect(await kind.check?.(wrong, never)).toMatchObject([{ code: 'token', ok: false }])
  })
})
