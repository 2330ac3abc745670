// A whole server in the test's own process: real Postgres, real sockets, real HTTP; only the log is silent.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnswerOf, Api, BodyOf } from '@baton/client'
import { createApi } from '@baton/client'
import { parseConfig } from '../config.ts'
import { start } from '../start.ts'
import { createTestDatabase } from './postgres.ts'

export interface TestServerOptions {
  /** Another server's, to have two on one database. Without it: a fresh one, dropped by `stop`. */
  readonly databaseUrl?: string
  /** Over the defaults. */
  readonly env?: Readonly<Record<string, string>>
}

export interface TestAgent {
  readonly id: string
  readonly key: string
  readonly api: Api
}

export interface TestVisitor {
  readonly token: string
  readonly conversationId: string
  readonly api: Api
  /** Resolves once it is stored. */
  say(text: string, clientId?: string): Promise<{ seq: number }>
  messages(): Promise<AnswerOf<'GET /web/messages'>['items']>
}

export type LoggedEvent = AnswerOf<'GET /conversations/{id}/events'>['items'][number]
type ChannelBody = Extract<BodyOf<'POST /channels'>, { readonly kind: 'web' }>

export interface TestServer {
  readonly url: string
  readonly databaseUrl: string
  readonly adminKey: string
  /** Speaks as the admin. */
  readonly api: Api
  apiAs(token: string): Api
  makeAgent(name: string, role?: 'admin' | 'lead' | 'agent'): Promise<TestAgent>
  /** A flow bot; answers its id. Throws when the flow has a fault. */
  makeBot(flow: unknown, settleMs?: number): Promise<string>
  /** A web channel; answers its id. */
  makeChannel(channel?: {
    readonly botId?: string
    readonly settings?: ChannelBody['settings']
    readonly whileRequesting?: ChannelBody['whileRequesting']
  }): Promise<string>
  visitor(channelId: string): Promise<TestVisitor>
  /** The whole log, as the admin sees it. */
  events(conversationId: string): Promise<readonly LoggedEvent[]>
  stop(): Promise<void>
}

/** The same for every server of a test run, as it has to be for those on one database. */
export const secret = randomBytes(24).toString('hex')
const adminKey = `baton_${randomBytes(24).toString('base64url')}`
export const adminSignIn = { email: 'admin@test.example', password: 'a long enough password' } as const

const pageSize = 1_000

export async function wholeLog(api: Api, id: string): Promise<readonly LoggedEvent[]> {
  const events: LoggedEvent[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: AnswerOf<'GET /conversations/{id}/events'> = await api.call(
      'GET /conversations/{id}/events',
      { params: { id }, query: { after, limit: pageSize } },
    )
    events.push(...page.items)
    after = page.next
  }
  return events
}

async function allMessages(api: Api): Promise<AnswerOf<'GET /web/messages'>['items']> {
  const messages: AnswerOf<'GET /web/messages'>['items'] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: AnswerOf<'GET /web/messages'> = await api.call('GET /web/messages', {
      query: { after, limit: pageSize },
    })
    messages.push(...page.items)
    after = page.next
  }
  return messages
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.databaseUrl === undefined ? await createTestDatabase() : null
  const databaseUrl = options.databaseUrl ?? own?.url ?? ''
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-data-'))
  const config = parseConfig({
    BATON_DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    BATON_SECRET: secret,
    BATON_ADMIN_EMAIL: adminSignIn.email,
    BATON_ADMIN_PASSWORD: adminSignIn.password,
    BATON_ADMIN_API_KEY: adminKey,
    BATON_RATE_LIMITS: '0',
    BATON_LOG_LEVEL: 'silent',
    ...options.env,
  })
  const running = await start(config)
  const url = running.address
  const apiAs = (token: string) => createApi({ url, token: () => token })
  const api = apiAs(adminKey)

  return {
    url,
    databaseUrl,
    adminKey,
    api,
    apiAs,
    async makeAgent(name, role = 'agent') {
      const email = `${name.toLowerCase().replace(/\W/g, '')}.${randomUUID()}@test.example`
      const { id } = await api.call('POST /agents', { body: { name, email, role } })
      const { key } = await api.call('POST /agents/{id}/api-keys', { params: { id } })
      return { id, key, api: apiAs(key) }
    },
    async makeBot(flow, settleMs) {
      const settings = { flow: JSON.parse(JSON.stringify(flow)), ...(settleMs ? { settleMs } : {}) }
      return (await api.call('POST /bots', { body: { name: 'Bot', kind: 'flow', settings } })).id
    },
    async makeChannel({ botId, settings = {}, whileRequesting = 'answers' } = {}) {
      const body = { name: 'Web', kind: 'web', botId: botId ?? null, settings, whileRequesting } as const
      return (await api.call('POST /channels', { body })).id
    },
    async visitor(channelId) {
      const { token, conversationId } = await api.call('POST /web/{channelId}/visitors', {
        params: { channelId },
      })
      const own = apiAs(token)
      return {
        token,
        conversationId,
        api: own,
        say: (text, clientId = randomUUID()) => own.call('POST /web/messages', { body: { clientId, text } }),
        messages: () => allMessages(own),
      }
    },
    events: conversationId => wholeLog(api, conversationId),
    async stop() {
      await running.stop()
      await rm(dataDir, { recursive: true, force: true })
      await own?.drop()
    },
  }
}
