// A server whose files are in a bucket, and files that customers send by channels: of any kind, and never a page.
import { randomUUID } from 'node:crypto'
import type { ConversationId, WorkspaceId } from '@baton/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Media } from '../app/media.ts'
import { createMedia } from '../app/media.ts'
import { createMediaLinks } from '../app/media-links.ts'
import type { Inbound } from '../app/media-taking.ts'
import { keyFor } from '../app/secrets.ts'
import { createMediaS3 } from '../media/media-s3.ts'
import { sniff } from '../media/sniff.ts'
import { createMediaRows } from '../store/media.ts'
import type { MediaStage } from '../testing/media-stage.ts'
import { openMediaStage } from '../testing/media-stage.ts'
import type { S3Server } from '../testing/s3-server.ts'
import { startS3Server } from '../testing/s3-server.ts'
import { secret, startTestServer } from '../testing/server.ts'

let s3: S3Server
let stage: MediaStage
let pool: pg.Pool
let media: Media
let inbound: (text: string, name: string, more?: Partial<Inbound>) => Inbound

beforeAll(async () => {
  s3 = await startS3Server()
  const { endpoint, bucket, accessKeyId, secretAccessKey, prefix } = s3.settings
  stage = await openMediaStage({
    BATON_S3_ENDPOINT: endpoint,
    BATON_S3_BUCKET: bucket,
    BATON_S3_ACCESS_KEY_ID: accessKeyId,
    BATON_S3_SECRET_ACCESS_KEY: secretAccessKey,
    BATON_S3_PREFIX: prefix,
  })
  pool = new pg.Pool({ connectionString: stage.server.databaseUrl })
  // As the server has it: what channels bring comes in by no route of its own.
  media = createMedia({
    store: createMediaS3(s3.settings),
    rows: createMediaRows(pool),
    sniff,
    links: createMediaLinks(keyFor(secret, 'media')),
    maxBytes: 1_024 * 1_024,
  })
  const { rows } = await pool.query('select workspace_id as w, contact_id as c from conversations')
  const key = {
    workspaceId: rows[0].w as WorkspaceId,
    conversationId: stage.visitor.conversationId as ConversationId,
  }
  inbound = (text, name, more = {}) => ({
    key,
    id: randomUUID(),
    uploadedBy: `contact:${rows[0].c}`,
    name,
    declaredBytes: null,
    body: bytes(text),
    ...more,
  })
})
afterAll(async () => {
  await pool.end()
  await stage.close()
  await s3.close()
})

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function fetched(mediaId: string, headers: Record<string, string> = {}): Promise<Response> {
  const params = { id: stage.visitor.conversationId, mediaId }
  const { url } = await stage.ana.api.call('GET /conversations/{id}/media/{mediaId}', { params })
  return fetch(`${stage.server.url}${url}`, { headers })
}
const rowCount = async () => Number((await pool.query('select count(*) as n from media')).rows[0].n)

describe('with files in a bucket', () => {
  test('a file is sent, fetched whole and in part, and nothing is in the folder', async () => {
    const { id } = await stage.given(stage.ana.key)
    await stage.send(stage.ana, [id], { text: 'Here it is' })
    const whole = await fetched(id)
    expect(whole.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(stage.picture)
    const part = await fetched(id, { range: 'bytes=1-3' })
    expect([part.status, await part.text()]).toEqual([206, 'PNG'])
    expect(await s3.count()).toBe(1)
    await expect(stage.kept()).rejects.toThrow('ENOENT')
  })

  test('what is taken back leaves the bucket', async () => {
    const before = await s3.count()
    const { id } = await stage.given(stage.ana.key)
    expect(await s3.count()).toBe(before + 1)
    await stage.ana.api.call('DELETE /media/{id}', { params: { id } })
    expect(await s3.count()).toBe(before)
  })

  test('a full bucket is told to whoever sends, and nothing stays', async () => {
    const before = await rowCount()
    s3.refuse({ status: 507, code: 'XMinioStorageFull' })
    const answer = await stage.upload(stage.ana.key, stage.picture)
    s3.refuse(null)
    expect([answer.status, (await answer.json()).code]).toEqual([507, 'no_room'])
    expect(await rowCount()).toBe(before)
  })

  test('keys that are refused stop the start, and say which settings to look at', async () => {
    const { endpoint, bucket } = s3.settings
    const env = {
      BATON_S3_ENDPOINT: endpoint,
      BATON_S3_BUCKET: bucket,
      BATON_S3_ACCESS_KEY_ID: 'S3RVER',
      BATON_S3_SECRET_ACCESS_KEY: 'another',
    }
    await expect(startTestServer({ env })).rejects.toThrow(/SignatureDoesNotMatch.*BATON_S3_ENDPOINT/)
  })
})

describe('what a customer sends by a channel', () => {
  test.each([
    ['HTML', '<html><script>alert(1)</script></html>', 'page.html'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'logo.svg'],
    ['HTML called a picture', '<!doctype html><script>alert(1)</script>', 'cat.png'],
    ['a script', 'alert(1)', 'run.js'],
  ])('%s is kept, and only ever given out to be saved', async (_kind, text, name) => {
    const kept = await media.keep(inbound(text, name))
    if (!kept.ok) throw new Error(kept.why)
    expect(kept.row).toMatchObject({ mimeType: 'application/octet-stream', name, sizeBytes: text.length })
    const answer = await fetched(kept.row.id)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).toBe(text)
  })

  test('a picture is what its bytes say', async () => {
    async function* picture(): AsyncGenerator<Uint8Array> {
      yield stage.picture
    }
    const kept = await media.keep(inbound('', 'IMG-1', { body: picture() }))
    expect(kept).toMatchObject({ ok: true, row: { mimeType: 'image/png', name: 'IMG-1.png', width: 40 } })
  })

  test('delivered again it is the same file, at the same time or later', async () => {
    const [files, rows] = [await s3.count(), await rowCount()]
    const { id } = inbound('', '')
    const twice = await Promise.all([1, 2].map(() => media.keep(inbound('once', 'a.txt', { id }))))
    const later = await media.keep(inbound('not this one', 'b.txt', { id }))
    for (const kept of [...twice, later]) expect(kept).toMatchObject({ ok: true, row: { id, name: 'a.txt' } })
    expect(await (await fetched(id)).text()).toBe('once')
    expect([await s3.count(), await rowCount()]).toEqual([files + 1, rows + 1])
  })

  test('too large, empty or broken off: nothing stays, and it can be fetched again under its id', async () => {
    const [files, rows] = [await s3.count(), await rowCount()]
    const { id } = inbound('', '')
    expect(await media.keep(inbound('12345', 'a.txt', { id, maxBytes: 4 }))).toEqual({
      ok: false,
      why: 'too_large',
    })
    expect(await media.keep(inbound('', 'a.txt', { id }))).toEqual({ ok: false, why: 'empty' })
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(600_000)
      throw new Error('the channel went away')
    }
    await expect(media.keep(inbound('', 'a.txt', { id, body: broken() }))).rejects.toThrow('went away')
    expect([await s3.count(), await rowCount()]).toEqual([files, rows])
    expect(await media.keep(inbound('12345', 'a.txt', { id }))).toMatchObject({ ok: true })
  })
})
