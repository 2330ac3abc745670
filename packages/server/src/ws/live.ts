// /api/v1/live: sockets of agents and visitors. Signed in by our cookie with our Origin, or by a bearer in the
// first frame within five seconds; dead lines are noticed, dead rights are cut.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { clientMessage, closeCodes } from '@baton/protocol'
import type { RawData, WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { Caller } from '../app/access.ts'
import type { App } from '../app/app.ts'
import { createOutgoing } from './outgoing.ts'
import type { ProblemTable } from './problem-table.ts'
import type { Session } from './session.ts'
import { createSession } from './session.ts'

export interface LiveOptions {
  readonly app: App
  readonly server: Server
  readonly problems: ProblemTable
  readonly publicUrl: string
  /** Whether pages of this origin may use the visitor's channel. */
  readonly isOriginOf: (app: App, channelId: Extract<Caller, { kind: 'visitor' }>['channelId'], origin: string) => Promise<boolean>
  readonly onFault: (fault: unknown) => void
}

export interface Live {
  connections(): number
  close(): void
}

const path = '/api/v1/live'
const helloWithinMs = 5_000
const heartbeatMs = 20_000
/** How long a right that was taken away may still be used on an open socket. */
const recheckMs = 1_000
const frameLimitBytes = 64 * 1_024

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value))
  return headers
}

export function createLive({ app, server, problems, publicUrl, isOriginOf, onFault }: LiveOptions): Live {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: frameLimitBytes })
  const alive = new WeakMap<WebSocket, boolean>()
  const rechecks = new Map<WebSocket, () => Promise<boolean>>()

  async function byCookie(request: IncomingMessage): Promise<Caller | null> {
    const { origin, cookie, host } = request.headers
    if (!cookie || !origin) return null
    if (origin !== new URL(publicUrl).origin && new URL(origin).host !== host) return null
    const signInId = await app.signIn.identify(headersOf(request))
    return signInId ? app.access.bySignIn(signInId) : null
  }

  async function byToken(token: string, request: IncomingMessage): Promise<Caller | null> {
    const agent = await app.access.byApiKey(token)
    if (agent) return agent
    const visitor = await app.access.byVisitorToken(token)
    if (visitor === null || visitor === 'expired') return null
    const { origin, host } = request.headers
    const foreign = origin !== undefined && new URL(origin).host !== host
    return !foreign || (await isOriginOf(app, visitor.channelId, origin)) ? visitor : null
  }

  function signOut(socket: WebSocket): void {
    socket.close(closeCodes.signedOut, 'sign in again')
  }

  async function open(socket: WebSocket, request: IncomingMessage): Promise<void> {
    const outgoing = createOutgoing(socket)
    let session: Session | null = null
    // Messages are taken in the order in which they came.
    let turn: Promise<void> = Promise.resolve()
    const lateHello = setTimeout(() => signOut(socket), helloWithinMs)

    function begin(caller: Caller, again: () => Promise<Caller | null>): void {
      clearTimeout(lateHello)
      session = createSession(app, caller, outgoing, problems, onFault)
      if (caller.kind === 'agent') rechecks.set(socket, async () => (await again()) !== null)
      outgoing.push(JSON.stringify({ type: 'ready', as: caller.kind, heartbeatMs }))
    }

    async function take(raw: RawData): Promise<void> {
      const message = parse(raw)
      if (typeof message === 'string') {
        outgoing.push(JSON.stringify({ type: 'refused', ref: null, problem: problems.malformed(message) }))
        return
      }
      if (session) return session.take(message)
      const caller = message.type === 'hello' ? await byToken(message.token, request) : null
      if (!caller || message.type !== 'hello') return signOut(socket)
      const { token } = message
      begin(caller, () => byToken(token, request))
    }

    socket.on('message', raw => {
      alive.set(socket, true)
      turn = turn.then(() => take(raw)).catch(fault => {
        onFault(fault)
        outgoing.push(JSON.stringify({ type: 'refused', ref: null, problem: problems.unavailable() }))
      })
    })
    socket.on('pong', () => alive.set(socket, true))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearTimeout(lateHello)
      rechecks.delete(socket)
      session?.end()
    })
    const signedIn = await byCookie(request)
    if (signedIn && !session && socket.readyState === socket.OPEN) begin(signedIn, () => byCookie(request))
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== path) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, opened => {
      alive.set(opened, true)
      open(opened, request).catch(fault => {
        onFault(fault)
        opened.close(1_011, 'fault')
      })
    })
  }

  server.on('upgrade', upgrade)
  const beat = setInterval(() => {
    for (const socket of sockets.clients) {
      // Not a sign since the last beat: the line is dead, whatever TCP thinks.
      if (!alive.get(socket)) socket.terminate()
      else {
        alive.set(socket, false)
        socket.ping()
        // Browsers do not show pings to the page; this is the one it can see.
        if (socket.readyState === socket.OPEN) socket.send('[{"type":"heartbeat"}]')
      }
    }
  }, heartbeatMs)
  const recheck = setInterval(() => {
    for (const [socket, stillMay] of rechecks) void stillMay().then(may => may || signOut(socket)).catch(onFault)
  }, recheckMs)

  return {
    connections: () => sockets.clients.size,
    close() {
      clearInterval(beat)
      clearInterval(recheck)
      server.off('upgrade', upgrade)
      for (const socket of sockets.clients) socket.close(closeCodes.goingAway, 'going away')
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, 500).unref()
    },
  }
}

/** The message, or what is wrong with it. */
function parse(raw: RawData) {
  let json: unknown
  try {
    json = JSON.parse(raw.toString())
  } catch {
    return 'The frame is not JSON.'
  }
  const parsed = clientMessage.safeParse(json)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}
