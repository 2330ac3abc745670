import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { attachmentOf, parseMail } from './parse-mail.ts'
import { withoutHistory } from './quoted-history.ts'

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', `${name}.eml`))
const posted = { address: 'shop@shop.example', refOf: null }
const itemsOf = (name: string) => parseMail(sample(name), posted)
const ours = '01a8b7c2-1111-7222-8333-444455556666'

test('a first mail is its subject and its words, whatever its charset', async () => {
  expect(await itemsOf('first')).toEqual([
    {
      type: 'message',
      externalId: 'first-1@customers.example',
      sender: {
        address: 'carla@customers.example',
        email: 'carla@customers.example',
        name: 'Carla Diaz',
      },
      parts: [{ kind: 'text', text: 'Pedido 42 ¿dónde está?\n\nHola, ¿dónde está mi pedido?' }],
      replyTo: null,
      thread: JSON.stringify({ subject: 'Pedido 42 ¿dónde está?', references: [] }),
    },
  ])
})

test('a reply is what is new in it; the history stays in what is kept, and the answered mail arrived', async () => {
  const [message, status] = await itemsOf('reply')
  expect(message).toMatchObject({
    parts: [
      {
        kind: 'text',
        text: 'Thanks, it came today.\n\n> not a quote of yours, but mine\nand so on.',
      },
    ],
    replyTo: `baton.${ours}.0@shop.example`,
    thread: JSON.stringify({
      subject: 'Re: Where is my order?',
      references: ['first-1@customers.example', `baton.${ours}.0@shop.example`],
    }),
  })
  expect(message).toHaveProperty('raw.text', expect.stringContaining('it will come tomorrow'))
  expect(status).toEqual({
    type: 'status',
    messageId: ours,
    externalId: `baton.${ours}.0@shop.example`,
    status: 'delivered',
  })
})

test('HTML only becomes text, without scripts, styles and history', async () => {
  const [message] = await itemsOf('html-only')
  expect(message).toMatchObject({
    parts: [
      {
        text: 'Broken lamp\n\nThe lamp is broken.\n\nSee the lamp (https://lamps.example/42)',
      },
    ],
    raw: { text: expect.stringContaining('An older mail') },
  })
})

test('files come along when mail is posted, or can be had again from the mailbox; replies go where they are wished', async () => {
  const [message] = await itemsOf('files')
  expect(message).toMatchObject({
    sender: { address: 'carla@work.example', name: 'Carla at work' },
    parts: [
      { kind: 'text', text: 'Receipt\n\nHere is the receipt.' },
      { kind: 'media', name: 'receipt.pdf', mimeType: 'application/pdf', sizeBytes: 18 },
      { kind: 'media', name: 'mail.eml', mimeType: 'message/rfc822' },
    ],
  })
  const parts = message?.type === 'message' ? message.parts : []
  const bytes = parts.map(part => ('bytes' in part && part.bytes ? Buffer.from(part.bytes).toString() : null))
  expect(bytes[1]).toBe('%PDF-1.4\n% a test\n')
  const [fetched] = await parseMail(sample('files'), { ...posted, refOf: n => `42:7:${n}` })
  expect(fetched).toMatchObject({ parts: [{}, { ref: '42:7:0' }, { ref: '42:7:1' }] })
  expect(JSON.stringify(fetched)).not.toContain('bytes')
  expect(Buffer.from((await attachmentOf(sample('files'), 0)) ?? '').toString()).toBe(bytes[1])
  expect(await attachmentOf(sample('files'), 5)).toBeNull()
})

test('an absence is kept, opens no turn and is no proof of having been read', async () => {
  expect(await itemsOf('absence')).toMatchObject([{ type: 'message', automatic: true }])
})

test('[DL4] a bounce is the failure of the message that it names', async () => {
  expect(await itemsOf('bounce')).toEqual([
    {
      type: 'status',
      messageId: ours,
      externalId: `baton.${ours}.0@shop.example`,
      status: 'failed',
      problem: 'not_reachable',
      reason: '550 5.1.1 <nobody@customers.example>: User unknown',
    },
  ])
  expect(await itemsOf('too-big')).toMatchObject([{ status: 'failed', problem: 'too_large' }])
  expect(await itemsOf('delayed')).toMatchObject([{ type: 'notice', code: 'mail_report' }])
})

test('[DL1] a mail without an id has one all the same, the same each time', async () => {
  const [one] = await itemsOf('no-id')
  expect(one).toMatchObject({ externalId: expect.stringMatching(/^[0-9a-f]{64}$/), automatic: true })
  expect((await itemsOf('no-id'))[0]).toEqual(one)
})

test('copies of our own mails are no customer’s', async () => {
  expect(await itemsOf('own')).toMatchObject([{ type: 'notice', code: 'own_mail' }])
  expect(await parseMail(Buffer.from('nonsense'), posted)).toMatchObject([{ type: 'notice' }])
})

describe('history', () => {
  test.each([
    ['German', 'Danke!\n\nAm 21.11.2026 um 10:05 schrieb Shop <shop@shop.example>:\n> Hallo', 'Danke!'],
    [
      'Spanish',
      'Gracias\n\nEl sáb, 21 nov 2026 a las 10:05, Shop (<shop@x.example>) escribió:\n\n> Hola',
      'Gracias',
    ],
    ['French', 'Merci\n\nLe sam. 21 nov. 2026 à 10:05, Shop <shop@x.example> a écrit :\n> Bonjour', 'Merci'],
    ['Outlook', 'Thanks\n\n________________________________\nFrom: Shop\nSent: today\n\nHi', 'Thanks'],
    [
      'Outlook, without a line',
      'Thanks\n\nFrom: Shop <shop@x.example>\nSent: Saturday\nTo: me\n\nHi',
      'Thanks',
    ],
    ['an original message', 'Yes\n-----Original Message-----\nFrom: Shop\n\nHi', 'Yes'],
    ['quotes alone', 'Yes\n> Do you want it?\n> Really?\n', 'Yes'],
  ])('%s is cut off', (_what, text, own) => expect(withoutHistory(text)).toBe(own))

  test.each([
    ['answers between the lines', '> Do you want it?\nYes\n> When?\nToday'],
    ['nothing but history', '> Only a quote'],
    ['a sentence that begins like one', 'On Monday I wrote:\nnothing at all'],
    ['a letter that names its sender', 'From: me\nI like you'],
  ])('%s stays', (_what, text) => expect(withoutHistory(text)).toBe(text))
})
