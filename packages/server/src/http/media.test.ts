// Attachments on a real server, with real bytes: what is taken, who may send and fetch it, and what is left of what
// came to nothing.
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnswerOf } from '@baton/client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMedia } from '../app/media.ts'
import { createMediaLinks } from '../app/media-links.ts'
import { keyFor } from '../app/secrets.ts'
import { createMediaFolder } from '../media/media-folder.ts'
import { sniff } from '../media/sniff.ts'
import { createMediaRows } from '../store/media.ts'
import { pngOf } from '../testing/pictures.ts'
import { openRawSocket } from '../testing/raw-socket.ts'
import type { TestAgent, TestServer, TestVisitor } from '../testing/server.ts'
import { secret, startTestServer } from '../testing/server.ts'
import { takeOver } from '../testing/talk.ts'
import { startTestBot, testBotSecret } from '../testing/test-bot.ts'
import { until } from '../testing/until.ts'

type Given = AnswerOf<'POST /media'>

let server: TestServer
let dataDir: string
let pool: pg.Pool
let ana: TestAgent
let visitor: TestVisitor
const picture = pngOf(40, 30)

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'baton-files-'))
  server = await startTestServer({
    env: { BATON_DATA_DIR: dataDir, BATON_MEDIA_MAX_MB: '1', BATON_ALLOW_PRIVATE: '127.0.0.1' },
  })
  pool = new pg.Pool({ connectionString: server.databaseUrl })
  ana = await server.makeAgent('Ana')
  visitor = await server.visitor(await server.makeChannel())
  await visitor.say('hello')
  await takeOver(ana, visitor.conversationId)
})
afterAll(async () => {
  await pool.end()
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

function upload(token: string, body: Uint8Array, name = 'photo.png', path = '/media'): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/html' },
    body: new Uint8Array(body),
  })
}

async function given(token: string, body: Uint8Array = picture, name = 'photo.png', path = '/media') {
  const answer = await upload(token, body, name, path)
  expect(answer.status).toBe(201)
  return (await answer.json()) as Given
}
const byVisitor = (body?: Uint8Array, name?: string) => given(visitor.token, body, name, '/web/media')

async function refusal(answer: Response) {
  return { status: answer.status, code: ((await answer.json()) as { code: string }).code }
}

/** Every file below the folder, whole or not. */
async function kept(): Promise<number> {
  const entries = await readdir(join(dataDir, 'media'), { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).length
}
const rowCount = async () => Number((await pool.query('select count(*) as n from media')).rows[0].n)

const send = (
  agent: TestAgent,
  media: string[],
  more: { text?: string; clientId?: string; id?: string } = {},
) => {
  const { id = visitor.conversationId, ...rest } = more
  return agent.api.call('POST /conversations/{id}/messages', { params: { id }, body: { media, ...rest } })
}
const linkOf = async (mediaId: string) => {
  const params = { id: visitor.conversationId, mediaId }
  return (await ana.api.call('GET /conversations/{id}/media/{mediaId}', { params })).url
}

describe('giving a file', () => {
  test('its kind and size are told by its bytes, whatever was said of it', async () => {
    const found = await given(ana.key, picture, '../../etc/holi\u202eday.exe')
    expect(found).toMatchObject({
      name: 'holiday.exe.png',
      mimeType: 'image/png',
      sizeBytes: picture.length,
      width: 40,
      height: 30,
    })
  })

  test.each([
    ['HTML', '<html><script>alert(1)</script>', 'cat.png'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'cat.svg'],
    ['a program', `MZ${'\u0000'.repeat(100)}`, 'cat.png'],
    ['a script', 'alert(1)', 'cat.js'],
  ])('%s is refused, and nothing stays', async (_kind, text, name) => {
    const before = [await kept(), await rowCount()]
    const answer = await upload(ana.key, Buffer.from(text, 'latin1'), name)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'file_kind', detail: expect.stringContaining('PDF') })
    expect([await kept(), await rowCount()]).toEqual(before)
  })

  test('an empty file is refused', async () => {
    expect(await refusal(await upload(ana.key, new Uint8Array()))).toEqual({
      status: 422,
      code: 'file_empty',
    })
  })

  test('a stranger’s bytes are not read', async () => {
    expect((await upload('baton_nobody', picture)).status).toBe(401)
    expect((await upload(visitor.token, picture)).status).toBe(401)
    expect((await upload(ana.key, picture, 'a.png', '/web/media')).status).toBe(401)
  })

  /** Writes to the server as it likes; answers the status line. */
  async function rawUpload(
    head: string,
    pour: (write: (bytes: Uint8Array) => void) => void,
  ): Promise<string> {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    let answer = ''
    socket.on('data', bytes => {
      answer += bytes.toString()
    })
    const path = '/api/v1/media?name=a.png'
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ana.key}\r\n${head}\r\n\r\n`)
    pour(bytes => socket.write(bytes))
    await until('an answer', () => answer.includes('\r\n\r\n'))
    socket.destroy()
    return answer.split('\r\n')[0] ?? ''
  }

  test('too large by its own word: refused before a byte of it is read', async () => {
    expect(await rawUpload('Content-Length: 5000000000', () => undefined)).toContain('413')
  })

  test('too large without a word: cut off at the limit, and nothing stays', async () => {
    const before = [await kept(), await rowCount()]
    const piece = Buffer.concat([picture, Buffer.alloc(300_000)])
    const status = await rawUpload('Transfer-Encoding: chunked', write => {
      for (let n = 0; n < 5; n += 1) {
        write(Buffer.from(`${piece.length.toString(16)}\r\n`))
        write(piece)
        write(Buffer.from('\r\n'))
      }
      // No last chunk: the sender would go on for ever.
    })
    expect(status).toContain('413')
    await until('nothing of it', async () => (await rowCount()) === before[1])
    expect(await kept()).toBe(before[0])
  })

  test('a sender who goes away leaves nothing', async () => {
    const before = [await kept(), await rowCount()]
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST /api/v1/media?name=a.png HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ana.key}\r\nContent-Length: 900000\r\n\r\n`,
    )
    socket.write(Buffer.concat([picture, Buffer.alloc(600_000)]))
    await until('that it began', async () => (await kept()) > (before[0] ?? 0))
    socket.destroy()
    await until('that nothing is left', async () => (await rowCount()) === before[1])
    expect(await kept()).toBe(before[0])
  })

  test('a visitor who gives very many has to wait', async () => {
    const other = await server.visitor(await server.makeChannel())
    await other.say('hi')
    const answers: number[] = []
    for (let n = 0; n < 31; n += 1)
      answers.push((await upload(other.token, picture, 'a.png', '/web/media')).status)
    expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 201))
    expect(answers[30]).toBe(429)
  })

  test('what was not sent can be taken back, by whoever gave it', async () => {
    const { id } = await given(ana.key)
    const before = await kept()
    const ben = await server.makeAgent('Ben')
    await expect(ben.api.call('DELETE /media/{id}', { params: { id } })).rejects.toMatchObject({
      status: 404,
    })
    await ana.api.call('DELETE /media/{id}', { params: { id } })
    expect(await kept()).toBe(before - 1)
    await expect(send(ana, [id])).rejects.toMatchObject({ code: 'unknown_media' })
  })
})

describe('sending files', () => {
  test('a message may be files alone, in the order in which they are named', async () => {
    const [one, two] = [
      await given(ana.key, picture, 'one.png'),
      await given(ana.key, pngOf(5, 5), 'two.png'),
    ]
    const { seq } = await send(ana, [two.id, one.id])
    const sent = (await server.events(visitor.conversationId)).find(event => event.seq === seq)
    expect(sent?.data.parts).toEqual([
      {
        kind: 'media',
        mediaId: two.id,
        mimeType: 'image/png',
        name: 'two.png',
        sizeBytes: two.sizeBytes,
        width: 5,
        height: 5,
      },
      {
        kind: 'media',
        mediaId: one.id,
        mimeType: 'image/png',
        name: 'one.png',
        sizeBytes: one.sizeBytes,
        width: 40,
        height: 30,
      },
    ])
    expect(sent?.data.text).toBe('[two.png]\n[one.png]')
    const shown = (await visitor.messages()).find(item => item.seq === seq)
    expect(shown?.data.parts).toEqual(sent?.data.parts)
  })

  test('a message of nothing is refused', async () => {
    await expect(send(ana, [], { text: ' ' })).rejects.toMatchObject({ status: 400 })
    await expect(visitor.api.call('POST /web/messages', { body: { clientId: 'x' } })).rejects.toMatchObject({
      status: 400,
    })
  })

  test('[DL3] the same send is stored once; other files under its id are refused', async () => {
    const [one, two] = [await given(ana.key), await given(ana.key)]
    const clientId = randomUUID()
    const { seq } = await send(ana, [one.id], { text: 'Look', clientId })
    expect(await send(ana, [one.id], { text: 'Look', clientId })).toEqual({ seq })
    await expect(send(ana, [two.id], { text: 'Look', clientId })).rejects.toMatchObject({
      code: 'client_id_reused',
    })
    await expect(send(ana, [], { text: 'Look\n[photo.png]', clientId })).rejects.toMatchObject({
      code: 'client_id_reused',
    })
  })

  test('nobody sends another’s file, nor in two conversations', async () => {
    const theirs = await byVisitor()
    const mine = await given(ana.key)
    await expect(send(ana, [theirs.id])).rejects.toMatchObject({ status: 422, code: 'unknown_media' })
    await expect(send(ana, [mine.id, randomUUID()])).rejects.toMatchObject({ code: 'unknown_media' })
    await expect(
      visitor.api.call('POST /web/messages', { body: { clientId: randomUUID(), media: [mine.id] } }),
    ).rejects.toMatchObject({ code: 'unknown_media' })
    const other = await server.visitor(await server.makeChannel())
    await other.say('hi')
    await send(ana, [mine.id])
    await expect(send(ana, [mine.id], { id: other.conversationId })).rejects.toMatchObject({
      code: 'unknown_media',
    })
    await expect(send(ana, [mine.id], { id: randomUUID() })).rejects.toMatchObject({ status: 404 })
  })
})

describe('where else files go', () => {
  test('by the socket a visitor sends them, too; another’s are refused', async () => {
    const mine = await byVisitor(picture, 'socket.png')
    const theirs = await given(ana.key)
    const socket = await openRawSocket(server.url, visitor.token)
    socket.send({ type: 'send', ref: '1', clientId: randomUUID(), text: '', media: [mine.id] })
    const { seq } = await socket.heard('accepted')
    socket.send({ type: 'send', ref: '2', clientId: randomUUID(), text: 'x', media: [theirs.id] })
    expect(await socket.heard('refused')).toMatchObject({ ref: '2', problem: { code: 'unknown_media' } })
    socket.close()
    const shown = (await visitor.messages()).find(item => item.seq === seq)
    expect(shown?.data.text).toBe('[socket.png]')
  })

  test('a bot over HTTP is told where it can read them', async () => {
    const otto = await startTestBot((_turn, reply) => reply.json({ messages: ['Thank you'] }))
    const settings = { url: otto.url, secret: testBotSecret }
    const body = { name: 'Otto', kind: 'http', settings } as const
    const { id: botId } = await server.api.call('POST /bots', { body })
    const talker = await server.visitor(await server.makeChannel({ botId }))
    const file = await given(talker.token, picture, 'lamp.png', '/web/media')
    await talker.api.call('POST /web/messages', { body: { clientId: 'a', media: [file.id] } })
    const turn = await until('the turn', () => otto.turns[0])
    const [part] = turn.messages.at(-1)?.parts ?? []
    expect(part).toMatchObject({ kind: 'media', mediaId: file.id, name: 'lamp.png', width: 40 })
    // The server's port is the system's choice, and its own address is what it was told.
    const { pathname, search } = new URL(String(part?.url))
    const answer = await fetch(`${server.url}${pathname}${search}`)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture)
    await otto.close()
  })
})

describe('fetching a file', () => {
  let url = ''
  let mediaId = ''
  beforeAll(async () => {
    const file = await byVisitor(picture, 'my “cat”.png')
    mediaId = file.id
    await visitor.api.call('POST /web/messages', { body: { clientId: randomUUID(), media: [mediaId] } })
    url = `${server.url}${await linkOf(mediaId)}`
  })

  test('by a signed link, as what it is and nothing else', async () => {
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture)
    const { headers } = answer
    expect(headers.get('content-type')).toBe('image/png')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="my _cat_.png"; filename*=UTF-8''my%20%E2%80%9Ccat%E2%80%9D.png`,
    )
    expect(headers.get('cache-control')).toMatch(/^private, max-age=([1-9]\d{0,2}),/)
  })

  test('what a browser could run or show as a page is only saved', async () => {
    const file = await given(ana.key, Buffer.from('{"a":"<script>alert(1)</script>"}'), 'data.json')
    await send(ana, [file.id])
    const { headers } = await fetch(`${server.url}${await linkOf(file.id)}`)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
  })

  test('in parts, as players ask for it', async () => {
    const part = async (range: string) => {
      const answer = await fetch(url, { headers: { range } })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return { status: answer.status, range: answer.headers.get('content-range'), bytes }
    }
    const size = picture.length
    expect(await part('bytes=0-7')).toEqual({
      status: 206,
      range: `bytes 0-7/${size}`,
      bytes: picture.subarray(0, 8),
    })
    expect(await part('bytes=10-')).toMatchObject({ status: 206, bytes: picture.subarray(10) })
    expect(await part('bytes=-4')).toMatchObject({ status: 206, bytes: picture.subarray(-4) })
    expect(await part('bytes=0-999999')).toMatchObject({ status: 206, bytes: picture })
    expect(await part(`bytes=${size}-`)).toMatchObject({ status: 416, range: `bytes */${size}` })
    expect(await part('bytes=5-2')).toMatchObject({ status: 200, bytes: picture })
    expect(await part('lines=1-2')).toMatchObject({ status: 200, bytes: picture })
  })

  test('a link that was altered or ran out leads nowhere', async () => {
    const links = createMediaLinks(keyFor(secret, 'media'))
    expect(`${server.url}${links.sign(mediaId).url}`).toBe(url)
    const other = await given(ana.key)
    const altered = [
      url.replace(mediaId, other.id),
      url.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 60}`),
      url.replace(/signature=.*/, 'signature='),
      url.replace(/signature=.*/, `signature=${'A'.repeat(43)}`),
    ]
    for (const each of altered)
      expect(await refusal(await fetch(each))).toEqual({ status: 403, code: 'invalid_link' })
    const old = createMediaLinks(keyFor(secret, 'media'), () => Date.now() - 15 * 60_000 - 1_000)
    expect(await refusal(await fetch(`${server.url}${old.sign(mediaId).url}`))).toEqual({
      status: 403,
      code: 'link_expired',
    })
    const seconds = (Date.parse(links.sign(mediaId).expiresAt) - Date.now()) / 1_000
    expect(seconds).toBeLessThanOrEqual(15 * 60)
  })

  test('only who may read the conversation is given a link', async () => {
    const stranger = await server.visitor(await server.makeChannel())
    await stranger.say('hi')
    const params = { id: mediaId }
    await expect(stranger.api.call('GET /web/media/{id}', { params })).rejects.toMatchObject({ status: 404 })
    expect(`${server.url}${(await visitor.api.call('GET /web/media/{id}', { params })).url}`).toBe(url)
    const elsewhere = { id: stranger.conversationId, mediaId }
    await expect(
      ana.api.call('GET /conversations/{id}/media/{mediaId}', { params: elsewhere }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('another workspace has none of it', async () => {
    const rows = createMediaRows(pool)
    const workspaceId = randomUUID() as never
    const key = { workspaceId, conversationId: visitor.conversationId as never }
    expect(await rows.of(key, [mediaId])).toEqual([])
    const uploader = { workspaceId, uploadedBy: `agent:${ana.id}` }
    const mine = await given(ana.key)
    expect(await rows.claim(uploader, key.conversationId, [mine.id])).toBeNull()
    expect(await rows.dropUnsent(uploader, mine.id)).toBe(false)
  })
})

describe('what is left', () => {
  test('goes after a day when it was not sent, and at once with its conversation', async () => {
    const media = createMedia({
      store: createMediaFolder(join(dataDir, 'media')),
      rows: createMediaRows(pool),
      sniff,
      links: createMediaLinks(new Uint8Array(32)),
      maxBytes: 1,
    })
    const leaver = await server.visitor(await server.makeChannel())
    await leaver.say('hi')
    const sent = await given(leaver.token, picture, 'a.png', '/web/media')
    await leaver.api.call('POST /web/messages', { body: { clientId: 'a', media: [sent.id] } })
    const [young, old] = [await given(ana.key), await given(ana.key)]
    await pool.query(`update media set created_at = created_at - interval '25 hours' where id = $1`, [old.id])
    await media.sweep()
    const ids = async () => new Set((await pool.query('select id from media')).rows.map(row => row.id))
    expect(await media.find(old.id)).toBeNull()
    expect(await ids()).toContain(young.id)
    expect(await ids()).toContain(sent.id)

    const before = await kept()
    await pool.query('delete from outbox where conversation_id = $1', [leaver.conversationId])
    await pool.query('delete from events where conversation_id = $1', [leaver.conversationId])
    await pool.query('delete from conversations where id = $1', [leaver.conversationId])
    await media.sweep()
    expect(await ids()).not.toContain(sent.id)
    expect(await kept()).toBe(before - 1)
  })
})
