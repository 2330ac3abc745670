// The live side of the API: one socket for conversations, lists, typing and presence, which resumes by itself.
import type { ClientMessage, ConversationRow, Counts, ServerMessage } from '@baton/protocol'
import { type ApiError, errorOfProblem, ownError } from '../api-error.ts'
import { type BotDraft, Drafts } from './drafts.ts'
import { Line, type LiveStatus } from './line.ts'
import { type AgentReader, Readers, type VisitorReader, wireId } from './readers.ts'
import { Sends } from './sends.ts'
import { liveUrl, ownWebSocket, type WebSocketConstructor } from './web-socket-like.ts'

export interface LiveOptions {
  /** The server's origin, e.g. `https://baton.example`; '' is the page's own. */
  readonly url: string
  /** A bearer's token; without one, or with null, the page's cookie speaks. Asked for at every connection. */
  readonly token?: () => string | null
  /** The browser's own unless given; in Node 20 give the constructor of `ws`. */
  readonly WebSocket?: WebSocketConstructor
}

/** A list's snapshot comes first and after every reconnect; see `withSnapshot` and `withRows`. */
export type AgentPresence = Extract<ServerMessage, { type: 'presence' }>['agents'][number]

export interface ListReader {
  readonly onList: (list: { readonly rows: readonly ConversationRow[]; readonly counts: Counts }) => void
  readonly onRows: (rows: readonly ConversationRow[]) => void
  readonly onCounts?: (counts: Counts) => void
  /** Agents who are not offline. */
  readonly onPresence?: (agents: readonly AgentPresence[]) => void
}

export interface Typing {
  readonly conversationId: string
  readonly from: 'contact' | 'bot' | 'agent'
  readonly name: string | null
  /** Told to agents only. */
  readonly agentId?: string | undefined
}

/** Who looks at a conversation that is followed, and what concerns only the agent whose socket this is. */
export type AgentNews = Extract<
  ServerMessage,
  { type: 'viewing' | 'draft_kept' | 'mentioned' | 'alert_changed' }
>

export interface Live {
  status(): LiveStatus
  /** Told at every change, not at once. */
  onStatus(listener: (status: LiveStatus) => void): () => void
  /** Reads a conversation from a cursor on, over any number of breaks, until the answer is called. */
  follow(reader: AgentReader | VisitorReader): () => void
  followList(reader: ListReader): () => void
  /** A visitor's message. @throws ApiError when refused, signed out or closed; never for a broken line. */
  send(message: { readonly clientId: string; readonly text: string }): Promise<{ seq: number }>
  /** I am writing; null: in the visitor's own conversation. Call at every key: it is sent every 2.5 s at most. */
  typing(conversationId: string | null): void
  onTyping(listener: (typing: Typing) => void): () => void
  /** What a bot is writing in a conversation that is followed. Told empty with the frame that says what became of it. */
  onDraft(listener: (draft: BotDraft) => void): () => void
  /** For agents. A type of news that the listener does not know is none of its business. */
  onNews(listener: (news: AgentNews) => void): () => void
  /** The visitor has seen everything up to `seq`. */
  read(seq: number): void
  /** Whether nobody sits before this console; kept, and told again after every break. */
  idle(idle: boolean): void
  /** A refusal that answers no send: a conversation that is not ours, a frame the server does not take. */
  onRefused(listener: (fault: ApiError) => void): () => void
  /** Connects now, also after `signed_out`. */
  reconnect(): void
  /** Ends it for good; sends that wait are rejected with `closed`. */
  close(): void
}

const typingEveryMs = 2_500

export function createLive(options: LiveOptions): Live {
  const live = new LiveLine(options)
  live.begin()
  return live
}

class LiveLine implements Live {
  readonly #line: Line
  readonly #readers: Readers
  readonly #sends: Sends
  readonly #lists = new Set<ListReader>()
  readonly #statusChanged = new Listeners<LiveStatus>()
  readonly #typed = new Listeners<Typing>()
  readonly #drafted = new Listeners<BotDraft>()
  readonly #drafts = new Drafts(draft => this.#drafted.tell(draft))
  readonly #news = new Listeners<AgentNews>()
  readonly #refused = new Listeners<ApiError>()
  readonly #typedAtMs = new Map<string | null, number>()
  #readThrough = 0
  #idle = false
  #stopWatching = () => {}

  constructor({ url, token, WebSocket = ownWebSocket() }: LiveOptions) {
    const write = (message: ClientMessage) => this.#line.send(message)
    this.#readers = new Readers(write)
    this.#sends = new Sends(write)
    this.#line = new Line({
      url: liveUrl(url, token !== undefined),
      token: token ?? (() => null),
      WebSocket,
      onReady: () => this.#resume(),
      onMessage: message => this.#hear(message),
      onStatus: status => this.#changeStatus(status),
    })
  }

  begin(): void {
    this.#stopWatching = watchNetwork(this.#line)
    this.#line.connect()
  }

  status(): LiveStatus {
    return this.#line.status
  }

  onStatus(listener: (status: LiveStatus) => void): () => void {
    return this.#statusChanged.add(listener)
  }

  follow(reader: AgentReader | VisitorReader): () => void {
    // Whoever follows is told of it from its beginning.
    if (reader.conversationId !== null) this.#drafts.drop(reader.conversationId)
    return this.#readers.follow(reader)
  }

  followList(reader: ListReader): () => void {
    this.#lists.add(reader)
    this.#line.send({ type: 'follow_list' })
    return () => this.#lists.delete(reader)
  }

  send(message: { readonly clientId: string; readonly text: string }): Promise<{ seq: number }> {
    if (this.#line.status === 'signed_out') return Promise.reject(signedOut())
    return this.#sends.add(message)
  }

  typing(conversationId: string | null): void {
    const nowMs = Date.now()
    if (nowMs - (this.#typedAtMs.get(conversationId) ?? 0) < typingEveryMs) return
    const id = conversationId === null ? {} : { conversationId: wireId(conversationId) }
    if (this.#line.send({ type: 'typing', ...id })) this.#typedAtMs.set(conversationId, nowMs)
  }

  onTyping(listener: (typing: Typing) => void): () => void {
    return this.#typed.add(listener)
  }

  onDraft(listener: (draft: BotDraft) => void): () => void {
    return this.#drafted.add(listener)
  }

  onNews(listener: (news: AgentNews) => void): () => void {
    return this.#news.add(listener)
  }

  read(seq: number): void {
    if (seq <= this.#readThrough) return
    this.#readThrough = seq
    this.#line.send({ type: 'read', seq })
  }

  idle(idle: boolean): void {
    if (idle === this.#idle) return
    this.#idle = idle
    this.#line.send({ type: 'idle', idle })
  }

  onRefused(listener: (fault: ApiError) => void): () => void {
    return this.#refused.add(listener)
  }

  reconnect(): void {
    this.#line.reconnect()
  }

  close(): void {
    this.#stopWatching()
    this.#line.end()
    this.#sends.rejectAll(ownError('closed', 'The connection was closed before an answer came.'))
  }

  #resume(): void {
    this.#drafts.dropAll()
    // Before the list: whoever follows it counts as somebody who is there.
    if (this.#idle) this.#line.send({ type: 'idle', idle: true })
    if (this.#lists.size > 0) this.#line.send({ type: 'follow_list' })
    this.#readers.followAll()
    this.#sends.sendAll()
    if (this.#readThrough > 0) this.#line.send({ type: 'read', seq: this.#readThrough })
  }

  #changeStatus(status: LiveStatus): void {
    if (status === 'signed_out') this.#sends.rejectAll(signedOut())
    this.#statusChanged.tell(status)
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'events':
      case 'visitor_events':
        if (this.#readers.hear(message)) this.#drafts.settle(message)
        break
      case 'reload':
        this.#readers.reload(message.conversationId, message.reason)
        break
      case 'heartbeat':
        this.#readers.followUnanswered()
        break
      case 'accepted':
        this.#sends.accept(message)
        break
      case 'refused':
        if (!this.#sends.refuse(message)) this.#refused.tell(errorOfProblem(message.problem))
        break
      case 'typing':
        this.#typed.tell(message)
        break
      case 'draft':
      case 'draft_over':
        this.#drafts.hear(message)
        break
      case 'viewing':
      case 'draft_kept':
      case 'mentioned':
      case 'alert_changed':
        this.#news.tell(message)
        break
      default:
        for (const list of this.#lists) tellList(list, message)
    }
  }
}

/** Whatever else a newer server may say is none of ours. */
function tellList(list: ListReader, message: ServerMessage): void {
  if (message.type === 'list') list.onList(message)
  else if (message.type === 'rows') list.onRows(message.rows)
  else if (message.type === 'counts') list.onCounts?.(message.counts)
  else if (message.type === 'presence') list.onPresence?.(message.agents)
}

class Listeners<Told> {
  readonly #listeners = new Set<(told: Told) => void>()

  add(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(told: Told): void {
    for (const listener of [...this.#listeners]) listener(told)
  }
}

function signedOut(): ApiError {
  return ownError('signed_out', 'You are signed out. Sign in again to go on.')
}

/** In a browser: back at once when the network or the page is, and `offline` as soon as the device knows. */
function watchNetwork(line: Line): () => void {
  if (typeof globalThis.addEventListener !== 'function' || typeof globalThis.document === 'undefined') {
    return () => {}
  }
  const over = new AbortController()
  const { signal } = over
  globalThis.addEventListener('online', () => line.nudge(), { signal })
  globalThis.addEventListener('offline', () => line.unplug(), { signal })
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') line.nudge()
    },
    { signal },
  )
  return () => over.abort()
}
