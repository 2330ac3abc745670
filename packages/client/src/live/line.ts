// One connection, kept: it says hello, watches the server's heartbeat, and comes back when it breaks.
// A socket that was given up is never listened to again, whatever it still says.
import type { ClientMessage, ServerMessage } from '@baton/protocol'
import { backOffMs } from './back-off.ts'
import type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts'

/** `connecting`: at first, and for one try after a break. `offline` until a try succeeds. */
export type LiveStatus = 'connecting' | 'online' | 'offline' | 'signed_out'

const signedOutCode = 4401
/** An attempt that has not become ready by then is given up. */
const readyWithinMs = 8_000
/** After a sleep or a change of network, a line that says nothing for this long is dead. */
const probeMs = 3_000
/** A line that breaks sooner counts as a failed try, or a server that slams the door would be hammered. */
const steadyMs = 5_000

export interface LineOptions {
  readonly url: string
  readonly token: () => string | null
  readonly WebSocket: WebSocketConstructor
  readonly onReady: () => void
  readonly onMessage: (message: ServerMessage) => void
  readonly onStatus: (status: LiveStatus) => void
}

type Timer = ReturnType<typeof setTimeout>

export class Line {
  status: LiveStatus = 'connecting'
  readonly #options: LineOptions
  #socket: WebSocketLike | null = null
  #silence: Timer | undefined
  #retry: Timer | undefined
  #silentForMs = readyWithinMs
  #readySinceMs = 0
  #tries = 0
  #ended = false

  constructor(options: LineOptions) {
    this.#options = options
  }

  connect(): void {
    clearTimeout(this.#retry)
    if (this.#ended || this.#socket !== null) return
    const socket = new this.#options.WebSocket(this.#options.url)
    this.#socket = socket
    this.#silentForMs = readyWithinMs
    this.#listen(readyWithinMs)
    socket.addEventListener('open', () => {
      const token = this.#options.token()
      if (socket === this.#socket && token !== null) this.#write({ type: 'hello', token })
    })
    socket.addEventListener('message', event => {
      if (socket === this.#socket) this.#hear(event.data)
    })
    socket.addEventListener('error', () => {
      if (socket === this.#socket) this.#drop('broken')
    })
    socket.addEventListener('close', event => {
      if (socket === this.#socket) this.#drop(event.code === signedOutCode ? 'signed_out' : 'broken')
    })
  }

  /** Sends if the line is up; whoever must not lose a message keeps it until it is answered. */
  send(message: ClientMessage): boolean {
    if (this.status !== 'online') return false
    this.#write(message)
    return true
  }

  /** The network changed or the page woke up: try now, or make sure that the line still lives. */
  nudge(): void {
    if (this.#ended || this.status === 'signed_out') return
    this.#tries = 0
    if (this.#socket === null) this.connect()
    else if (this.status === 'online') {
      this.#write({ type: 'ping' })
      this.#listen(Math.min(probeMs, this.#silentForMs))
    }
  }

  /** The device knows that it has no network. */
  unplug(): void {
    if (this.status !== 'signed_out' && !this.#ended) this.#drop('dead')
  }

  reconnect(): void {
    if (this.#ended) return
    this.#tries = 0
    this.#letGo()
    this.#become('connecting')
    this.connect()
  }

  end(): void {
    this.#ended = true
    clearTimeout(this.#retry)
    this.#letGo()
    this.#become('offline')
  }

  #hear(text: unknown): void {
    this.#listen(this.#silentForMs)
    const messages = parseFrame(text)
    if (messages === null) this.#drop('broken')
    for (const message of messages ?? []) {
      if (message.type === 'ready') this.#ready(message.heartbeatMs)
      else this.#options.onMessage(message)
    }
  }

  #ready(heartbeatMs: number): void {
    this.#silentForMs = 2 * heartbeatMs
    this.#readySinceMs = Date.now()
    this.#listen(this.#silentForMs)
    const wasOnline = this.status === 'online'
    // What was interrupted goes first, before a listener of the status adds to it.
    this.status = 'online'
    this.#options.onReady()
    if (!wasOnline) this.#options.onStatus('online')
  }

  #drop(why: 'broken' | 'dead' | 'signed_out'): void {
    const wasOnline = this.status === 'online'
    if (wasOnline && Date.now() - this.#readySinceMs >= steadyMs) this.#tries = 0
    this.#letGo()
    if (why === 'signed_out') {
      this.#become('signed_out')
      return
    }
    this.#become(wasOnline && why === 'broken' ? 'connecting' : 'offline')
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.connect(), backOffMs(this.#tries, Math.random()))
    this.#tries += 1
  }

  #letGo(): void {
    const socket = this.#socket
    this.#socket = null
    clearTimeout(this.#silence)
    // A socket that is still connecting throws or complains when closed; nobody listens any more.
    try {
      socket?.close()
    } catch {}
  }

  #listen(forMs: number): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#drop('dead'), forMs)
  }

  #write(message: ClientMessage): void {
    try {
      this.#socket?.send(JSON.stringify(message))
    } catch {
      this.#drop('broken')
    }
  }

  #become(status: LiveStatus): void {
    if (status === this.status) return
    this.status = status
    this.#options.onStatus(status)
  }
}

function parseFrame(text: unknown): readonly ServerMessage[] | null {
  if (typeof text !== 'string') return null
  try {
    const frame: unknown = JSON.parse(text)
    return Array.isArray(frame) ? frame : null
  } catch {
    return null
  }
}
