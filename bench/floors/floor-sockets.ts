// The sockets that both floors share: the few frames of Baton's wire that a message needs, so that one
// generator drives floors and Baton alike. No sign-in, no rules, no resume: that is what Baton adds.
import { type WebSocket, WebSocketServer } from 'ws'

export interface Waiting {
  readonly conversationId: string
  readonly clientId: string
  readonly text: string
  readonly ref: string
  readonly from: WebSocket
}

export interface Stored extends Waiting {
  readonly seq: number
  readonly at: string
}

interface Frame {
  readonly type?: string
  readonly token?: string
  readonly conversationId?: string
  readonly ref?: string
  readonly clientId?: string
  readonly text?: string
}

/** Listens on a free port of the loopback, tells it to the parent, and gives what publishes a commit. */
export function openFloorSockets(take: (message: Waiting) => void): (stored: readonly Stored[]) => void {
  const followers = new Map<string, Set<WebSocket>>()
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('listening', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
  })
  server.on('connection', socket => {
    let own = ''
    const follow = (id: string) => followers.set(id, (followers.get(id) ?? new Set()).add(socket))
    socket.on('close', () => {
      for (const set of followers.values()) set.delete(socket)
    })
    socket.on('error', () => socket.terminate())
    socket.on('message', raw => {
      const frame: Frame = JSON.parse(String(raw))
      if (frame.type === 'send') {
        const { clientId = '', text = '', ref = '' } = frame
        take({ conversationId: own, clientId, text, ref, from: socket })
      } else if (frame.type === 'hello') {
        own = frame.token ?? ''
        socket.send('[{"type":"ready","as":"visitor","heartbeatMs":30000}]')
      } else if (frame.type === 'follow') {
        follow(frame.conversationId ?? own)
      }
    })
  })
  return stored => publish(stored, followers)
}

/** The writer's answer, and one frame a reader: bare, nothing gathered. */
function publish(stored: readonly Stored[], followers: ReadonlyMap<string, ReadonlySet<WebSocket>>): void {
  for (const { conversationId, clientId, text, ref, from, seq, at } of stored) {
    from.send(`[{"type":"accepted","ref":${JSON.stringify(ref)},"seq":${seq}}]`)
    const data = { messageId: null, clientId, from: 'contact', parts: [{ kind: 'text', text }], text }
    const items = [{ seq, epoch: 0, type: 'MessageReceived', at, actor: { kind: 'contact' }, data }]
    const frame = JSON.stringify([{ type: 'events', conversationId, after: seq - 1, cursor: seq, items }])
    for (const reader of followers.get(conversationId) ?? []) reader.send(frame)
  }
}
