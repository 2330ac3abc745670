// Floor B: the same work with group commit: one flight at a time carries everything that waits, with one
// locking read, one insert of all events by unnest and one update. What the machine gives to a good design.
import pg from 'pg'
import { openFloorSockets, type Stored, type Waiting } from './floor-sockets.ts'

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
const waiting: Waiting[] = []
let flying = false
const publish = openFloorSockets(message => {
  waiting.push(message)
  if (!flying) depart()
})

function depart(): void {
  flying = true
  fly().catch(error => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
}

async function fly(): Promise<void> {
  while (waiting.length > 0) {
    const load = waiting.splice(0, 1_000)
    publish(await commit(load))
  }
  flying = false
}

async function commit(load: readonly Waiting[]): Promise<Stored[]> {
  const ids = [...new Set(load.map(message => message.conversationId))]
  await client.query('begin')
  const locked = await client.query<{ id: string; seq: number }>({
    name: 'lock',
    text: 'select id, seq from conversations where id = any($1::uuid[]) order by id for update',
    values: [ids],
  })
  const seqs = new Map(locked.rows.map(row => [row.id, row.seq]))
  const lastOf = new Map<string, string>()
  const at = new Date().toISOString()
  const datas: string[] = []
  const stored = load.map(message => {
    const { conversationId, clientId, text } = message
    const seq = (seqs.get(conversationId) ?? 0) + 1
    const data = JSON.stringify({ clientId, parts: [{ kind: 'text', text }], text })
    seqs.set(conversationId, seq)
    lastOf.set(conversationId, data)
    datas.push(data)
    return { ...message, seq, at }
  })
  await client.query({
    name: 'insert',
    text: `insert into events (conversation_id, seq, type, at, data)
      select id, seq, 'MessageReceived', $4, data
      from unnest($1::uuid[], $2::int[], $3::jsonb[]) as e(id, seq, data)`,
    values: [stored.map(event => event.conversationId), stored.map(event => event.seq), datas, at],
  })
  await client.query({
    name: 'update',
    text: `update conversations c set seq = u.seq, moved_at = $4, last_message = u.data
      from unnest($1::uuid[], $2::int[], $3::jsonb[]) as u(id, seq, data) where c.id = u.id`,
    values: [ids, ids.map(id => seqs.get(id) ?? 0), ids.map(id => lastOf.get(id) ?? '{}'), at],
  })
  await client.query('commit')
  return stored
}
