// Attachments on a real server, with real bytes: what is taken, who may fetch it, and what is left of what came to
// nothing.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMedia } from '../app/media.ts'
import { createMediaLinks } from '../app/media-links.ts'
import { keyFor } from '../app/secrets.ts'
import { createMediaFolder } from '../media/media-folder.ts'
import { sniff } from '../media/sniff.ts'
import { createMediaRows } from '../store/media.ts'
import type { MediaStage } from '../testing/media-stage.ts'
import { openMediaStage } from '../testing/media-stage.ts'
import { secret } from '../testing/server.ts'
import { until } from '../testing/until.ts'

let stage: MediaStage
let pool: pg.Pool

beforeAll(async () => {
  stage = await openMediaStage()
  pool = new pg.Pool({ connectionString: stage.server.databaseUrl })
})
afterAll(async () => {
  await pool.end()
  await stage.close()
})

async function refusal(answer: Response) {
  return { status: answer.status, code: ((await answer.json()) as { code: string }).code }
}
const rowCount = async () => Number((await pool.query('select count(*) as n from media')).rows[0].n)
const linkOf = async (mediaId: string) => {
  const params = { id: stage.visitor.conversationId, mediaId }
  return (await stage.ana.api.call('GET /conversations/{id}/media/{mediaId}', { params })).url
}

describe('giving a file', () => {
  test('its kind and size are told by its bytes, whatever was said of it', async () => {
    const found = await stage.given(stage.ana.key, stage.picture, '../../etc/holi\u202eday.exe')
    expect(found).toMatchObject({
      name: 'holiday.exe.png',
      mimeType: 'image/png',
      sizeBytes: stage.picture.length,
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
    const before = [await stage.kept(), await rowCount()]
    const answer = await stage.upload(stage.ana.key, Buffer.from(text, 'latin1'), name)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'file_kind', detail: expect.stringContaining('PDF') })
    expect([await stage.kept(), await rowCount()]).toEqual(before)
  })

  test('an empty file is refused', async () => {
    expect(await refusal(await stage.upload(stage.ana.key, new Uint8Array()))).toEqual({
      status: 422,
      code: 'file_empty',
    })
  })

  test('a stranger’s bytes are not read', async () => {
    expect((await stage.upload('baton_nobody', stage.picture)).status).toBe(401)
    expect((await stage.upload(stage.visitor.token, stage.picture)).status).toBe(401)
    expect((await stage.upload(stage.ana.key, stage.picture, 'a.png', '/web/media')).status).toBe(401)
  })

  /** Writes to the stage.server as it likes; answers the status line. */
  async function rawUpload(
    head: string,
    pour: (write: (bytes: Uint8Array) => void) => void,
  ): Promise<string> {
    const { hostname, port } = new URL(stage.server.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    let answer = ''
    socket.on('data', bytes => {
      answer += bytes.toString()
    })
    const path = '/api/v1/media?name=a.png'
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${stage.ana.key}\r\n${head}\r\n\r\n`,
    )
    pour(bytes => socket.write(bytes))
    await until('an answer', () => answer.includes('\r\n\r\n'))
    socket.destroy()
    return answer.split('\r\n')[0] ?? ''
  }

  test('too large by its own word: refused before a byte of it is read', async () => {
    expect(await rawUpload('Content-Length: 5000000000', () => undefined)).toContain('413')
  })

  test('too large without a word: cut off at the limit, and nothing stays', async () => {
    const before = [await stage.kept(), await rowCount()]
    const piece = Buffer.concat([stage.picture, Buffer.alloc(300_000)])
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
    expect(await stage.kept()).toBe(before[0])
  })

  test('a sender who goes away leaves nothing', async () => {
    const before = [await stage.kept(), await rowCount()]
    const { hostname, port } = new URL(stage.server.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST /api/v1/media?name=a.png HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${stage.ana.key}\r\nContent-Length: 900000\r\n\r\n`,
    )
    socket.write(Buffer.concat([stage.picture, Buffer.alloc(600_000)]))
    await until('that it began', async () => (await stage.kept()) > (before[0] ?? 0))
    socket.destroy()
    await until('that nothing is left', async () => (await rowCount()) === before[1])
    expect(await stage.kept()).toBe(before[0])
  })

  test('a visitor who gives very many has to wait', async () => {
    const other = await stage.server.visitor(await stage.server.makeChannel())
    await other.say('hi')
    const answers: number[] = []
    for (let n = 0; n < 31; n += 1)
      answers.push((await stage.upload(other.token, stage.picture, 'a.png', '/web/media')).status)
    expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 201))
    expect(answers[30]).toBe(429)
  })

  test('what was not sent can be taken back, by whoever gave it', async () => {
    const { id } = await stage.given(stage.ana.key)
    const before = await stage.kept()
    const ben = await stage.server.makeAgent('Ben')
    await expect(ben.api.call('DELETE /media/{id}', { params: { id } })).rejects.toMatchObject({
      status: 404,
    })
    await stage.ana.api.call('DELETE /media/{id}', { params: { id } })
    expect(await stage.kept()).toBe(before - 1)
    await expect(stage.send(stage.ana, [id])).rejects.toMatchObject({ code: 'unknown_media' })
  })
})

describe('fetching a file', () => {
  let url = ''
  let mediaId = ''
  beforeAll(async () => {
    const file = await stage.byVisitor(stage.picture, 'my “cat”.png')
    mediaId = file.id
    await stage.visitor.api.call('POST /web/messages', { body: { clientId: randomUUID(), media: [mediaId] } })
    url = `${stage.server.url}${await linkOf(mediaId)}`
  })

  test('by a signed link, as what it is and nothing else', async () => {
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(stage.picture)
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
    const file = await stage.given(
      stage.ana.key,
      Buffer.from('{"a":"<script>alert(1)</script>"}'),
      'data.json',
    )
    await stage.send(stage.ana, [file.id])
    const { headers } = await fetch(`${stage.server.url}${await linkOf(file.id)}`)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
  })

  test('asked for its head alone, it sends no body', async () => {
    const answer = await fetch(url, { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe(String(stage.picture.length))
  })

  test('in parts, as players ask for it', async () => {
    const part = async (range: string) => {
      const answer = await fetch(url, { headers: { range } })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return { status: answer.status, range: answer.headers.get('content-range'), bytes }
    }
    const size = stage.picture.length
    expect(await part('bytes=0-7')).toEqual({
      status: 206,
      range: `bytes 0-7/${size}`,
      bytes: stage.picture.subarray(0, 8),
    })
    expect(await part('bytes=10-')).toMatchObject({ status: 206, bytes: stage.picture.subarray(10) })
    expect(await part('bytes=-4')).toMatchObject({ status: 206, bytes: stage.picture.subarray(-4) })
    expect(await part('bytes=0-999999')).toMatchObject({ status: 206, bytes: stage.picture })
    expect(await part(`bytes=${size}-`)).toMatchObject({ status: 416, range: `bytes */${size}` })
    expect(await part('bytes=5-2')).toMatchObject({ status: 200, bytes: stage.picture })
    expect(await part('lines=1-2')).toMatchObject({ status: 200, bytes: stage.picture })
  })

  test('a link that was altered or ran out leads nowhere', async () => {
    const links = createMediaLinks(keyFor(secret, 'media'))
    expect(`${stage.server.url}${links.sign(mediaId).url}`).toBe(url)
    const other = await stage.given(stage.ana.key)
    const altered = [
      url.replace(mediaId, other.id),
      url.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 60}`),
      url.replace(/signature=.*/, 'signature='),
      url.replace(/signature=.*/, `signature=${'A'.repeat(43)}`),
    ]
    for (const each of altered)
      expect(await refusal(await fetch(each))).toEqual({ status: 403, code: 'invalid_link' })
    const old = createMediaLinks(keyFor(secret, 'media'), () => Date.now() - 15 * 60_000 - 1_000)
    expect(await refusal(await fetch(`${stage.server.url}${old.sign(mediaId).url}`))).toEqual({
      status: 403,
      code: 'link_expired',
    })
    const seconds = (Date.parse(links.sign(mediaId).expiresAt) - Date.now()) / 1_000
    expect(seconds).toBeLessThanOrEqual(15 * 60)
  })

  test('only who may read the conversation is given a link', async () => {
    const stranger = await stage.server.visitor(await stage.server.makeChannel())
    await stranger.say('hi')
    const params = { id: mediaId }
    await expect(stranger.api.call('GET /web/media/{id}', { params })).rejects.toMatchObject({ status: 404 })
    expect(
      `${stage.server.url}${(await stage.visitor.api.call('GET /web/media/{id}', { params })).url}`,
    ).toBe(url)
    const elsewhere = { id: stranger.conversationId, mediaId }
    await expect(
      stage.ana.api.call('GET /conversations/{id}/media/{mediaId}', { params: elsewhere }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('another workspace has none of it', async () => {
    const rows = createMediaRows(pool)
    const workspaceId = randomUUID() as never
    const key = { workspaceId, conversationId: stage.visitor.conversationId as never }
    expect(await rows.of(key, [mediaId])).toEqual([])
    const uploader = { workspaceId, uploadedBy: `agent:${stage.ana.id}` }
    const mine = await stage.given(stage.ana.key)
    expect(await rows.claim(uploader, key.conversationId, [mine.id])).toBeNull()
    expect(await rows.dropUnsent(uploader, mine.id)).toBe(false)
  })
})

describe('what is left', () => {
  test('goes after a day when it was not sent, and at once with its conversation', async () => {
    const media = createMedia({
      store: createMediaFolder(stage.mediaDir),
      rows: createMediaRows(pool),
      sniff,
      links: createMediaLinks(new Uint8Array(32)),
      maxBytes: 1,
    })
    const leaver = await stage.server.visitor(await stage.server.makeChannel())
    await leaver.say('hi')
    const sent = await stage.given(leaver.token, stage.picture, 'a.png', '/web/media')
    await leaver.api.call('POST /web/messages', { body: { clientId: 'a', media: [sent.id] } })
    const [young, old] = [await stage.given(stage.ana.key), await stage.given(stage.ana.key)]
    await pool.query(`update media set created_at = created_at - interval '25 hours' where id = $1`, [old.id])
    await media.sweep()
    const ids = async () => new Set((await pool.query('select id from media')).rows.map(row => row.id))
    expect(await media.find(old.id)).toBeNull()
    expect(await ids()).toContain(young.id)
    expect(await ids()).toContain(sent.id)

    const before = await stage.kept()
    await pool.query('delete from outbox where conversation_id = $1', [leaver.conversationId])
    await pool.query('delete from events where conversation_id = $1', [leaver.conversationId])
    await pool.query('delete from conversations where id = $1', [leaver.conversationId])
    await media.sweep()
    expect(await ids()).not.toContain(sent.id)
    expect(await stage.kept()).toBe(before - 1)
  })
})
