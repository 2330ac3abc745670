// What an agent sent and the log does not show yet. An entry keeps its text and its clientId through every failure
// and every reload, so that a retry is the same send (DL3) and no word is lost (OW6).
import type { MediaPart } from '@baton/core'

/** What was chosen in the place of text (DL5). */
export interface SentTemplate {
  readonly name: string
  readonly locale: string
  readonly variables: readonly string[]
}

export interface Outgoing {
  readonly clientId: string
  readonly conversationId: string
  /** May be empty when there are files. */
  readonly text: string
  readonly media: readonly MediaPart[]
  /** `seq` of the message that it quotes. */
  readonly replyTo?: number
  /** `text` is then what the customer will read. */
  readonly template?: SentTemplate
  /** Milliseconds since the epoch. */
  readonly at: number
  /** `stale`: held back, because the view lacked `missed`. */
  readonly state: 'sending' | 'sent' | 'failed' | 'stale'
  /** Null beside `failed`: the page went before it was known what became of it. */
  readonly why: string | null
  readonly missed: readonly number[]
}

const none: readonly Outgoing[] = []

export class Outbox {
  private byConversation = new Map<string, readonly Outgoing[]>()
  private readonly listeners = new Set<() => void>()
  private readonly turns = new Map<string, Promise<void>>()
  private readonly key: string

  constructor(agentId: string) {
    this.key = `baton.outbox.${agentId}`
    for (const outgoing of this.stored()) {
      const before = this.of(outgoing.conversationId)
      this.byConversation.set(outgoing.conversationId, [...before, outgoing])
    }
  }

  of(conversationId: string): readonly Outgoing[] {
    return this.byConversation.get(conversationId) ?? none
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  put(outgoing: Outgoing): void {
    const others = this.of(outgoing.conversationId)
    const known = others.some(other => other.clientId === outgoing.clientId)
    this.set(
      outgoing.conversationId,
      known
        ? others.map(other => (other.clientId === outgoing.clientId ? outgoing : other))
        : [...others, outgoing],
    )
  }

  drop(conversationId: string, clientIds: ReadonlySet<string>): void {
    const left = this.of(conversationId).filter(outgoing => !clientIds.has(outgoing.clientId))
    if (left.length !== this.of(conversationId).length) this.set(conversationId, left)
  }

  /** One send after the other: two at once could be stored the other way round. `send` never throws. */
  inTurn(conversationId: string, send: () => Promise<void>): void {
    const turn = (this.turns.get(conversationId) ?? Promise.resolve()).then(send)
    this.turns.set(conversationId, turn)
  }

  private set(conversationId: string, outgoing: readonly Outgoing[]): void {
    this.byConversation = new Map(this.byConversation).set(conversationId, outgoing)
    this.keep()
    for (const listener of this.listeners) listener()
  }

  /** What was on its way when the page went may have arrived: sent again, it is the same. */
  private stored(): readonly Outgoing[] {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.key) ?? '[]')
      const all: readonly Outgoing[] = Array.isArray(stored) ? stored : []
      return all.map(each => (each.state === 'sending' ? { ...each, state: 'failed', why: null } : each))
    } catch {
      return []
    }
  }

  private keep(): void {
    const all = [...this.byConversation.values()].flat()
    try {
      if (all.length === 0) localStorage.removeItem(this.key)
      else localStorage.setItem(this.key, JSON.stringify(all))
    } catch {
      // Private windows refuse: it then lasts for this page.
    }
  }
}
