import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestDatabase } from './testing/postgres.ts'
import { createTestDatabase } from './testing/postgres.ts'
import type { TestServer } from './testing/server.ts'
import { startTestServer } from './testing/server.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** Runs main.ts as a process of its own until it ends. */
function main(env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts')], {
      env: {
        PATH: process.env.PATH ?? '',
        BATON_LOG_LEVEL: 'silent',
        BATON_SECRET: '0123456789abcdef0123',
        PORT: '0',
        ...env,
      },
    })
    let said = ''
    child.stdout.on('data', part => {
      said += part
    })
    child.stderr.on('data', part => {
      said += part
    })
    child.once('error', reject)
    child.once('exit', code => resolve({ code, said }))
  })
}

describe('a start that cannot be', () => {
  test('on a port in use says which, and what to set', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { code, said } = await main({ DATABASE_URL: database.url, PORT: String(port) })
    other.close()
    expect(code).toBe(1)
    expect(said).toContain(`Port ${port} on 127.0.0.1 is in use`)
    expect(said).toContain('set PORT')
    // Nothing half done: the first start has not happened.
    const client = new pg.Client(database.connection)
    await client.connect()
    expect((await client.query('select count(*)::int as n from workspaces')).rows).toEqual([{ n: 0 }])
    await client.end()
  })

  test('with a Postgres that does not answer says to check DATABASE_URL', async () => {
    const { code, said } = await main({ DATABASE_URL: 'postgres://baton@127.0.0.1:1/baton' })
    expect(code).toBe(1)
    expect(said).toContain('Postgres cannot be reached')
    expect(said).toContain('DATABASE_URL')
  })

  test('on the database of a newer Baton is refused, and leaves it as it is', async () => {
    const newer = await createTestDatabase()
    const client = new pg.Client(newer.connection)
    await client.connect()
    await client.query(`insert into kysely_migration (name, timestamp) values ('0999-future', 'later')`)
    const { code, said } = await main({ DATABASE_URL: newer.url })
    expect(code).toBe(1)
    expect(said).toContain('newer Baton')
    expect(said).toContain('0999-future')
    expect((await client.query('select count(*)::int as n from workspaces')).rows).toEqual([{ n: 0 }])
    await client.end()
    await newer.drop()
  })

  test('with a setting that is wrong names it', async () => {
    const { code, said } = await main({ DATABASE_URL: database.url, PORT: 'eighty' })
    expect(code).toBe(1)
    expect(said).toContain('PORT')
  })
})

const flow = {
  name: 'Patient',
  start: 'ask',
  blocks: {
    ask: {
      kind: 'question',
      text: 'Which order?',
      variable: 'order',
      check: { kind: 'number' },
      retryText: 'A number, please.',
      next: 'look',
    },
    look: { kind: 'message', text: 'Let me look.', next: 'pause' },
    pause: { kind: 'wait', forMs: 1_500, next: 'found' },
    found: { kind: 'message', text: 'Found {{order}}.', next: 'over' },
    over: { kind: 'end' },
  },
}

describe('a restart in the middle', () => {
  let server: TestServer
  let own: TestDatabase
  beforeAll(async () => {
    own = await createTestDatabase()
    server = await startTestServer({ databaseUrl: own.url })
  })
  afterAll(async () => {
    await server.stop()
    await own.drop()
  })

  async function restart(): Promise<void> {
    await server.stop()
    server = await startTestServer({ databaseUrl: own.url })
  }

  async function botTexts(conversationId: string): Promise<unknown[]> {
    return (await server.events(conversationId))
      .filter(event => event.data.from === 'bot')
      .map(event => event.data.text)
  }

  async function untilBotSaid(conversationId: string, texts: readonly string[]): Promise<void> {
    while ((await botTexts(conversationId)).length < texts.length)
      await new Promise(resolve => setTimeout(resolve, 20))
    expect(await botTexts(conversationId)).toEqual(texts)
  }

  test('[HB3] taken over inside a question, restarted, resolved: the question is asked again, once', async () => {
    const visitor = await server.visitor(await server.makeChannel({ botId: await server.makeBot(flow) }))
    const params = { id: visitor.conversationId }
    await visitor.say('hello')
    await untilBotSaid(visitor.conversationId, ['Which order?'])
    await server.api.call('POST /conversations/{id}/intervene', { params, body: {} })
    await restart()
    const row = await server.api.call('GET /conversations/{id}', { params })
    expect(row).toMatchObject({ state: 'intervened', epoch: 1 })
    await server.api.call('POST /conversations/{id}/resolve', {
      params,
      body: { topic: 'Other', outcome: 'Resolved' },
    })
    await untilBotSaid(visitor.conversationId, ['Which order?', 'Which order?'])
    // The visitor's token is good at the server that came back.
    await server.apiAs(visitor.token).call('POST /web/messages', { body: { clientId: 'n', text: '4711' } })
    await untilBotSaid(visitor.conversationId, [
      'Which order?',
      'Which order?',
      'Let me look.',
      'Found 4711.',
    ])
  })

  test('a pause that runs out while nobody runs is over when somebody does', async () => {
    const visitor = await server.visitor(await server.makeChannel({ botId: await server.makeBot(flow) }))
    await visitor.say('hello')
    await untilBotSaid(visitor.conversationId, ['Which order?'])
    await visitor.say('5')
    await untilBotSaid(visitor.conversationId, ['Which order?', 'Let me look.'])
    await server.stop()
    await new Promise(resolve => setTimeout(resolve, 1_600))
    server = await startTestServer({ databaseUrl: own.url })
    await untilBotSaid(visitor.conversationId, ['Which order?', 'Let me look.', 'Found 5.'])
  })
})
