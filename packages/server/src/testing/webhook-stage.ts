// A server with a webhook's receiver beside it, fresh for every test; webhooks that a test made are removed after it.
import type { AnswerOf, BodyOf } from '@baton/client'
import pg from 'pg'
import type { TestAgent, TestServer } from './server.ts'
import { startTestServer } from './server.ts'
import type { WebhookReceiver } from './webhook-receiver.ts'
import { startWebhookReceiver } from './webhook-receiver.ts'

type LogQuery = { state?: 'waiting' | 'failed'; limit?: number; cursor?: string }

export interface WebhookStage {
  readonly server: TestServer
  readonly ana: TestAgent
  readonly channel: string
  readonly pool: pg.Pool
  /** The one of this test. */
  readonly receiver: WebhookReceiver
  /** A webhook to the receiver, which then trusts its secret. */
  make(body?: Partial<BodyOf<'POST /webhooks'>>): Promise<AnswerOf<'POST /webhooks'>>
  log(id: string, query?: LogQuery): Promise<AnswerOf<'GET /webhooks/{id}/deliveries'>>
  /** Throws when it is not listed. */
  row(id: string): Promise<AnswerOf<'GET /webhooks'>['items'][number]>
  /** What waits for its next try is due. */
  hurry(): Promise<unknown>
  begin(): Promise<void>
  end(): Promise<void>
  close(): Promise<void>
}

/** The code of the problem that the call is refused with; null: it is not. */
export const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    error => error.code,
  )

export async function openWebhookStage(): Promise<WebhookStage> {
  const server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  const ana = await server.makeAgent('Ana')
  const channel = await server.makeChannel()
  const pool = new pg.Pool({ connectionString: server.databaseUrl })
  let receiver: WebhookReceiver
  return {
    server,
    ana,
    channel,
    pool,
    get receiver() {
      return receiver
    },
    async make(body = {}) {
      const webhook = await server.api.call('POST /webhooks', { body: { url: receiver.url, ...body } })
      receiver.trust(webhook.secret)
      return webhook
    },
    log: (id, query = {}) => server.api.call('GET /webhooks/{id}/deliveries', { params: { id }, query }),
    async row(id) {
      const found = (await server.api.call('GET /webhooks')).items.find(item => item.id === id)
      if (!found) throw new Error('no such webhook')
      return found
    },
    hurry: () =>
      pool.query(
        `update webhook_deliveries set due_at = now() where state = 'waiting' and leased_by is null`,
      ),
    async begin() {
      receiver = await startWebhookReceiver()
    },
    async end() {
      const { items } = await server.api.call('GET /webhooks')
      for (const { id } of items) await server.api.call('DELETE /webhooks/{id}', { params: { id } })
      await receiver.close()
    },
    async close() {
      await pool.end()
      await server.stop()
    },
  }
}
