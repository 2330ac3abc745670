import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Letter, Line } from '../../app/channel-port.ts'
import { createAddressOf } from '../../egress/egress.ts'
import { faultOf, letterWith, lineWith, requestOf } from '../../testing/channel-line.ts'
import type { ImapStandIn } from '../../testing/stages/imap-stand-in.ts'
import { imapUser, startImapStandIn } from '../../testing/stages/imap-stand-in.ts'
import type { SmtpStandIn } from '../../testing/stages/smtp-stand-in.ts'
import { smtpUser, startSmtpStandIn } from '../../testing/stages/smtp-stand-in.ts'
import { signatureOf } from '../signed-body.ts'
import { createEmailChannel } from './email-channel.ts'

const addressOf = createAddressOf({ allowPrivate: ['127.0.0.1'] })
const kind = createEmailChannel({ addressOf })
const never = new AbortController().signal
const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', `${name}.eml`))
const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`

let smtp: SmtpStandIn
let imap: ImapStandIn

beforeAll(async () => {
  smtp = await startSmtpStandIn()
})
afterAll(() => smtp?.close())

function lineOf(over: object = {}, secrets: Readonly<Record<string, string>> = {}): Line {
  const server = { host: '127.0.0.1', security: 'none' }
  return lineWith(
    {
      address: 'shop@shop.example',
      smtp: { ...server, port: smtp.port, user: smtpUser.user },
      inbound: { by: 'webhook' },
      ...over,
    },
    {
      'smtp.password': smtpUser.password,
      'inbound.imap.password': imapUser.password,
      'inbound.secret': secret,
      ...secrets,
    },
  )
}

const send = (letter: Letter, line = lineOf(), signal = never) => kind.send(line, letter, signal)
const hello = () => letterWith([{ kind: 'text', text: '**Hello** Carla\n- one\n- two' }])
const lastMail = () => smtp.taken().at(-1)

describe('out', () => {
  test('a reply stands in its thread, as text and HTML, from the channel’s name', async () => {
    const letter: Letter = {
      ...hello(),
      lastInbound: 'reply-1@mail.customers.example',
      thread: JSON.stringify({ subject: 'Where is my order?', references: ['a@x.example', 'b@y.example'] }),
    }
    const { externalId } = await send(letter)
    expect(externalId).toBe(`baton.${letter.messageId}.0@shop.example`)
    expect(lastMail()).toMatchObject({
      from: 'shop@shop.example',
      to: 'carla@customers.example',
      mail: {
        messageId: `<${externalId}>`,
        subject: 'Re: Where is my order?',
        inReplyTo: '<reply-1@mail.customers.example>',
        references: '<a@x.example> <b@y.example> <reply-1@mail.customers.example>',
        from: { name: 'Shop', address: 'shop@shop.example' },
        text: 'Hello Carla\n• one\n• two\n',
      },
    })
    expect(lastMail()?.mail.html).toContain('<b>Hello</b> Carla')
    expect(lastMail()?.raw.toString()).not.toContain('Auto-Submitted')
  })

  test('a bot says that it is one, an agent’s name stands in it where that is set', async () => {
    await send({ ...hello(), from: 'bot', author: null })
    expect(lastMail()?.raw.toString()).toContain('Auto-Submitted: auto-replied')
    expect(lastMail()?.mail.subject).toBe('Shop')
    await send(hello(), lineOf({ agentNames: true }))
    expect(lastMail()?.mail.from).toEqual({ name: 'Ana (Shop)', address: 'shop@shop.example' })
  })

  test('files, choices and places go along; nothing that was written becomes a header or a tag', async () => {
    const parts = [
      { kind: 'text', text: 'See <script>alert(1)</script>' },
      { kind: 'choices', text: 'Which?', options: [{ id: 'a', label: 'Orders' }] },
      { kind: 'media', mediaId: 'm', mimeType: 'text/plain', name: 'n.txt', sizeBytes: 3, caption: 'Notes' },
    ] as const
    const files = { m: { name: 'n.txt', mimeType: 'text/plain', bytes: Buffer.from('abc') } }
    await send(letterWith(parts, { contactName: 'Carla\r\nBcc: all@x.example' }, files))
    const mail = lastMail()?.mail
    expect(mail?.text).toContain('Which?\n• Orders')
    expect(mail?.text).toContain('Notes')
    expect(mail?.html).not.toContain('<script>')
    expect(mail?.bcc).toBeUndefined()
    expect(mail?.attachments).toMatchObject([{ filename: 'n.txt', mimeType: 'text/plain' }])
  })

  test.each([
    ['throttles', { outcome: 'not_sent', problem: 'throttled', stopsLine: false }],
    ['fails', { outcome: 'not_sent', problem: 'channel_down' }],
    ['refuses', { outcome: 'refused', problem: 'not_reachable' }],
    ['down', { outcome: 'not_sent', problem: 'channel_down' }],
    ['drops_answer', { outcome: 'unknown', problem: 'no_answer' }],
  ] as const)('[DL3] when the server %s, the outcome is told as it is', async (mishap, fault) => {
    const before = smtp.taken().length
    smtp.mishap(mishap, 1)
    expect(await faultOf(send(hello()))).toMatchObject({ name: 'SendFault', ...fault })
    expect(smtp.taken().length - before).toBe(mishap === 'drops_answer' ? 1 : 0)
  })

  test('[DL3] cut off while the server thinks, it is unknown; before, it did not go', async () => {
    smtp.mishap('slow', 1)
    const cut = new AbortController()
    const before = smtp.taken().length
    const sending = faultOf(send(hello(), lineOf(), cut.signal))
    while (smtp.taken().length === before) await new Promise(resolve => setTimeout(resolve, 5))
    cut.abort()
    expect(await sending).toMatchObject({ outcome: 'unknown' })
    expect(await faultOf(send(hello(), lineOf(), AbortSignal.abort()))).toMatchObject({ outcome: 'not_sent' })
  })

  test('a wrong password stops the line, a private address is not called', async () => {
    const fault = await faultOf(send(hello(), lineOf({}, { 'smtp.password': 'wrong' })))
    expect(fault).toMatchObject({ outcome: 'not_sent', problem: 'channel_account', stopsLine: true })
    const careful = createEmailChannel({ addressOf: createAddressOf({ allowPrivate: [] }) })
    const taken = smtp.taken().length
    expect(await faultOf(careful.send(lineOf(), hello(), never))).toMatchObject({ outcome: 'not_sent' })
    expect(smtp.taken().length).toBe(taken)
  })

  test('an address that is none is refused for good', async () => {
    const letter: Letter = { ...hello(), to: { address: 'carla>\r\nRCPT TO:<x', aliases: [] } }
    expect(await faultOf(send(letter))).toMatchObject({ outcome: 'refused', problem: 'not_reachable' })
  })

  test('a file that is gone or too large is refused before anything is sent', async () => {
    const media = { kind: 'media', mediaId: 'm', mimeType: 'a/b', name: 'n', sizeBytes: 3 } as const
    const taken = smtp.taken().length
    expect(await faultOf(send(letterWith([media])))).toMatchObject({ outcome: 'refused' })
    const huge = { name: 'n', mimeType: 'a/b', bytes: Buffer.alloc(21 * 1024 * 1024) }
    const fault = await faultOf(send(letterWith([media], {}, { m: huge })))
    expect(fault).toMatchObject({ outcome: 'refused', problem: 'too_large' })
    expect(smtp.taken().length).toBe(taken)
  })
})

describe('posted', () => {
  const posted = (body: Buffer, key = secret, at = Date.now()) => {
    const timestamp = String(Math.floor(at / 1_000))
    const headers = {
      'webhook-id': 'm1',
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(key, 'm1', timestamp, body),
    }
    return { method: 'POST', path: '', headers, body } as const
  }
  const receive = (call: ReturnType<typeof posted>, line = lineOf()) =>
    kind.receive(line, requestOf(line, call))

  test('a signed mail is a message', async () => {
    const { items, answer } = await receive(posted(sample('first')))
    expect(answer.status).toBe(200)
    expect(items).toMatchObject([{ type: 'message', externalId: 'first-1@customers.example' }])
  })

  test('another signature, an old one, none, or no secret: refused', async () => {
    const wrong = `whsec_${Buffer.from('another').toString('base64')}`
    expect(await faultOf(receive(posted(sample('first'), wrong)))).toMatchObject({ status: 401 })
    const old = posted(sample('first'), secret, Date.now() - 6 * 60_000)
    expect(await faultOf(receive(old))).toMatchObject({ status: 401 })
    expect(await faultOf(receive({ ...posted(sample('first')), headers: {} } as never))).toMatchObject({
      status: 401,
    })
    const unset = lineWith({ address: 'shop@shop.example', inbound: { by: 'webhook' } })
    expect(await faultOf(receive(posted(sample('first')), unset))).toMatchObject({ status: 401 })
    const tampered = { ...posted(sample('first')), body: sample('reply') }
    expect(await faultOf(receive(tampered))).toMatchObject({ status: 401 })
  })

  test('a machine that does not say that it is one gets no endless answers', async () => {
    const line = lineOf()
    const items = []
    for (let n = 0; n < 20; n++) items.push(...(await receive(posted(sample('first')), line)).items)
    expect(items.filter(item => item.type === 'message' && !item.automatic)).toHaveLength(15)
    expect(items).toHaveLength(20)
  })
})

describe('from a mailbox', () => {
  const boxed = (password: string = imapUser.password) =>
    lineOf(
      {
        inbound: {
          by: 'imap',
          imap: { host: '127.0.0.1', port: imap.port, security: 'none', user: imapUser.user },
          mailbox: 'INBOX',
        },
      },
      { 'inbound.imap.password': password },
    )
  const pull = (cursor: string | null, line = boxed()) =>
    kind.pull?.(line, cursor, never) ?? Promise.reject(new Error('nothing to pull'))
  const idsOf = ({ items }: Awaited<ReturnType<typeof pull>>) =>
    items.map(item => (item.type === 'message' ? item.externalId : item.type))

  beforeEach(async () => {
    imap = await startImapStandIn()
  })
  afterEach(() => imap?.close())

  test('what was there before is left alone, what comes is read once and in order', async () => {
    imap.add(sample('first'))
    const start = await pull(null)
    expect(start.items).toEqual([])
    imap.add(sample('html-only'))
    imap.add(sample('bounce'))
    const next = await pull(start.cursor)
    expect(idsOf(next)).toEqual(['html-1@customers.example', 'status'])
    expect((await pull(next.cursor)).items).toEqual([])
    expect(await pull(start.cursor)).toEqual(next)
  })

  test('many mails come in several looks, none lost', async () => {
    let { cursor } = await pull(null)
    for (let n = 0; n < 60; n++)
      imap.add(
        Buffer.from(`From: c@x.example\r\nMessage-ID: <${n}@x.example>\r\nSubject: ${n}\r\n\r\nHi\r\n`),
      )
    const ids: string[] = []
    for (let look = 0; look < 4; look++) {
      const found = await pull(cursor)
      ids.push(...idsOf(found))
      cursor = found.cursor
    }
    expect(ids).toEqual(Array.from({ length: 60 }, (_, n) => `${n}@x.example`))
  })

  test('a mailbox that was numbered anew loses nothing; ids tell what is known', async () => {
    const start = await pull(null)
    imap.add(sample('first'))
    const { cursor } = await pull(start.cursor)
    const { port } = imap
    await imap.close()
    imap = await startImapStandIn({ uidValidity: 43, port })
    imap.add(sample('first'))
    imap.add(sample('html-only'))
    expect(idsOf(await pull(cursor))).toEqual(['first-1@customers.example', 'html-1@customers.example'])
  })

  test('an attachment is fetched from the mailbox, or is said to be gone', async () => {
    const start = await pull(null)
    imap.add(sample('files'))
    const { items } = await pull(start.cursor)
    const parts = items[0]?.type === 'message' ? items[0].parts : []
    const ref = parts[1] && 'ref' in parts[1] ? parts[1].ref : ''
    const fetched = await kind.fetchMedia?.(boxed(), ref, never)
    const chunks: Uint8Array[] = []
    for await (const chunk of fetched?.body ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('%PDF-1.4\n% a test\n')
    for (const gone of ['41:1:0', '42:99:0', '42:1:9', 'nonsense'])
      expect(await faultOf(kind.fetchMedia?.(boxed(), gone, never) ?? Promise.resolve())).toMatchObject({
        name: 'MediaFault',
        problem: 'expired',
        retryable: false,
      })
  })

  test('set-up is checked with both servers', async () => {
    const check = (line: Line) => kind.check?.(line, never)
    expect(await check(boxed())).toEqual([
      { code: 'smtp', ok: true, detail: null },
      { code: 'imap', ok: true, detail: null },
    ])
    expect(await check(boxed('wrong'))).toMatchObject([
      { ok: true },
      { ok: false, detail: expect.any(String) },
    ])
    expect(await check(lineOf())).toMatchObject([{ code: 'smtp' }, { code: 'secret', ok: true }])
  })
})
