import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModelServer } from '../../testing/model-server.ts'
import { startModelServer } from '../../testing/model-server.ts'
import type { TestAgent, TestServer } from '../../testing/server.ts'
import { startTestServer } from '../../testing/server.ts'
import { talkOn } from '../../testing/talk.ts'

let server: TestServer
let model: ModelServer
let ana: TestAgent
let channel: string

const base = (more: object = {}) => ({
  model: { baseUrl: model.url, name: 'small', apiKey: 'model-key' },
  prompt: 'You help the customers of a shop.',
  timeoutMs: 2_000,
  ...more,
})

async function connect(more: object = {}): Promise<string> {
  const body = { name: 'Nova', kind: 'ai', settings: base(more) } as const
  const { id } = await server.api.call('POST /bots', { body })
  return server.makeChannel({ botId: id, settings: { turnAttempts: 2, turnRetryMs: 100 } })
}

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  model = await startModelServer()
  ana = await server.makeAgent('Ana')
  channel = await connect({ handoffPrompts: ['the customer wants their money back'] })
})
beforeEach(() =>
  model.teach((_call, speech) => {
    speech.text('Hello.')
    speech.end()
  }),
)
afterAll(async () => {
  await model?.close()
  await server?.stop()
})

const talk = (text = 'Hi', on = channel) => talkOn(server, on, text)
const lastCall = () => model.calls.at(-1) ?? { messages: [], key: null, model: '', tools: [] }
const systemOf = () => lastCall().messages[0]?.content ?? ''

describe('knowledge', () => {
  async function withKnowledge() {
    const body = { name: 'Nova', kind: 'ai', settings: base({ knowledge: true }) } as const
    const { id } = await server.api.call('POST /bots', { body })
    return { id, channel: await server.makeChannel({ botId: id }) }
  }
  const returns = {
    name: 'Returns',
    type: 'text/markdown',
    text: '# Returns\n\n## How long\n\nYou can send an item back within 40 days.\n\n## Shoes\n\nWorn shoes cannot be returned.',
  } as const

  test('the best pieces for the customer’s words are in the prompt, with where they stand', async () => {
    const { id, channel: on } = await withKnowledge()
    const params = { id }
    const made = await server.api.call('POST /bots/{id}/knowledge', { params, body: returns })
    expect(made).toMatchObject({ name: 'Returns', kind: 'text', problem: null })
    const { has } = await talk('Can I send my shoes back when they are worn?', on)
    await has('TurnEnded')
    expect(systemOf()).toContain('Returns › Shoes')
    expect(systemOf()).toContain('> Worn shoes cannot be returned.')
    const other = await talk('Where is my parcel?', on)
    await other.has('TurnEnded')
    expect(systemOf()).not.toContain('shoes')
  })

  test('a page is read as text, without its menus and scripts; what fails says why and can be tried again', async () => {
    const { id, channel: on } = await withKnowledge()
    const params = { id }
    const page = createServer((_request, response) => response.writeHead(500).end())
    await new Promise<void>(resolve => page.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/hours`
    const failed = await server.api.call('POST /bots/{id}/knowledge', { params, body: { url } })
    expect(failed.problem).toBe('The page answered 500.')
    await new Promise(resolve => page.close(resolve))
    const again = await server.api.call('POST /bots/{id}/knowledge/{sourceId}/refresh', {
      params: { id, sourceId: failed.id },
    })
    expect(again.problem).toContain('could not be reached')
    const html = '<nav>Home</nav><h1>Opening hours</h1><p>We open at <b>nine</b>.</p><script>steal()</script>'
    await server.api.call('POST /bots/{id}/knowledge', {
      params,
      body: { name: 'Hours', type: 'text/html', text: html },
    })
    const { has } = await talk('When do you open?', on)
    await has('TurnEnded')
    expect(systemOf()).toContain('Opening hours\n> We open at nine.')
    expect(systemOf()).not.toMatch(/steal|Home/)
  })

  test('little words find nothing, and many of them outweigh no real one', async () => {
    const { id, channel: on } = await withKnowledge()
    const chatter =
      'You can do this and that, and you will have it as soon as you can, so that you are well. '
    const put = (name: string, text: string) =>
      server.api.call('POST /bots/{id}/knowledge', { params: { id }, body: { ...returns, name, text } })
    for (let n = 0; n < 8; n += 1) await put(`Chatter ${n}`, chatter.repeat(10))
    await put('Exchange', 'Boots are exchanged in the shop.')
    await put('Cambios', 'Las botas se cambian en la tienda.')
    const { has } = await talk(
      'Can you tell me what you do when I want to exchange the boots that I have?',
      on,
    )
    await has('TurnEnded')
    expect(systemOf()).toContain('> Boots are exchanged in the shop.')
    expect(systemOf()).not.toContain('Chatter')
    const spanish = await talk('¿Y dónde puedo cambiar una bota que no me está bien?', on)
    await spanish.has('TurnEnded')
    expect(systemOf()).toContain('> Las botas se cambian en la tienda.')
    const nothing = await talk('Can you do that?', on)
    await nothing.has('TurnEnded')
    expect(systemOf()).not.toContain('From the knowledge')
  })

  test('a short question is looked up with the one before', async () => {
    const { id, channel: on } = await withKnowledge()
    await server.api.call('POST /bots/{id}/knowledge', { params: { id }, body: returns })
    const { has, visitor } = await talk('Do you take back shoes?', on)
    await has('TurnEnded')
    await visitor.say('And if they are old?')
    await has('TurnEnded', 2)
    expect(systemOf()).toContain('Worn shoes cannot be returned.')
  })

  test('a page of another charset, with a NUL in it, is read as it is meant', async () => {
    const { id, channel: on } = await withKnowledge()
    const page = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=iso-8859-1' })
      response.end(Buffer.from(`<h1>Envíos</h1><p>El envío tarda dos d\0ías.</p>`, 'latin1'))
    })
    await new Promise<void>(resolve => page.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`
    const made = await server.api.call('POST /bots/{id}/knowledge', { params: { id }, body: { url } })
    expect(made.problem).toBeNull()
    const { has } = await talk('¿Cuánto tarda el envío?', on)
    await has('TurnEnded')
    expect(systemOf()).toContain('Envíos\n> El envío tarda dos días.')
    await new Promise(resolve => page.close(resolve))
  })

  test('a file that is no text is refused, and says which can be read', async () => {
    const { id } = await withKnowledge()
    const body = { name: 'Prices', type: 'application/pdf', text: '%PDF-1.7' } as unknown as typeof returns
    const call = server.api.call('POST /bots/{id}/knowledge', { params: { id }, body })
    await expect(call).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('text/markdown'),
    })
  })

  test('it belongs to one bot; it goes when it is taken away, and is a lead’s to change', async () => {
    const { id, channel: on } = await withKnowledge()
    const other = await withKnowledge()
    const params = { id }
    const made = await server.api.call('POST /bots/{id}/knowledge', { params, body: returns })
    const foreign = await talk('Can I return worn shoes?', other.channel)
    await foreign.has('TurnEnded')
    expect(systemOf()).not.toContain('Worn shoes')
    const byAna = ana.api.call('POST /bots/{id}/knowledge', { params, body: returns })
    await expect(byAna).rejects.toMatchObject({ status: 403 })
    const source = { id: other.id, sourceId: made.id }
    await expect(
      server.api.call('DELETE /bots/{id}/knowledge/{sourceId}', { params: source }),
    ).rejects.toMatchObject({
      status: 404,
    })
    await server.api.call('DELETE /bots/{id}/knowledge/{sourceId}', { params: { id, sourceId: made.id } })
    const { has } = await talk('Can I return worn shoes?', on)
    await has('TurnEnded')
    expect(systemOf()).not.toContain('Worn shoes')
  })

  test('a private page is refused with what to do', async () => {
    const { id } = await withKnowledge()
    const call = server.api.call('POST /bots/{id}/knowledge', {
      params: { id },
      body: { url: 'http://10.0.0.1/' },
    })
    await expect(call).rejects.toMatchObject({ status: 422, code: 'refused_address' })
  })
})
