// Mail over a whole Baton: a mailbox that is read, replies in their thread, machines that nobody answers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelEnv, statusesOf, textsOf } from '../../testing/channel-contract.ts'
import type { TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import type { ImapStandIn } from '../../testing/stages/imap-stand-in.ts'
import { imapUser, startImapStandIn } from '../../testing/stages/imap-stand-in.ts'
import type { SmtpStandIn } from '../../testing/stages/smtp-stand-in.ts'
import { smtpUser, startSmtpStandIn } from '../../testing/stages/smtp-stand-in.ts'
import { until } from '../../testing/until.ts'

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', `${name}.eml`))
const echoBot = {
  name: 'Oli',
  start: 'hello',
  blocks: { hello: { kind: 'message', parts: [{ kind: 'text', text: 'We look into it.' }] } },
}

let server: TestServer
let smtp: SmtpStandIn
let imap: ImapStandIn

beforeAll(async () => {
  smtp = await startSmtpStandIn()
  imap = await startImapStandIn()
  server = await startTestServer({ env: { ...channelEnv, BATON_MAIL_EVERY_MS: '500' } })
  const botId = await server.makeBot(echoBot)
  const at = { host: '127.0.0.1', security: 'none' } as const
  await server.api.call('POST /channels', {
    body: {
      name: 'Shop',
      kind: 'email',
      botId,
      settings: {
        address: 'shop@shop.example',
        smtp: { ...at, port: smtp.port, ...smtpUser },
        inbound: { by: 'imap', imap: { ...at, port: imap.port, ...imapUser } },
      },
    },
  })
  // What is in the mailbox when it is connected stays there.
  await until('the first look', () => imap.looks() > 0)
})
afterAll(async () => {
  await server?.stop()
  await smtp?.close()
  await imap?.close()
})

const conversations = async () => (await server.api.call('GET /conversations')).items
const named = (name: string) =>
  until(`the conversation of ${name}`, async () =>
    (await conversations()).find(row => row.contact.name === name),
  )
/** A further mail of Carla's, with another subject. */
const laterMail = (id: string, more = '') =>
  Buffer.from(
    [
      'From: Carla Diaz <carla@customers.example>',
      'To: shop@shop.example',
      'Subject: Another thing',
      `Message-ID: <${id}@customers.example>`,
      ...(more ? [more] : []),
      '',
      'One more question.',
      '',
    ].join('\r\n'),
  )

test('a mail begins a conversation, the bot answers in its thread, and what follows stays in it', async () => {
  imap.add(sample('first'))
  const { id } = await named('Carla Diaz')
  await until('the bot’s mail', () => smtp.taken().length === 1)
  const [answer] = smtp.taken()
  expect(answer).toMatchObject({
    to: 'carla@customers.example',
    mail: {
      subject: 'Re: Pedido 42 ¿dónde está?',
      inReplyTo: '<first-1@customers.example>',
      references: '<first-1@customers.example>',
      text: 'We look into it.\n',
    },
  })
  const ours = answer?.mail.messageId ?? ''
  imap.add(laterMail('second', `In-Reply-To: ${ours}\r\nReferences: <first-1@customers.example> ${ours}`))
  await until('the second answer', () => smtp.taken().length === 2)
  expect(smtp.taken()[1]?.mail).toMatchObject({
    subject: 'Re: Another thing',
    inReplyTo: '<second@customers.example>',
    references: `<first-1@customers.example> ${ours} <second@customers.example>`,
  })
  // Who answers a mail has it.
  await until('the ticks', async () => statusesOf(await server.events(id)).join() === 'delivered,sent')
  expect(await conversations()).toHaveLength(1)
})

test('[BT1] an absence is kept, and no machine answers it', async () => {
  const { id } = await named('Carla Diaz')
  const before = smtp.taken().length
  imap.add(sample('absence'))
  imap.add(sample('files'))
  await named('Carla at work')
  await until('that it is kept', async () =>
    textsOf(await server.events(id), 'MessageReceived')
      .at(-1)
      ?.includes('I am away until Monday.'),
  )
  await until('the answer to the other', () => smtp.taken().length === before + 1)
  expect(smtp.taken().at(-1)?.to).toBe('carla@work.example')
})

test('an attachment is fetched from the mailbox and kept', async () => {
  const { id } = await named('Carla at work')
  const media = await until('that it is settled', async () => {
    const settled = (await server.events(id)).filter(({ type }) => type === 'MediaSettled')
    return settled.length === 2 && settled.map(({ data }) => data.media as { readonly name: string } | null)
  })
  expect(media.map(one => one?.name)).toContain('receipt.pdf')
})

test('[DL4] a bounce is the failure of its message, with its reason', async () => {
  const { id } = await named('Carla at work')
  const sent = smtp.taken().at(-1)?.mail.messageId ?? ''
  const bounce = sample('bounce')
    .toString()
    .replace(/<baton\.[^>]+>/, sent)
  imap.add(Buffer.from(bounce))
  await until('the failure', async () => statusesOf(await server.events(id)).at(-1) === 'failed')
  const { items } = await server.api.call('GET /deliveries')
  expect(items).toMatchObject([
    { conversationId: id, problem: 'not_reachable', reason: expect.stringContaining('5.1.1') },
  ])
})
