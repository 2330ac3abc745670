// A bot of somebody else's that streams without end, visitors who watch it write, and agents who click into the
// middle. Timed from the instant the click was due until the last byte of the bot's text reached the visitor.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { percentile } from './percentile.ts'

const tokenEveryMs = 10
/** Nothing came for this long: the stream has ended. */
const quietMs = 1_000
/** The bot writes for so long before the click. */
const writesMs = 400

export interface StreamingBot {
  readonly url: string
  /** Streams whose connection the server has closed. */
  cutCount(): number
  stop(): Promise<void>
}

/** Answers every turn with a stream that never ends; other news with 204. */
export async function startStreamingBot(): Promise<StreamingBot> {
  let cut = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (JSON.parse(body).type !== 'turn.requested') return void response.writeHead(204).end()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let word = 0
    const timer = setInterval(() => {
      response.write(`event: delta\ndata: {"text":"word ${word++} "}\n\n`)
    }, tokenEveryMs)
    response.on('close', () => {
      cut += 1
      clearInterval(timer)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutCount: () => cut,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export interface Watched {
  readonly conversationId: string
  readonly token: string
}

export interface StreamFigures {
  readonly clicks: number
  readonly failed: number
  /** Streams that were under way when the click was due; only these count. */
  readonly underWay: number
  readonly lastByteP50Ms: number
  readonly lastByteP99Ms: number
  /** Frames of text after the visitor had been told of the takeover. */
  readonly after: number
}

interface Stream {
  socket: WebSocket
  frames: number
  lastAt: number
  taken: boolean
  after: number
}

interface Frame {
  readonly type: string
  readonly items?: readonly { readonly type: string }[]
}

async function watch(liveUrl: string, { token }: Watched): Promise<Stream> {
  const socket = new WebSocket(`${liveUrl}?with=token`, { perMessageDeflate: false })
  const stream: Stream = { socket, frames: 0, lastAt: 0, taken: false, after: 0 }
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token })))
    socket.on('error', reject)
    socket.on('message', (raw: Buffer) => {
      const at = performance.now()
      for (const frame of JSON.parse(raw.toString()) as Frame[]) {
        if (frame.type === 'ready') {
          socket.send(JSON.stringify({ type: 'follow', after: 0 }))
          resolve()
        }
        if (frame.type === 'draft') {
          stream.frames += 1
          stream.lastAt = at
          if (stream.taken) stream.after += 1
        }
        if (frame.items?.some(item => item.type === 'TakenOver')) stream.taken = true
      }
    })
  })
  return stream
}

/** One click a visitor, `perSecond` of them, each into a stream of its own. */
export async function clickIntoStreams(
  visitors: readonly Watched[],
  to: {
    readonly liveUrl: string
    readonly apiUrl: string
    readonly apiKey: string
    readonly perSecond: number
  },
): Promise<StreamFigures> {
  const streams = await Promise.all(visitors.map(visitor => watch(to.liveUrl, visitor)))
  const start = performance.now() + writesMs + 500
  let failed = 0
  let underWay = 0
  const lastBytesMs: number[] = []
  const clicks = visitors.map(async ({ conversationId }, k) => {
    const stream = streams[k]
    if (!stream) return
    const dueAt = start + (k * 1_000) / to.perSecond
    await sleep(Math.max(0, dueAt - writesMs - performance.now()))
    const id = `stream-${process.pid}-${k}`
    stream.socket.send(JSON.stringify({ type: 'send', ref: id, clientId: id, text: 'Tell me a story' }))
    await sleep(Math.max(0, dueAt - performance.now()))
    const before = stream.frames
    const answer = await fetch(`${to.apiUrl}/conversations/${conversationId}/intervene`, {
      method: 'POST',
      headers: { authorization: `Bearer ${to.apiKey}`, 'content-type': 'application/json' },
      body: '{}',
    })
    if (!answer.ok) failed += 1
    await answer.body?.cancel()
    await sleep(quietMs)
    if (before === 0) return
    underWay += 1
    // A stream whose last byte came before the click was due was stopped at once.
    lastBytesMs.push(Math.max(0, stream.lastAt - dueAt))
  })
  await Promise.all(clicks)
  for (const { socket } of streams) socket.terminate()
  return {
    clicks: visitors.length,
    failed,
    underWay,
    lastByteP50Ms: percentile(lastBytesMs, 0.5),
    lastByteP99Ms: percentile(lastBytesMs, 0.99),
    after: streams.reduce((sum, stream) => sum + stream.after, 0),
  }
}
