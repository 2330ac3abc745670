// Everything the console knows live: rows, counts, who is there, who writes, and the state of the line.
// Views read it by hooks (use-desk.tsx) and never poll.
import type {
  AgentNews,
  AgentPresence,
  ConversationRow,
  Counts,
  Inbox,
  Live,
  LiveStatus,
  Typing,
} from '@baton/client'
import { emptyInbox, withCounts, withRows, withSnapshot } from '@baton/client'
import { draftLine } from './link.ts'
import { Logs } from './logs.ts'
import { Outbox } from './outbox.ts'
import { Writing } from './writing.ts'

export interface Colleague {
  readonly id: string
  readonly name: string
}

export type MentionNews = Extract<AgentNews, { type: 'mentioned' }>

export interface DeskState {
  readonly inbox: Inbox
  /** Who is not offline, and how much they hold, by agent. */
  readonly presence: ReadonlyMap<string, AgentPresence>
  readonly status: LiveStatus
  /** Conversations whose customer writes now. */
  readonly typing: ReadonlySet<string>
  /** What bots are writing, by conversation. */
  readonly drafts: ReadonlyMap<string, string>
  /** Colleagues who look at a conversation that is open here. */
  readonly viewing: ReadonlyMap<string, readonly Colleague[]>
  /** Colleagues who write a reply, by conversation. */
  readonly writers: ReadonlyMap<string, readonly Colleague[]>
}

const typingMs = 4_000
/** News within this time are one change: a busy workspace moves more often than a page can paint. */
const gatherMs = 16

export class Desk {
  readonly logs: Logs
  readonly outbox: Outbox
  readonly writing: Writing
  private readonly agentId: string
  private readonly mentionListeners = new Set<(news: MentionNews) => void>()
  private readonly alertListeners = new Set<(conversationId: string | null) => void>()
  private readonly live: Live
  private readonly listeners = new Set<() => void>()
  private arrived: ConversationRow[] = []
  private telling: ReturnType<typeof setTimeout> | null = null
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>()
  private state: DeskState = {
    inbox: emptyInbox,
    presence: new Map(),
    status: 'connecting',
    typing: new Set(),
    drafts: new Map(),
    viewing: new Map(),
    writers: new Map(),
  }

  constructor(live: Live, agentId: string) {
    this.live = live
    this.agentId = agentId
    this.outbox = new Outbox(agentId)
    this.writing = new Writing(agentId, draftLine)
    this.logs = new Logs(live)
  }

  /** Listens until the answer is called. */
  begin(): () => void {
    const ends = [
      this.writing.begin(),
      this.live.onStatus(status => {
        // Who looks is not known while nothing is heard.
        if (status !== 'online') this.change({ status, viewing: new Map() })
        else this.change({ status })
        if (status !== 'online') return
        this.writing.refresh()
        this.tellAlert(null)
      }),
      this.live.onNews(news => this.hear(news)),
      this.live.followList({
        onList: ({ rows, counts }) => this.change({ inbox: withSnapshot(this.state.inbox, rows, counts) }),
        onRows: rows => {
          this.arrived.push(...rows)
          this.tellSoon()
        },
        onCounts: counts => this.change({ inbox: withCounts(this.state.inbox, counts) }),
        onPresence: agents => this.change({ presence: new Map(agents.map(agent => [agent.id, agent])) }),
      }),
      this.live.onTyping(typing => this.hearTyping(typing)),
      this.live.onDraft(({ conversationId, text }) => this.draft(conversationId, text)),
    ]
    this.change({ status: this.live.status() })
    return () => {
      for (const end of ends) end()
      for (const timer of this.typingTimers.values()) clearTimeout(timer)
      if (this.telling !== null) clearTimeout(this.telling)
    }
  }

  get = (): DeskState => this.state

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Rows that a search or a further page gave. */
  learn(rows: readonly ConversationRow[]): void {
    this.change({ inbox: withRows(this.state.inbox, rows) })
  }

  learnCounts(counts: Counts): void {
    this.change({ inbox: withCounts(this.state.inbox, counts) })
  }

  writes(conversationId: string): void {
    this.live.typing(conversationId)
  }

  /** Nobody has touched this console for a while, or somebody has again. */
  idle(idle: boolean): void {
    this.live.idle(idle)
  }

  /** A colleague names me in a note. */
  onMention(listener: (news: MentionNews) => void): () => void {
    this.mentionListeners.add(listener)
    return () => this.mentionListeners.delete(listener)
  }

  /** Something changed about who was told of a conversation; null: of any, as nothing was heard for a while. */
  onAlert(listener: (conversationId: string | null) => void): () => void {
    this.alertListeners.add(listener)
    return () => this.alertListeners.delete(listener)
  }

  reconnect(): void {
    this.live.reconnect()
  }

  private hear(news: AgentNews): void {
    if (news.type === 'draft_kept') this.writing.hear(news)
    else if (news.type === 'alert_changed') this.tellAlert(news.conversationId)
    else if (news.type === 'mentioned') for (const listener of this.mentionListeners) listener(news)
    else if (news.type === 'viewing') {
      const others = news.agents.filter(({ id }) => id !== this.agentId)
      this.change({ viewing: new Map(this.state.viewing).set(news.conversationId, others) })
    }
  }

  private tellAlert(conversationId: string | null): void {
    for (const listener of this.alertListeners) listener(conversationId)
  }

  private hearTyping({ conversationId, from, name, agentId }: Typing): void {
    if (from === 'contact') this.types(conversationId)
    if (from !== 'agent' || !agentId || agentId === this.agentId) return
    const others = (this.state.writers.get(conversationId) ?? []).filter(({ id }) => id !== agentId)
    this.setWriters(conversationId, [...others, { id: agentId, name: name ?? '' }])
    this.later(`${conversationId} ${agentId}`, () => this.stopsWriting(conversationId, agentId))
  }

  /** Also when what they wrote has arrived. */
  stopsWriting(conversationId: string, agentId: string): void {
    const writers = this.state.writers.get(conversationId) ?? []
    const left = writers.filter(({ id }) => id !== agentId)
    if (left.length < writers.length) this.setWriters(conversationId, left)
  }

  private setWriters(conversationId: string, writers: readonly Colleague[]): void {
    this.change({ writers: new Map(this.state.writers).set(conversationId, writers) })
  }

  private later(name: string, run: () => void): void {
    clearTimeout(this.typingTimers.get(name))
    this.typingTimers.set(name, setTimeout(run, typingMs))
  }

  private types(id: string): void {
    this.later(id, () => this.stopsTyping(id))
    if (!this.state.typing.has(id)) this.change({ typing: new Set([...this.state.typing, id]) })
  }

  /** Also when what was written has arrived. */
  stopsTyping(id: string): void {
    if (!this.state.typing.has(id)) return
    this.change({ typing: new Set([...this.state.typing].filter(other => other !== id)) })
  }

  /** At once, not gathered: a draft goes in the frame in which its message comes. */
  private draft(id: string, text: string): void {
    const drafts = new Map(this.state.drafts)
    if (text === '') drafts.delete(id)
    else drafts.set(id, text)
    this.state = { ...this.state, drafts }
    for (const listener of this.listeners) listener()
  }

  private change(change: Partial<DeskState>): void {
    this.state = { ...this.state, ...change }
    this.tellSoon()
  }

  private tellSoon(): void {
    this.telling ??= setTimeout(() => {
      this.telling = null
      const rows = this.arrived
      this.arrived = []
      if (rows.length > 0) this.state = { ...this.state, inbox: withRows(this.state.inbox, rows) }
      for (const listener of this.listeners) listener()
    }, gatherMs)
  }
}
