import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelKind, HookRequest, Letter, Line } from '../../app/channel-port.ts'
import { createEgress } from '../../egress/egress.ts'
import { faultOf, letterWith, lineWith, requestOf } from '../../testing/channel-line.ts'
import type { HookCall } from '../../testing/channel-stage.ts'
import type { SmsStage } from '../../testing/stages/sms-stage.ts'
import { startSmsStage } from '../../testing/stages/sms-stage.ts'
import { smsAccount } from '../../testing/stages/twilio-server.ts'
import { createSmsChannel } from './sms-channel.ts'

const egress = createEgress({ allowPrivate: ['127.0.0.1', 'localhost'] })
const kind: ChannelKind = createSmsChannel({ egress, mediaMaxBytes: 1_000_000 })
const never = new AbortController().signal
const secrets = { authToken: smsAccount.token }
let stage: SmsStage
let line: Line

beforeAll(async () => {
  stage = await startSmsStage()
})
afterAll(() => stage?.close())
beforeEach(() => {
  line = lineWith(stage.settings, secrets)
  stage.connected({ hookUrl: line.hookUrl, secret: null })
})

const receive = (call: HookCall, over: Partial<HookRequest> = {}) =>
  kind.receive(line, { ...requestOf(line, call), ...over })
const said = (fields: Readonly<Record<string, string>>) =>
  stage.call('', {
    MessageSid: 'SM1',
    From: '+15552000001',
    To: smsAccount.from,
    SmsStatus: 'received',
    ...fields,
  })

describe('in', () => {
  const samples: readonly (readonly [string, Readonly<Record<string, string>>, readonly object[]])[] = [
    [
      'a text',
      { Body: '¿Dónde está?', NumMedia: '0' },
      [
        {
          type: 'message',
          externalId: 'SM1',
          sender: { address: '+15552000001', phone: '+15552000001', name: null },
          parts: [{ kind: 'text', text: '¿Dónde está?' }],
        },
      ],
    ],
    [
      'pictures without a word, which Twilio’s status in it does not hide',
      {
        Body: '',
        NumMedia: '2',
        MediaUrl0: 'https://a.example/0',
        MediaContentType0: 'image/png',
        MediaUrl1: 'https://a.example/1',
        MediaContentType1: 'video/mp4',
      },
      [
        {
          parts: [
            { kind: 'media', name: 'image-1', mimeType: 'image/png', ref: 'https://a.example/0' },
            { kind: 'media', name: 'video-2', mimeType: 'video/mp4', ref: 'https://a.example/1' },
          ],
        },
      ],
    ],
    ['nothing at all', { Body: ' ', NumMedia: '0' }, [{ parts: [{ kind: 'unknown' }] }]],
    [
      'STOP, which Twilio answers itself',
      { Body: 'Stop', NumMedia: '0' },
      [
        { type: 'message', automatic: true },
        { type: 'notice', code: 'opted_out' },
      ],
    ],
    [
      'a word that the account stops at',
      { Body: 'Arret', NumMedia: '0', OptOutType: 'STOP' },
      [{ automatic: true }, { code: 'opted_out' }],
    ],
    ['START', { Body: 'Start', OptOutType: 'START' }, [{ automatic: true }, { code: 'opted_in' }]],
  ]
  test.each(samples)('%s', async (_what, fields, items) => {
    const { items: read, answer } = await receive(said(fields))
    expect(read).toHaveLength(items.length)
    expect(read).toMatchObject(items)
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<Response></Response>') })
  })

  test('a wrong signature, none, another address, or no token: refused', async () => {
    const call = said({ Body: 'Hi' })
    expect(await faultOf(receive(stage.forged(call)))).toMatchObject({ status: 401 })
    expect(await faultOf(receive({ ...call, headers: {} }))).toMatchObject({ status: 401 })
    const elsewhere = receive({ ...call, path: '/status?message=1' })
    expect(await faultOf(elsewhere)).toMatchObject({ status: 401 })
    const unset = lineWith(stage.settings)
    expect(await faultOf(kind.receive(unset, requestOf(unset, call)))).toMatchObject({ status: 401 })
  })

  test('behind a proxy it is our public address that was signed', async () => {
    const { items } = await receive(said({ Body: 'Hi' }), { url: 'http://10.0.0.7:3000/hooks/c1' })
    expect(items).toHaveLength(1)
  })

  test.each([
    ['sent', {}, [{ status: 'sent' }]],
    ['delivered', {}, [{ status: 'delivered' }]],
    [
      'undelivered',
      { ErrorCode: '30003' },
      [{ status: 'failed', problem: 'not_reachable', reason: 'Twilio error 30003' }],
    ],
    ['failed', { ErrorCode: '30007' }, [{ status: 'failed', problem: 'rejected_content' }]],
    ['failed', { ErrorCode: '21610' }, [{ status: 'failed', problem: 'opted_out' }]],
    ['queued', {}, []],
  ])('[DL4] %s tells how far the message of its address came', async (status, more, items) => {
    const id = '01a8b7c2-1111-7222-8333-444455556666'
    const fields = { MessageSid: 'SM9', MessageStatus: status, ...more }
    const read = await receive(stage.call(`/status?message=${id}&step=0`, fields))
    expect(read.items).toMatchObject(items.map(item => ({ messageId: id, externalId: 'SM9', ...item })))
    expect(read.items).toHaveLength(items.length)
  })

  test('the account’s secret goes to Twilio only', async () => {
    const fetched = (ref: string) => kind.fetchMedia?.(line, ref, never) ?? Promise.resolve()
    const refused = { problem: 'refused', retryable: false }
    expect(await faultOf(fetched('https://evil.example/media'))).toMatchObject(refused)
    expect(await faultOf(fetched('no address'))).toMatchObject(refused)
  })

  test('a picture is fetched where Twilio leads, without the secret; not where private addresses begin', async () => {
    const file = { name: 'p.png', mimeType: 'image/png', bytes: Buffer.from('abc') }
    const sends = stage.sendsFile
    if (!sends) throw new Error('no files')
    const fetched = async (id: string) => {
      const [message] = (await receive(sends(stage.customer(1), file, id))).items
      const [part] = message?.type === 'message' ? message.parts : []
      return kind.fetchMedia?.(line, part && 'ref' in part ? part.ref : '', never)
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of (await fetched('MM1'))?.body ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('abc')
    expect(await faultOf(fetched('MM-private'))).toMatchObject({ problem: 'refused', retryable: false })
  })
})

describe('out', () => {
  const to = { address: '+15552000001', aliases: [] }
  const send = (letter: Letter) => kind.send(line, letter, never)
  const text = (words: string) => letterWith([{ kind: 'text', text: words }], { to })

  test('words without marks, long ones in pieces, a picture by its link', async () => {
    await send(text('**Hi** [you](https://a.example)'))
    expect(stage.taken().at(-1)).toMatchObject({ to: to.address, text: 'Hi you (https://a.example)' })
    expect(kind.steps(line, [{ kind: 'text', text: 'word '.repeat(700) }])).toHaveLength(3)
    const part = {
      kind: 'media',
      mediaId: 'm',
      mimeType: 'image/png',
      name: 'p.png',
      sizeBytes: 3,
      caption: 'See',
    } as const
    const files = { m: { name: 'p.png', mimeType: 'image/png', bytes: Buffer.from('abc') } }
    await send(letterWith([part], { to }, files))
    expect(stage.taken().at(-1)).toMatchObject({ text: 'See', files: ['p.png'] })
  })

  test.each([
    ['throttles', { outcome: 'not_sent', problem: 'throttled' }],
    ['fails', { outcome: 'not_sent', problem: 'channel_down' }],
    ['refuses', { outcome: 'refused', problem: 'not_reachable', reason: 'Twilio error 21211' }],
    ['drops_answer', { outcome: 'unknown', problem: 'no_answer' }],
  ] as const)('[DL3] when Twilio %s, the outcome is told as it is', async (mishap, fault) => {
    const before = stage.taken().length
    stage.mishap(mishap, 1)
    expect(await faultOf(send(text('Hi')))).toMatchObject(fault)
    expect(stage.taken().length - before).toBe(mishap === 'drops_answer' ? 1 : 0)
  })

  test('nobody listening is certainly not sent; a wrong token stops the line', async () => {
    stage.mishap('down', 1)
    expect(await faultOf(send(text('Hi')))).toMatchObject({ outcome: 'not_sent', problem: 'channel_down' })
    stage.mishap('slow', 0)
    const wrong = lineWith(stage.settings, { authToken: 'wrong' })
    expect(await faultOf(kind.send(wrong, text('Hi'), never))).toMatchObject({
      outcome: 'not_sent',
      problem: 'channel_account',
      stopsLine: true,
    })
  })

  test('[DL3] what got lost is found in the list, unless its second leaves a doubt', async () => {
    const letter = text('A word that was said once')
    const seek = (secondsAgo: number, of = letter) =>
      kind.seek?.(line, of, new Date(Date.now() - secondsAgo * 1_000).toISOString(), never)
    stage.mishap('drops_answer', 1)
    await faultOf(send(letter))
    const externalId = stage.taken().at(-1)?.externalId
    expect(await seek(5)).toEqual({ found: true, externalId })
    const never2 = text('A word that never came')
    expect(await seek(5, never2)).toEqual({ found: 'unknown' })
    expect(await seek(15, never2)).toEqual({ found: false })
  })

  test('connecting sets where Twilio calls; the check tells what is missing', async () => {
    expect(await kind.check?.(line, never)).toMatchObject([
      { code: 'account', ok: true },
      { code: 'number', ok: true },
      { code: 'webhook', ok: false },
    ])
    expect(await kind.connect?.(line, never)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
    expect(stage.smsUrl()).toBe(line.hookUrl)
    const other = lineWith({ ...stage.settings, from: '+15559999999' }, secrets)
    expect(await kind.check?.(other, never)).toMatchObject([{ ok: true }, { code: 'number', ok: false }])
    const wrong = lineWith(stage.settings, { authToken: 'wrong' })
    expect(await kind.check?.(wrong, never)).toMatchObject([{ code: 'account', ok: false }])
  })
})
