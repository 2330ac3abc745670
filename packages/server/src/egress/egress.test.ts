import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createAddressOf, createEgress } from './egress.ts'
import { isPrivateAddress } from './private-address.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<number> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const limits = { timeoutMs: 300, maxBytes: 1_000 }
const open = createEgress({ allowPrivate: ['127.0.0.1'] })
const shut = createEgress({ allowPrivate: [] })

describe('the one way out', () => {
  test('calls what is allowed, with method, headers and body', async () => {
    const port = await serving(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.end(`${request.method} ${request.headers['x-a']} ${body}`)
    })
    const init = { method: 'POST', headers: { 'x-a': 'b' }, body: 'hi' }
    const answer = await open.fetch(`http://127.0.0.1:${port}/`, init, limits)
    expect(await answer.text()).toBe('POST b hi')
  })

  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://168.63.129.16/',
    'http://[64:ff9b:1:a00:0:100:808:808]/',
    'http://10.0.0.1/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
  ])('refuses %s unless the operator allows it', async url => {
    await expect(shut.fetch(url, {}, limits)).rejects.toMatchObject({ code: 'refused' })
    expect(shut.refusal(url)).toContain('BATON_ALLOW_PRIVATE')
  })

  test('a name with several addresses is called at one that answers', async () => {
    const port = await serving((_request, response) => response.end('ok'))
    const answer = await createEgress({ allowPrivate: ['localhost'] }).fetch(
      `http://localhost:${port}/`,
      {},
      limits,
    )
    expect(answer.status).toBe(200)
  })

  test.each(['ftp://files.example/', 'file:///etc/passwd', 'https://ana:secret@bot.example/', 'nonsense'])(
    'refuses %s',
    async url => {
      await expect(open.fetch(url, {}, limits)).rejects.toMatchObject({ code: 'refused' })
      expect(open.refusal(url)).not.toBeNull()
    },
  )

  test('an exception may name a host with its port, or a range', async () => {
    const port = await serving((_request, response) => response.end('ok'))
    const url = `http://127.0.0.1:${port}/`
    const call = (allowPrivate: string[]) => createEgress({ allowPrivate }).fetch(url, {}, limits)
    expect((await call([`127.0.0.1:${port}`])).status).toBe(200)
    expect((await call(['127.0.0.0/8'])).status).toBe(200)
    await expect(call([`127.0.0.1:${port + 1}`])).rejects.toMatchObject({ code: 'refused' })
    await expect(call(['10.0.0.0/8'])).rejects.toMatchObject({ code: 'refused' })
  })

  test('follows no redirect, but says where it leads', async () => {
    const port = await serving((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    )
    await expect(open.fetch(`http://127.0.0.1:${port}/`, {}, limits)).rejects.toMatchObject({
      code: 'redirect',
      location: 'http://127.0.0.1:1/',
    })
  })

  test('an answer that never ends is cut at its limit', async () => {
    let closed: () => void = () => undefined
    const cut = new Promise<void>(resolve => {
      closed = resolve
    })
    const port = await serving((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(400)), 1)
      response.on('close', () => {
        clearInterval(timer)
        closed()
      })
    })
    const answer = await open.fetch(`http://127.0.0.1:${port}/`, {}, limits)
    await expect(answer.text()).rejects.toMatchObject({ code: 'too_large' })
    await cut
  })

  test('a server that says nothing is given up in time', async () => {
    const port = await serving(() => undefined)
    await expect(open.fetch(`http://127.0.0.1:${port}/`, {}, limits)).rejects.toMatchObject({
      code: 'timeout',
    })
  })

  test('nothing listens, or nobody has that name', async () => {
    await expect(open.fetch('http://127.0.0.1:1/', {}, limits)).rejects.toMatchObject({ code: 'unreachable' })
    await expect(open.fetch('http://nobody.invalid/', {}, limits)).rejects.toMatchObject({
      code: 'unreachable',
    })
  })

  test('the caller’s signal cuts the call, before and within the answer', async () => {
    const port = await serving((request, response) => {
      if (request.url === '/head') response.write('begun')
    })
    const early = new AbortController()
    const call = open.fetch(
      `http://127.0.0.1:${port}/`,
      { signal: early.signal },
      { ...limits, timeoutMs: 5_000 },
    )
    early.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    const late = new AbortController()
    const answer = await open.fetch(`http://127.0.0.1:${port}/head`, { signal: late.signal }, limits)
    const text = answer.text()
    late.abort()
    await expect(text).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('what is no HTTP obeys the same rules', async () => {
  const careful = createAddressOf({ allowPrivate: ['127.0.0.1:25'] })
  expect(await careful('127.0.0.1', 25)).toBe('127.0.0.1')
  await expect(careful('127.0.0.1', 993)).rejects.toMatchObject({ code: 'refused' })
  await expect(careful('nobody.invalid', 993)).rejects.toMatchObject({ code: 'unreachable' })
})

test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', address => {
  expect(isPrivateAddress(address)).toBe(false)
})
