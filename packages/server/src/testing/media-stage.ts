// A server with an agent, a visitor whose conversation the agent holds, and files to give.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnswerOf } from '@baton/client'
import { pngOf } from './pictures.ts'
import type { TestAgent, TestServer, TestVisitor } from './server.ts'
import { startTestServer } from './server.ts'
import { takeOver } from './talk.ts'

export interface MediaStage {
  readonly server: TestServer
  readonly mediaDir: string
  readonly ana: TestAgent
  readonly visitor: TestVisitor
  readonly picture: Buffer
  upload(token: string, body: Uint8Array, name?: string, path?: string): Promise<Response>
  /** Throws when it is refused. */
  given(token: string, body?: Uint8Array, name?: string, path?: string): Promise<AnswerOf<'POST /media'>>
  byVisitor(body?: Uint8Array, name?: string): Promise<AnswerOf<'POST /media'>>
  send(
    agent: TestAgent,
    media: string[],
    more?: { text?: string; clientId?: string; id?: string },
  ): Promise<{ seq: number }>
  /** Every file below the folder, whole or not. */
  kept(): Promise<number>
  close(): Promise<void>
}

/** `env`: over the settings of the server. */
export async function openMediaStage(env: Readonly<Record<string, string>> = {}): Promise<MediaStage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-files-'))
  const mediaDir = join(dataDir, 'media')
  const server = await startTestServer({
    env: { BATON_DATA_DIR: dataDir, BATON_MEDIA_MAX_MB: '1', BATON_ALLOW_PRIVATE: '127.0.0.1', ...env },
  })
  const ana = await server.makeAgent('Ana')
  const visitor = await server.visitor(await server.makeChannel())
  await visitor.say('hello')
  await takeOver(ana, visitor.conversationId)
  const picture = pngOf(40, 30)

  const upload: MediaStage['upload'] = (token, body, name = 'photo.png', path = '/media') =>
    fetch(`${server.url}/api/v1${path}?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      // What the sender says it is counts for nothing.
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/html' },
      body: new Uint8Array(body),
    })
  const given: MediaStage['given'] = async (token, body = picture, name, path) => {
    const answer = await upload(token, body, name, path)
    if (answer.status !== 201) throw new Error(`not taken: ${await answer.text()}`)
    return (await answer.json()) as AnswerOf<'POST /media'>
  }
  return {
    server,
    mediaDir,
    ana,
    visitor,
    picture,
    upload,
    given,
    byVisitor: (body, name) => given(visitor.token, body, name, '/web/media'),
    send(agent, media, { id = visitor.conversationId, ...rest } = {}) {
      const body = { media, ...rest }
      return agent.api.call('POST /conversations/{id}/messages', { params: { id }, body })
    },
    async kept() {
      const entries = await readdir(mediaDir, { recursive: true, withFileTypes: true })
      return entries.filter(entry => entry.isFile()).length
    },
    async close() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
