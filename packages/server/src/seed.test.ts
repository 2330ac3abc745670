// What `npm run seed` writes is what the server would have written: its log tells it again, and the server goes on
// with it.
import { readFile } from 'node:fs/promises'
import type { ConversationEvent, Snapshot } from '@baton/core'
import { evolve, newConversation, toSnapshot } from '@baton/core'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plant } from '../../../scripts/seed/plant.ts'
import type { TestServer } from './testing/server.ts'
import { startTestServer } from './testing/server.ts'
import { resolveAs, takeOver } from './testing/talk.ts'

const conversations = 200
let server: TestServer
let pool: pg.Pool
let flow: unknown

beforeAll(async () => {
  server = await startTestServer()
  pool = new pg.Pool({ connectionString: server.databaseUrl, max: 2 })
  flow = JSON.parse(await readFile(new URL('../../../examples/shop-bot.json', import.meta.url), 'utf8'))
  await plant(pool, { conversations, add: false, flow })
  // Teams and channels that came past the server: a new one of its own has it read everything again.
  await server.makeAgent('Ana')
})
afterAll(async () => {
  await pool?.end()
  await server?.stop()
})

interface Row {
  readonly id: string
  readonly snapshot: Snapshot
  readonly log: readonly ConversationEvent[]
}

test('[DL2] every snapshot is the fold of its log', async () => {
  const { rows } =
    await pool.query<Row>(`select c.id, c.snapshot, (select json_agg(json_build_object('seq', seq,
      'epoch', epoch, 'type', type, 'actor', actor, 'data', data,
      'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by seq)
    from events e where e.workspace_id = c.workspace_id and e.conversation_id = c.id) as log from conversations c`)
  expect(rows).toHaveLength(conversations)
  for (const { snapshot, log } of rows) {
    const { conversationId, contactId, channelId } = snapshot
    const founding = { conversationId, contactId, channelId, botId: snapshot.botId }
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, at) => at + 1))
    expect(toSnapshot(log.reduce(evolve, newConversation(founding)))).toEqual(snapshot)
  }
})

test('there is something of everything, and it is found', async () => {
  const listed = async (query: object) =>
    (await server.api.call('GET /conversations', { query: { limit: 100, ...query } })).items
  for (const state of ['active', 'requesting', 'intervened'] as const)
    expect((await listed({ state })).length).toBeGreaterThan(0)
  for (const query of [{ topic: 'Other' }, { tag: 'refund' }, { status: 'done' }, { priority: 'urgent' }])
    expect((await listed(query)).length, JSON.stringify(query)).toBeGreaterThan(0)
  const counts = await server.api.call('GET /conversations/counts')
  expect(counts).toMatchObject({ requesting: 8, intervened: 16 })
  expect(counts.teams.length).toBeGreaterThan(0)
  for (const q of ['order', 'pedido', 'courier', '"nuestro almacén"']) {
    const { items } = await server.api.call('GET /search', { query: { q } })
    expect(items.length).toBeGreaterThan(0)
    expect(items[0]?.hit.marks.length).toBeGreaterThan(0)
  }
})

test('agents act on it, and customers go on', async () => {
  const ana = await server.makeAgent('Lea', 'lead')
  const { items } = await server.api.call('GET /conversations', { query: { state: 'requesting', limit: 1 } })
  const id = items[0]?.id ?? ''
  expect(await takeOver(ana, id)).toMatchObject({ state: 'intervened' })
  await ana.api.call('POST /conversations/{id}/messages', { params: { id }, body: { text: 'Hello' } })
  expect(await resolveAs(ana, id)).toMatchObject({ state: 'active' })
})

test('a database that has conversations is left alone, unless more are to be added', async () => {
  await expect(plant(pool, { conversations: 1, add: false, flow })).rejects.toThrow('--add')
  await plant(pool, { conversations: 1, add: true, flow, seed: 2 })
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from conversations')
  expect(rows[0]?.n).toBe(conversations + 1)
})
