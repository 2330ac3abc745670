// One live socket of a visitor or a console, kept as the wire asks: a frame counts only if it extends the
// cursor, else the reader follows again from where it stands. Raw ws, so that the generator costs little.
import { WebSocket } from 'ws'
import type { Violations } from './orders.ts'

export interface Item {
  readonly seq: number
  readonly type: string
  readonly data: { readonly clientId?: string | null; readonly text?: string; readonly from?: string }
}

export interface Row {
  readonly id: string
  readonly state: string
}

/** One message of a frame; only the fields that the bench reads. */
interface Message {
  readonly type: string
  readonly ref?: string | null
  readonly problem?: { readonly code: string }
  readonly conversationId?: string | null
  readonly after?: number
  readonly cursor?: number
  readonly items?: readonly Item[]
  readonly rows?: readonly Row[]
}

export interface Listener {
  accepted(ref: string): void
  refused(ref: string | null, code: string): void
  items(reader: Reader, conversationId: string, items: readonly Item[]): void
  rows(reader: Reader, rows: readonly Row[]): void
  /** False skips parsing a frame of rows: consoles that wait for nothing must not cost the generator. */
  readonly wantsRows: boolean
}

export class Reader {
  readonly index: number
  readonly #socket: WebSocket
  readonly #listener: Listener
  readonly #cursors = new Map<string, number>()
  readonly #seen = { doubles: 0, disorder: 0, gaps: 0, reloads: 0, closed: 0 }
  #closing = false

  private constructor(index: number, socket: WebSocket, listener: Listener) {
    this.index = index
    this.#socket = socket
    this.#listener = listener
  }

  /** Resolves when the server is ready for this reader; rejects after 15 s. */
  static async open(url: string, token: string, index: number, listener: Listener): Promise<Reader> {
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
    const reader = new Reader(index, socket, listener)
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no "ready" from ${url} within 15 s`)), 15_000)
      socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token })))
      socket.on('error', reject)
      socket.on('close', code => {
        if (!reader.#closing) reader.#seen.closed += 1
        reject(new Error(`the server closed the socket with ${code}`))
      })
      socket.on('message', (raw: Buffer) => {
        if (reader.#take(raw)) {
          clearTimeout(timer)
          resolve()
        }
      })
    })
    return reader
  }

  get violations(): Violations {
    return this.#seen
  }

  follow(conversationId: string, after: number, own: boolean): void {
    this.#cursors.set(conversationId, after)
    this.send(JSON.stringify(own ? { type: 'follow', after } : { type: 'follow', conversationId, after }))
  }

  followList(): void {
    this.send('{"type":"follow_list"}')
  }

  send(frame: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame)
  }

  close(): void {
    this.#closing = true
    this.#socket.terminate()
  }

  /** True when the frame said `ready`. */
  #take(raw: Buffer): boolean {
    if (!this.#listener.wantsRows && raw.length > 12 && raw.toString('latin1', 0, 14) === '[{"type":"rows') {
      return false
    }
    let ready = false
    const frame: readonly Message[] = JSON.parse(String(raw))
    for (const message of frame) {
      switch (message.type) {
        case 'ready':
          ready = true
          break
        case 'accepted':
          this.#listener.accepted(message.ref ?? '')
          break
        case 'refused':
          this.#listener.refused(message.ref ?? null, message.problem?.code ?? 'unknown')
          break
        case 'events':
        case 'visitor_events':
          this.#extend(message)
          break
        case 'rows':
        case 'list':
          this.#listener.rows(this, message.rows ?? [])
          break
        case 'reload':
          this.#seen.reloads += 1
          if (message.conversationId) this.follow(message.conversationId, 0, false)
          break
      }
    }
    return ready
  }

  #extend({ conversationId, after = 0, cursor = 0, items = [] }: Message): void {
    if (!conversationId) return
    const stands = this.#cursors.get(conversationId) ?? 0
    if (after > stands) {
      this.#seen.gaps += 1
      this.follow(conversationId, stands, false)
      return
    }
    if (cursor <= stands && after < cursor) {
      this.#seen.gaps += 1
      return
    }
    const fresh = after === stands ? items : items.filter(item => item.seq > stands)
    let last = stands
    for (const item of fresh) {
      if (item.seq === last) this.#seen.doubles += 1
      else if (item.seq < last || item.seq > cursor) this.#seen.disorder += 1
      last = item.seq
    }
    this.#cursors.set(conversationId, cursor)
    this.#listener.items(this, conversationId, fresh)
  }
}

export function sumViolations(readers: Iterable<Reader>): Violations {
  const sum = { doubles: 0, disorder: 0, gaps: 0, reloads: 0, closed: 0 }
  for (const { violations } of readers) {
    sum.doubles += violations.doubles
    sum.disorder += violations.disorder
    sum.gaps += violations.gaps
    sum.reloads += violations.reloads
    sum.closed += violations.closed
  }
  return sum
}
