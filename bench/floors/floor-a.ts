// Floor A: bare ws and pg, one transaction a message, step by step. What a straightforward chat server costs.
import pg from 'pg'
import { openFloorSockets, type Waiting } from './floor-sockets.ts'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 32 })
/** The last of each conversation: its messages are stored one after the other, or they would be told out of order. */
const last = new Map<string, Promise<void>>()
const publish = openFloorSockets(message => {
  const before = last.get(message.conversationId) ?? Promise.resolve()
  const stored = before.then(() => store(message))
  last.set(message.conversationId, stored)
  stored.catch(error => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
})

async function store(message: Waiting): Promise<void> {
  const { conversationId, clientId, text } = message
  const client = await pool.connect()
  try {
    await client.query('begin')
    const locked = await client.query<{ seq: number }>({
      name: 'lock',
      text: 'select seq from conversations where id = $1 for update',
      values: [conversationId],
    })
    const seq = (locked.rows[0]?.seq ?? 0) + 1
    const at = new Date().toISOString()
    const data = JSON.stringify({ clientId, parts: [{ kind: 'text', text }], text })
    await client.query({
      name: 'insert',
      text: `insert into events (conversation_id, seq, type, at, data) values ($1, $2, 'MessageReceived', $3, $4)`,
      values: [conversationId, seq, at, data],
    })
    await client.query({
      name: 'update',
      text: 'update conversations set seq = $2, moved_at = $3, last_message = $4 where id = $1',
      values: [conversationId, seq, at, data],
    })
    await client.query('commit')
    publish([{ ...message, seq, at }])
  } finally {
    client.release()
  }
}
