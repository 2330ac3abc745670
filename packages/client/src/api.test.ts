import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createApi } from './api.ts'

const over: (() => unknown)[] = []
afterEach(() => {
  for (const end of over.splice(0)) end()
})

interface Heard {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly token: string | undefined
  readonly body: string
}

/** A server that answers everything alike and keeps what it was asked. */
async function answering(status: number, body: string, type = 'application/json') {
  const heard: Heard[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    heard.push({ method, url, token: headers.authorization, body: Buffer.concat(chunks).toString() })
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  over.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, server }
}

const id = '0198f2aa-0000-7000-8000-000000000001'

describe('the API', () => {
  test('fills the path, asks as a bearer, and gives the answer', async () => {
    const { url, heard } = await answering(200, '{"seq":4}')
    const api = createApi({ url, token: () => 'key' })
    const answer = await api.call('POST /conversations/{id}/notes', { params: { id }, body: { text: 'Hi' } })
    expect(answer).toEqual({ seq: 4 })
    expect(heard).toEqual([
      {
        method: 'POST',
        url: `/api/v1/conversations/${id}/notes`,
        token: 'Bearer key',
        body: '{"text":"Hi"}',
      },
    ])
  })

  test('leaves out of the query what is not asked for', async () => {
    const { url, heard } = await answering(200, '{"items":[],"next":null}')
    await createApi({ url }).call('GET /conversations', { query: { state: 'active', q: 'a&b', limit: 5 } })
    expect(heard[0]?.url).toBe('/api/v1/conversations?state=active&q=a%26b&limit=5')
    expect(heard[0]?.token).toBeUndefined()
  })

  test('a refusal brings its code, its advice and what more the problem says', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'already_held',
      detail: 'Ana has it.',
      owner: { id, name: 'Ana' },
    }
    const { url } = await answering(409, JSON.stringify(problem), 'application/problem+json')
    const call = createApi({ url }).call('POST /conversations/{id}/intervene', { params: { id } })
    await expect(call).rejects.toMatchObject({
      status: 409,
      code: 'already_held',
      detail: 'Ana has it.',
      problem,
    })
  })

  test('a proxy’s page of HTML is unreadable, with its status', async () => {
    const { url } = await answering(502, '<h1>Bad gateway</h1>', 'text/html')
    await expect(createApi({ url }).call('GET /me')).rejects.toMatchObject({
      status: 502,
      code: 'unreadable',
    })
  })

  test('a server that is not there is unreachable', async () => {
    const { url, server } = await answering(200, '{}')
    await new Promise(resolve => server.close(resolve))
    await expect(createApi({ url }).call('GET /me')).rejects.toMatchObject({ status: 0, code: 'unreachable' })
  })

  test('a call that the caller gave up is no failure of the network', async () => {
    const { url } = await answering(200, '{}')
    const call = createApi({ url }).call('GET /me', {}, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })
})
