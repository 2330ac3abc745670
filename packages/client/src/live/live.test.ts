import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { ClientMessage, ServerMessage } from '@baton/protocol'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type ConversationLog, emptyLog, extendLog } from '../conversation-log.ts'
import { createLive, type Live } from './live.ts'
import type { EventRow } from './readers.ts'

const conversationId = '0198f2aa-0000-7000-8000-000000000001'
const over: (() => unknown)[] = []
afterEach(async () => {
  for (const end of over.splice(0).reverse()) await end()
})

function eventOf(seq: number): EventRow {
  return {
    seq,
    epoch: 0,
    type: 'NoteAdded',
    at: '2026-03-01T12:00:00.000Z',
    actor: { kind: 'bot' },
    data: {},
  }
}

/** A server of one conversation, whose line a test can break, mute or refuse. */
class OneConversation {
  end = 0
  heartbeatMs = 60_000
  hello = true
  /** Answers nothing, as a network that went away. */
  mute = false
  breakOnSend = 0
  signedIn = true
  pageSize = 7
  readonly heard: ClientMessage[] = []
  readonly stored = new Map<string, number>()
  readonly sockets = new Map<WebSocket, number | null>()
  readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1' })

  constructor() {
    this.server.on('connection', socket => {
      this.sockets.set(socket, null)
      if (!this.hello) this.tell(socket, { type: 'ready', as: 'agent', heartbeatMs: this.heartbeatMs })
      socket.on('message', text => this.hear(socket, JSON.parse(String(text))))
      socket.on('close', () => this.sockets.delete(socket))
    })
  }

  async url(): Promise<string> {
    if (this.server.address() === null) await once(this.server, 'listening')
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  commit(count: number): void {
    for (const [socket, cursor] of this.sockets) {
      if (cursor !== null) this.send(socket, this.end, this.end + count)
    }
    this.end += count
  }

  cut(): void {
    for (const socket of this.sockets.keys()) socket.terminate()
  }

  tell(socket: WebSocket, ...messages: ServerMessage[]): void {
    if (!this.mute) socket.send(JSON.stringify(messages))
  }

  tellAll(...messages: ServerMessage[]): void {
    for (const socket of this.sockets.keys()) this.tell(socket, ...messages)
  }

  close(): void {
    this.cut()
    this.server.close()
  }

  private hear(socket: WebSocket, message: ClientMessage): void {
    this.heard.push(message)
    if (message.type === 'hello' && !this.signedIn) socket.close(4401)
    else if (message.type === 'hello') {
      this.tell(socket, { type: 'ready', as: 'visitor', heartbeatMs: this.heartbeatMs })
    } else if (message.type === 'follow') {
      for (let after = message.after; after < this.end || after === message.after; after += this.pageSize) {
        this.send(socket, after, Math.min(this.end, after + this.pageSize))
        if (after >= this.end) break
      }
    } else if (message.type === 'send') this.store(socket, message)
  }

  private store(socket: WebSocket, { ref, clientId, text }: Extract<ClientMessage, { type: 'send' }>): void {
    if (text === 'refuse me') {
      const problem = {
        type: 'about:blank',
        title: 'No',
        status: 422,
        code: 'client_id_reused',
        detail: 'No.',
      }
      this.tell(socket, { type: 'refused', ref, problem })
      return
    }
    const seq = this.stored.get(clientId) ?? this.end + 1
    if (!this.stored.has(clientId)) this.commit(1)
    this.stored.set(clientId, seq)
    this.breakOnSend -= 1
    if (this.breakOnSend >= 0) socket.terminate()
    else this.tell(socket, { type: 'accepted', ref, seq })
  }

  private send(socket: WebSocket, after: number, cursor: number): void {
    const items = Array.from({ length: cursor - after }, (_, index) => eventOf(after + index + 1))
    this.tell(socket, { type: 'events', conversationId, after, cursor, items })
    this.sockets.set(socket, cursor)
  }
}

async function begin(
  given: Partial<OneConversation> = {},
  token: (() => string | null) | null = () => 'key',
) {
  const server = Object.assign(new OneConversation(), given)
  over.push(() => server.close())
  const live = createLive({ url: await server.url(), WebSocket, ...(token ? { token } : {}) })
  over.push(() => live.close())
  return { server, live }
}

function read(live: Live) {
  const reader = { log: emptyLog as ConversationLog<EventRow>, outcomes: [] as string[] }
  live.follow({
    conversationId,
    after: 0,
    onItems: frame => {
      const { log, outcome } = extendLog(reader.log, frame)
      reader.log = log
      reader.outcomes.push(outcome)
    },
  })
  return reader
}

const seqs = (reader: { log: ConversationLog<EventRow> }) => reader.log.items.map(item => item.seq)
const upTo = (end: number) => Array.from({ length: end }, (_, index) => index + 1)

describe('the live line', { timeout: 30_000 }, () => {
  test('says hello as a bearer, and follows only when the server is ready', async () => {
    const { server, live } = await begin({ end: 3 })
    const reader = read(live)
    await vi.waitFor(() => expect(seqs(reader)).toEqual([1, 2, 3]))
    expect(server.heard.map(message => message.type)).toEqual(['hello', 'follow'])
  })

  test('needs no hello with a cookie', async () => {
    const { server, live } = await begin({ end: 1, hello: false }, null)
    const reader = read(live)
    await vi.waitFor(() => expect(seqs(reader)).toEqual([1]))
    expect(server.heard.map(message => message.type)).toEqual(['follow'])
  })

  test('[DL2] cut again and again while events come, it loses none and doubles none', async () => {
    const { server, live } = await begin({ end: 20 })
    const reader = read(live)
    for (let round = 0; round < 3; round += 1) {
      await vi.waitFor(() => expect(live.status()).toBe('online'), 15_000)
      server.commit(2)
      if (round % 2 === 0) await vi.waitFor(() => expect(reader.log.cursor).toBe(server.end))
      server.commit(1)
      server.cut()
      server.commit(3)
      await vi.waitFor(() => expect(reader.log.cursor).toBe(server.end), 15_000)
    }
    expect(seqs(reader)).toEqual(upTo(server.end))
    expect(reader.outcomes).not.toContain('gap')
  })

  test('[DL2] a frame that never came is noticed by the next one', async () => {
    const { server, live } = await begin({ end: 2 })
    const reader = read(live)
    await vi.waitFor(() => expect(reader.log.cursor).toBe(2))
    server.mute = true
    server.commit(1)
    server.mute = false
    server.commit(1)
    await vi.waitFor(() => expect(seqs(reader)).toEqual([1, 2, 3, 4]))
  })

  test('a server that falls silent is given up, shown as offline, and found again', async () => {
    const { server, live } = await begin({ heartbeatMs: 40 })
    const seen: string[] = []
    live.onStatus(status => seen.push(status))
    await vi.waitFor(() => expect(live.status()).toBe('online'))
    server.mute = true
    await vi.waitFor(() => expect(live.status()).toBe('offline'))
    server.mute = false
    await vi.waitFor(() => expect(seen.at(-1)).toBe('online'), 115_000)
    expect(seen.slice(0, 2)).toEqual(['online', 'offline'])
  })

  test('signed out, it stays away until it is told to come back', async () => {
    const { server, live } = await begin({ signedIn: false })
    const waiting = live.send({ clientId: 'one', text: 'Hello' })
    await expect(waiting).rejects.toMatchObject({ code: 'signed_out', status: 401 })
    expect(live.status()).toBe('signed_out')
    server.signedIn = true
    live.reconnect()
    await vi.waitFor(() => expect(live.status()).toBe('online'))
  })

  test('[DL3] a send whose answer is cut off goes again with its clientId, and is stored once', async () => {
    const { server, live } = await begin({ breakOnSend: 2 })
    const answer = await live.send({ clientId: 'one', text: 'Hello' })
    expect(answer).toEqual({ seq: 1 })
    expect(server.end).toBe(1)
    const sends = server.heard.filter(message => message.type === 'send')
    expect(new Set(sends.map(send => send.clientId))).toEqual(new Set(['one']))
    expect(sends).toHaveLength(3)
  })

  test('a refused send says why, and others are not touched by it', async () => {
    const { live } = await begin()
    const refused = live.send({ clientId: 'one', text: 'refuse me' })
    const kept = live.send({ clientId: 'two', text: 'Hello' })
    await expect(refused).rejects.toMatchObject({ code: 'client_id_reused', status: 422, detail: 'No.' })
    await expect(kept).resolves.toEqual({ seq: 1 })
  })

  test('closed, it rejects what waits and does not come back', async () => {
    const { server, live } = await begin({ mute: true })
    const waiting = live.send({ clientId: 'one', text: 'Hello' })
    live.close()
    await expect(waiting).rejects.toMatchObject({ code: 'closed' })
    live.reconnect()
    expect(live.status()).toBe('offline')
    expect(server.stored.size).toBe(0)
  })

  test('a list is asked for again after a break, and its parts reach who follows it', async () => {
    const { server, live } = await begin()
    const told: string[] = []
    live.followList({
      onList: () => told.push('list'),
      onRows: () => told.push('rows'),
      onCounts: () => told.push('counts'),
      onPresence: agents => told.push(agents.map(({ id }) => id).join()),
    })
    const asked = () => server.heard.filter(message => message.type === 'follow_list').length
    await vi.waitFor(() => expect(asked()).toBe(1))
    const counts = { active: 0, requesting: 0, intervened: 0, mine: 0, teams: [] }
    server.tellAll({ type: 'list', rows: [], counts }, { type: 'rows', rows: [] }, { type: 'counts', counts })
    server.tellAll({ type: 'presence', agents: [{ id: 'ana', presence: 'online', held: 0 }] })
    await vi.waitFor(() => expect(told).toEqual(['list', 'rows', 'counts', 'ana']))
    server.cut()
    await vi.waitFor(() => expect(asked()).toBe(2), 15_000)
  })

  test('that nobody sits here is told at each change, and after a break before the list is followed', async () => {
    const { server, live } = await begin()
    live.followList({ onList: () => {}, onRows: () => {} })
    const heard = () =>
      server.heard.flatMap(message => {
        if (message.type === 'idle') return [message.idle ? 'idle' : 'awake']
        return message.type === 'follow_list' ? ['list'] : []
      })
    await vi.waitFor(() => expect(heard()).toEqual(['list']))
    for (const idle of [false, true, true]) live.idle(idle)
    await vi.waitFor(() => expect(heard()).toEqual(['list', 'idle']))
    server.cut()
    await vi.waitFor(() => expect(heard()).toEqual(['list', 'idle', 'idle', 'list']), 15_000)
    live.idle(false)
    await vi.waitFor(() => expect(heard().at(-1)).toBe('awake'))
  })

  test('[DL2] a draft told before the answer to a reader is not taken for what that answer holds', async () => {
    const { server, live } = await begin({ end: 0 })
    const turnId = '0198f2aa-0000-7000-8000-00000000000a'
    const shown: string[] = []
    live.onDraft(({ text }) => shown.push(text))
    await vi.waitFor(() => expect(live.status()).toBe('online'))
    server.mute = true
    const reader = read(live)
    await vi.waitFor(() => expect(server.heard.at(-1)?.type).toBe('follow'))
    server.mute = false
    const said = { ...eventOf(1), type: 'MessageSent', data: { from: 'bot' } }
    server.tellAll(
      { type: 'draft', conversationId, turnId, at: 0, text: 'Still ' },
      { type: 'events', conversationId, after: 0, cursor: 1, items: [said] },
    )
    server.tellAll({ type: 'draft', conversationId, turnId, at: 6, text: 'writing' })
    await vi.waitFor(() => expect(shown).toEqual(['Still ', 'Still writing']))
    const next = { ...said, seq: 2 }
    server.tellAll({ type: 'events', conversationId, after: 1, cursor: 2, items: [next] })
    await vi.waitFor(() => expect(seqs(reader)).toEqual([1, 2]))
    expect(shown.at(-1)).toBe('')
  })

  test('typing is told at most now and then, and what was read moves only forward', async () => {
    const { server, live } = await begin()
    await vi.waitFor(() => expect(live.status()).toBe('online'))
    for (let key = 0; key < 5; key += 1) live.typing(null)
    for (const seq of [3, 2, 3, 4]) live.read(seq)
    const heard = () => server.heard.filter(message => message.type === 'typing' || message.type === 'read')
    await vi.waitFor(() =>
      expect(heard()).toEqual([{ type: 'typing' }, { type: 'read', seq: 3 }, { type: 'read', seq: 4 }]),
    )
  })

  test('a frame that is no frame, and a message from a newer server, harm nothing', async () => {
    const { server, live } = await begin({ end: 1 })
    const reader = read(live)
    await vi.waitFor(() => expect(reader.log.cursor).toBe(1))
    for (const socket of server.sockets.keys()) socket.send('[{"type":"confetti"}]')
    for (const socket of server.sockets.keys()) socket.send('not JSON')
    server.commit(1)
    await vi.waitFor(() => expect(seqs(reader)).toEqual([1, 2]), 15_000)
  })
})
