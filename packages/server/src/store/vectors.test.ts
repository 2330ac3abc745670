// Knowledge by meaning on a Postgres that has vectors; the one that Baton brings along has none.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotId, WorkspaceId } from '@baton/core'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import type pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Egress } from '../app/egress.ts'
import { createKnowledge } from '../app/knowledge.ts'
import type { Meaning } from '../app/meaning.ts'
import { fused } from '../app/meaning.ts'
import { embedderFor } from '../bots/ai/embed.ts'
import { createEgress } from '../egress/egress.ts'
import { createTestDatabase } from '../testing/postgres.ts'
import { createKnowledgeStore } from './knowledge.ts'
import { migrate } from './migrate.ts'
import { createPool } from './pool.ts'
import { createSettingsStore } from './settings.ts'
import { createVectorStore } from './vectors.ts'

const completion = JSON.stringify({ topics: [], outcomes: [], topicRequired: false, outcomeRequired: false })
const workspaceId = v7() as WorkspaceId
const botId = v7() as BotId
const settings = (url: string) => ({
  prompt: 'Help.',
  knowledge: true,
  model: { baseUrl: url, name: 'small', embeddingName: 'meaning' },
})

/** What a text means to the test's model: money, time, or anything else. */
function meaningOf(text: string): readonly number[] {
  const about = (words: RegExp) => (words.test(text.toLowerCase()) ? 1 : 0)
  return [about(/refund|money|reembolso|cash/), about(/open|hours|horario|when/), 0.1]
}

let lite: PGlite
let socket: PGLiteSocketServer
let pool: pg.Pool
let egress: Egress
let broken = false
const asked: string[][] = []
const endpoint = createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  if (broken) return void response.writeHead(500).end('{}')
  const { input } = JSON.parse(body) as { input: string[] }
  asked.push(input)
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: meaningOf(text) }))
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ object: 'list', model: 'meaning', data, usage: { prompt_tokens: 1, total_tokens: 1 } }),
  )
})

beforeAll(async () => {
  await new Promise<void>(resolve => endpoint.listen(0, '127.0.0.1', resolve))
  lite = await PGlite.create({ extensions: { vector } })
  socket = new PGLiteSocketServer({ db: lite, host: '127.0.0.1', port: 0 })
  const listening = new Promise<{ port: number }>(resolve =>
    socket.addEventListener('listening', event => resolve((event as CustomEvent<{ port: number }>).detail)),
  )
  await socket.start()
  const { port } = await listening
  pool = createPool({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: 'none',
    database: 'postgres',
    max: 1,
    onIdleError: () => undefined,
  })
  await migrate(pool)
  await pool.query('insert into workspaces (id, name, completion) values ($1, $2, $3)', [
    workspaceId,
    'Shop',
    completion,
  ])
  const settingsStore = createSettingsStore(pool)
  const nova = { id: botId, name: 'Nova', kind: 'ai', settings: {}, by: null }
  await settingsStore.addBot(workspaceId, nova)
  egress = createEgress({ allowPrivate: ['127.0.0.1'] })
})
afterAll(async () => {
  await pool?.end()
  await socket?.stop()
  await lite?.close()
  await new Promise(resolve => endpoint.close(resolve))
})

async function knowledge() {
  const vectors = await createVectorStore(pool)
  if (!vectors) throw new Error('this database was to have vectors')
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1`
  const bot = { id: botId, name: 'Nova', kind: 'ai', settings: settings(url), flow: null, version: 1 }
  const meaning: Meaning = {
    vectors,
    embedderOf: async () => embedderFor(bot, { egress, openSecret: () => null }),
  }
  return createKnowledge({ store: createKnowledgeStore(pool), egress, meaning, textOfHtml: html => html })
}

test('a question that shares no word with the text finds it by what it means', async () => {
  const known = await knowledge()
  const refund = { name: 'Refunds', type: 'text/plain', text: 'A refund takes five days.' }
  const hours = { name: 'Hours', type: 'text/plain', text: 'We open at nine.' }
  expect(await known.addText(workspaceId, botId, refund)).toMatchObject({ problem: null })
  expect(await known.addText(workspaceId, botId, hours)).toMatchObject({ problem: null })
  const [first] = await known.search(workspaceId, botId, 'Where is my cash?', 2)
  expect(first).toMatchObject({ source: 'Refunds', text: 'A refund takes five days.' })
  const [other] = await known.search(workspaceId, botId, '¿Qué horario tenéis?', 2)
  expect(other?.source).toBe('Hours')
})

test('the vectors of a source go with it, and another model’s are not compared', async () => {
  const known = await knowledge()
  const row = await known.addText(workspaceId, botId, {
    name: 'Cash',
    type: 'text/plain',
    text: 'Cash is fine.',
  })
  const count = async () =>
    (await pool.query('select n from knowledge_vectors where source_id = $1', [row?.id])).rowCount
  expect(await count()).toBe(1)
  await known.remove(workspaceId, botId, row?.id ?? '')
  expect(await count()).toBe(0)
  await pool.query("update knowledge_vectors set model = 'another'")
  expect(await known.search(workspaceId, botId, 'Where is my money?', 2)).toEqual([])
  await pool.query("update knowledge_vectors set model = 'meaning'")
})

test('a model that fails leaves the words, and says so', async () => {
  const known = await knowledge()
  broken = true
  const row = await known.addText(workspaceId, botId, {
    name: 'Parcels',
    type: 'text/plain',
    text: 'Parcels leave daily.',
  })
  expect(row?.problem).toContain('Found by its words only')
  const [found] = await known.search(workspaceId, botId, 'When do parcels leave?', 1)
  broken = false
  expect(found?.source).toBe('Parcels')
})

test('both ranks count', () => {
  const hit = (id: string) => ({ id, source: id, text: id })
  const both = fused(
    [
      [hit('a'), hit('b')],
      [hit('b'), hit('c')],
    ],
    3,
  )
  expect(both.map(({ id }) => id)).toEqual(['b', 'a', 'c'])
})

test('where the database has no vectors there is no store for them', async () => {
  const database = await createTestDatabase()
  const plain = createPool({ ...database.connection, max: 1, onIdleError: () => undefined })
  expect(await createVectorStore(plain)).toBeNull()
  await plain.end()
  await database.drop()
})
