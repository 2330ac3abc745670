import { createHmac } from 'node:crypto'
import { createWhatsAppAdapter } from '@chat-adapter/whatsapp'
import type { Adapter } from 'chat'
import { describe, expect, test } from 'vitest'
import type { HookRequest, InboundItem } from '../../app/channel-port.ts'
import { createBridge, silentLogger } from './bridge.ts'

const appSecret = 'a secret of the app'

function bridge(itemsOf: (id: string) => readonly InboundItem[] | Promise<readonly InboundItem[]>) {
  const adapter = createWhatsAppAdapter({
    accessToken: 't',
    appSecret,
    phoneNumberId: '1000001',
    verifyToken: 'v',
    logger: silentLogger,
  })
  return createBridge({
    adapter: adapter as Adapter,
    itemsOf: handed => itemsOf('message' in handed ? handed.message.id : ''),
  })
}

function said(...ids: string[]): HookRequest {
  const messages = ids.map(id => ({
    id,
    from: '15550001001',
    timestamp: '1780000000',
    type: 'text',
    text: { body: 'hi' },
  }))
  const contacts = [{ profile: { name: 'Rosa' }, wa_id: '15550001001' }]
  const metadata = { display_phone_number: '15550009000', phone_number_id: '1000001' }
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages }
  const body = Buffer.from(JSON.stringify({ entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }))
  const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  const url = 'http://baton.test/hooks/1'
  return {
    method: 'POST',
    path: '',
    query: new URLSearchParams(),
    headers: { 'x-hub-signature-256': signature },
    body,
    url,
  }
}

const notice = (code: string): InboundItem => ({ type: 'notice', code, raw: null })

describe('an adapter of the Chat SDK behind the bridge', () => {
  test('[DL1] hands over everything before the answer is given, in order', async () => {
    const { items, answer } = await bridge(async id => [notice(id)]).receive(said('a', 'b', 'c'))
    expect(items).toEqual([notice('a'), notice('b'), notice('c')])
    expect(answer.status).toBe(200)
  })

  test('[DL1] what could not be stored is handed over again when it is delivered again', async () => {
    const one = bridge(id => [notice(id)])
    const first = await one.receive(said('a'))
    expect(await one.receive(said('a'))).toEqual(first)
  })

  test('[DL1] a fault while translating fails the call', async () => {
    const failing = bridge(() => {
      throw new Error('no such thing')
    })
    await expect(failing.receive(said('a'))).rejects.toThrow('no such thing')
  })

  test('calls at the same moment do not mix', async () => {
    const one = bridge(async id => [notice(id)])
    const found = await Promise.all(Array.from({ length: 20 }, (_, n) => one.receive(said(`m${n}`))))
    expect(found.map(({ items }) => items)).toEqual(found.map((_, n) => [notice(`m${n}`)]))
  })

  test('a wrong signature is refused', async () => {
    const request = { ...said('a'), headers: { 'x-hub-signature-256': 'sha256=00' } }
    await expect(bridge(() => []).receive(request)).rejects.toMatchObject({
      name: 'HookRefused',
      status: 401,
    })
  })
})
