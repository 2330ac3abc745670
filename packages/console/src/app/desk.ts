// Everything the console knows live: rows, counts, who is there, who writes, and the state of the line.
// Views read it by hooks (use-desk.tsx) and never poll.
import type { AgentPresence, ConversationRow, Counts, Inbox, Live, LiveStatus } from '@baton/client'
import { emptyInbox, withCounts, withRows, withSnapshot } from '@baton/client'
import { Logs } from './logs.ts'
import { Outbox } from './outbox.ts'

export interface DeskState {
  readonly inbox: Inbox
  /** Who is not offline, and how much they hold, by agent. */
  readonly presence: ReadonlyMap<string, AgentPresence>
  readonly status: LiveStatus
  /** Conversations whose customer writes now. */
  readonly typing: ReadonlySet<string>
  /** What bots are writing, by conversation. */
  readonly drafts: ReadonlyMap<string, string>
}

const typingMs = 4_000
/** News within this time are one change: a busy workspace moves more often than a page can paint. */
const gatherMs = 16

export class Desk {
  readonly logs: Logs
  readonly outbox = new Outbox()
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
  }

  constructor(live: Live) {
    this.live = live
    this.logs = new Logs(live)
  }

  /** Listens until the answer is called. */
  begin(): () => void {
    const ends = [
      this.live.onStatus(status => this.change({ status })),
      this.live.followList({
        onList: ({ rows, counts }) => this.change({ inbox: withSnapshot(this.state.inbox, rows, counts) }),
        onRows: rows => {
          this.arrived.push(...rows)
          this.tellSoon()
        },
        onCounts: counts => this.change({ inbox: withCounts(this.state.inbox, counts) }),
        onPresence: agents => this.change({ presence: new Map(agents.map(agent => [agent.id, agent])) }),
      }),
      this.live.onTyping(({ conversationId, from }) => {
        if (from === 'contact') this.types(conversationId)
      }),
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

  reconnect(): void {
    this.live.reconnect()
  }

  private types(id: string): void {
    clearTimeout(this.typingTimers.get(id))
    this.typingTimers.set(
      id,
      setTimeout(() => this.stopsTyping(id), typingMs),
    )
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
