// What the generic channel is sent, read sample by sample.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelId, WorkspaceId } from '@baton/core'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import type { HookRequest, Line } from '../../app/channel-port.ts'
import { createApiChannel } from './api-channel.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const channel = createApiChannel({
  egress: { fetch: () => Promise.reject(new Error('nobody is called')), refusal: () => null },
  mediaMaxBytes: 1_000,
})
const line: Line = {
  workspaceId: 'w' as WorkspaceId,
  id: 'c' as ChannelId,
  name: 'Kiosk',
  settings: { url: 'https://kiosk.example/baton' },
  secret: () => secret,
  hookUrl: 'https://baton.example/hooks/c',
}

function request(body: string, at = new Date(), key = secret): HookRequest {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(key).sign('msg_1', at, body),
  }
  const query = new URLSearchParams()
  return { method: 'POST', path: '', query, headers, body: Buffer.from(body), url: line.hookUrl }
}

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', `${name}.json`), 'utf8')
const read = async (name: string) => (await channel.receive(line, request(sample(name)))).items

test('a message with a file, in the customer’s language, quotes another', async () => {
  expect(await read('message-with-file')).toEqual([
    {
      type: 'message',
      externalId: 'k-1001',
      sender: { address: 'seat-14', name: 'Seat 14', phone: null, email: null, language: 'es' },
      parts: [
        { kind: 'text', text: 'Mi pizza está fría' },
        {
          kind: 'media',
          ref: 'https://kiosk.example/photos/14.jpg',
          name: 'pizza.jpg',
          mimeType: 'image/jpeg',
          sizeBytes: 0,
        },
      ],
      replyTo: 'k-1000',
    },
  ])
})

test('a choice keeps which one it was', async () => {
  expect(await read('choice')).toMatchObject([
    { parts: [{ kind: 'text', text: 'Bring a new one', choiceId: 'replace' }] },
  ])
})

test('a batch is read event by event, in its order', async () => {
  const items = await read('batch')
  expect(items.map(({ type }) => type)).toEqual(['message', 'edit', 'reaction', 'revoke', 'status'])
  expect(items.at(-1)).toMatchObject({ status: 'failed', problem: 'other', reason: 'The screen is off' })
})

test('an old call, another secret and no secret at all are refused', async () => {
  const body = sample('choice')
  const old = request(body, new Date(Date.now() - 10 * 60_000))
  const other = request(body, new Date(), `whsec_${Buffer.alloc(32, 8).toString('base64')}`)
  for (const refused of [old, other])
    await expect(channel.receive(line, refused)).rejects.toThrow(/signature/)
  const bare = { ...line, secret: () => null }
  await expect(channel.receive(bare, request(body))).rejects.toThrow(/no secret/)
})
