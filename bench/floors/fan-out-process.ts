// Raw ws: one frame of a message's size to every socket, as fast as they take it. The ceiling of any fan-out.
import { WebSocketServer } from 'ws'

const frame = JSON.stringify([{ type: 'events', items: [{ text: 'x'.repeat(400) }] }])
/** Bytes that a socket may hold back before it is left alone for a moment. */
const bufferedMax = 1_000_000
const framesATick = 50

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
server.on('listening', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
})

/** The parent says for how long. */
process.on('message', (order: { readonly forMs: number }) => {
  const until = performance.now() + order.forMs
  const tick = () => {
    for (const socket of server.clients) {
      for (let n = 0; n < framesATick && socket.bufferedAmount < bufferedMax; n++) socket.send(frame)
    }
    if (performance.now() < until) setImmediate(tick)
  }
  tick()
})
