// /api/v1/live: sockets of agents and visitors, from the handshake to the close.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ClientMessage } from '@baton/protocol'
import { clientMessage, closeCodes } from '@baton/protocol'
import type { RawData, WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { Caller } from '../app/access.ts'
import type { App } from '../app/app.ts'
import type { Heartbeat } from './heartbeat.ts'
import { heartbeatMs, startHeartbeat } from './heartbeat.ts'
import type { Identify, OriginCheck } from './identify.ts'
import { createIdentify } from './identify.ts'
import { createOutgoing } from './outgoing.ts'
import type { ProblemTable } from './problem-table.ts'
import type { Session } from './session.ts'
import { createSession } from './session.ts'

export interface LiveOptions {
  readonly app: App
  readonly server: Server
  readonly problems: ProblemTable
  readonly publicUrl: string
  readonly isOriginOf: OriginCheck
  readonly onFault: (fault: unknown) => void
}

export interface Live {
  connections(): number
  close(): void
}

const path = '/api/v1/live'
/** In the query: a bearer follows in the first frame, so a cookie of the same browser is not looked at. */
const tokenFollows = 'with=token'
const helloWithinMs = 5_000
const closeWithinMs = 500
const refMax = 40
const frameLimitBytes = 64 * 1_024

function signOut(socket: WebSocket): void {
  socket.close(closeCodes.signedOut, 'sign in again')
}

interface Malformed {
  readonly malformed: string
  /** Of a send whose other fields are wrong: its sender waits for an answer under it. */
  readonly ref: string | null
}

function refIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('ref' in json)) return null
  return typeof json.ref === 'string' ? json.ref.slice(0, refMax) : null
}

/** The message, or what is wrong with it. */
function parse(raw: RawData): ClientMessage | Malformed {
  let json: unknown
  try {
    json = JSON.parse(raw.toString())
  } catch {
    return { malformed: 'The frame is not JSON.', ref: null }
  }
  const parsed = clientMessage.safeParse(json)
  if (parsed.success) return parsed.data
  const malformed = parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('; ')
  return { malformed, ref: refIn(json) }
}

/** Serves one socket until it closes. */
async function serve(
  socket: WebSocket,
  request: IncomingMessage,
  identify: Identify,
  heartbeat: Heartbeat,
  { app, problems, onFault }: LiveOptions,
): Promise<void> {
  const outgoing = createOutgoing(socket)
  let session: Session | null = null
  let byCookie = false
  // Messages are taken in the order in which they came.
  let turn: Promise<void> = Promise.resolve()
  const lateHello = setTimeout(() => signOut(socket), helloWithinMs)

  function begin(caller: Caller, again: () => Promise<Caller | null>): void {
    clearTimeout(lateHello)
    session = createSession(app, caller, outgoing, problems, onFault)
    if (caller.kind === 'agent') heartbeat.recheck(socket, async () => (await again()) !== null)
    outgoing.push(JSON.stringify({ type: 'ready', as: caller.kind, heartbeatMs }))
  }

  async function take(raw: RawData): Promise<void> {
    const message = parse(raw)
    if ('malformed' in message) {
      const { malformed, ref } = message
      outgoing.push(JSON.stringify({ type: 'refused', ref, problem: problems.malformed(malformed) }))
      return
    }
    if (session && !(message.type === 'hello' && byCookie)) return session.take(message)
    const caller = message.type === 'hello' ? await identify.byToken(message.token, request) : null
    if (!caller || message.type !== 'hello') return signOut(socket)
    const { token } = message
    // A bearer means itself, not whoever else is signed in to this browser.
    byCookie = false
    heartbeat.forget(socket)
    session?.end()
    begin(caller, () => identify.byToken(token, request))
  }

  socket.on('message', raw => {
    heartbeat.sign(socket)
    turn = turn
      .then(() => take(raw))
      .catch(fault => {
        onFault(fault)
        outgoing.push(JSON.stringify({ type: 'refused', ref: null, problem: problems.unavailable() }))
      })
  })
  socket.on('pong', () => heartbeat.sign(socket))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearTimeout(lateHello)
    heartbeat.forget(socket)
    session?.end()
  })
  if (request.url?.includes(tokenFollows)) return
  // A frame that comes meanwhile waits for its turn.
  turn = identify.byCookie(request).then(caller => {
    if (!caller || socket.readyState !== socket.OPEN) return
    byCookie = true
    begin(caller, () => identify.byCookie(request))
  })
  await turn
}

export function createLive(options: LiveOptions): Live {
  const { app, server, publicUrl, isOriginOf, onFault } = options
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: frameLimitBytes,
  })
  const heartbeat = startHeartbeat(sockets.clients, signOut, onFault)
  const identify = createIdentify(app, publicUrl, isOriginOf)

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== path) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, opened => {
      heartbeat.sign(opened)
      serve(opened, request, identify, heartbeat, options).catch(fault => {
        onFault(fault)
        opened.close(1_011, 'fault')
      })
    })
  }
  server.on('upgrade', upgrade)

  return {
    connections: () => sockets.clients.size,
    close() {
      heartbeat.stop()
      server.off('upgrade', upgrade)
      for (const socket of sockets.clients) socket.close(closeCodes.goingAway, 'going away')
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, closeWithinMs).unref()
    },
  }
}
