// What webhooks need of the world: rows of whom to tell and of what was told, and somebody who calls.
import type { WorkspaceId } from '@baton/core'

export interface WebhookKey {
  readonly workspaceId: WorkspaceId
  readonly webhookId: string
}

export interface WebhookContent {
  readonly url: string
  readonly description: string
  /** Null: all. */
  readonly events: readonly string[] | null
  readonly active: boolean
}

/** Instants as ISO text. */
export interface WebhookEntry extends WebhookContent {
  readonly id: string
  readonly disabledBecause: 'gone' | 'failing' | null
  readonly failingSince: string | null
  readonly lastDeliveredAt: string | null
  readonly waiting: number
  readonly oldSecretUntil: string | null
  readonly createdAt: string
}

/** One try to tell, as the log keeps it. */
export interface Attempt {
  readonly at: string
  readonly status: number | null
  readonly durationMs: number
  readonly response: string
  readonly problem: string | null
}

export interface DeliveryEntry {
  readonly id: string
  /** Its place in the log: later ones are greater. */
  readonly n: string
  readonly type: string
  readonly conversationId: string | null
  readonly seq: number | null
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly createdAt: string
  readonly nextAttemptAt: string | null
  readonly attempts: readonly Attempt[]
}

/** A delivery in hand, with all that is needed to make it. */
export interface Delivery {
  readonly workspaceId: WorkspaceId
  readonly webhookId: string
  readonly id: string
  readonly type: string
  readonly tries: number
  readonly url: string
  /** Sealed, the newest first. */
  readonly secrets: readonly string[]
  readonly conversationId: string | null
  /** Null: its conversation was erased, or it is of none. */
  readonly event: {
    readonly seq: number
    readonly epoch: number
    readonly type: string
    readonly at: string
    /** JSON. */
    readonly actor: string
    readonly data: string
    readonly channelId: string
    readonly contactId: string
  } | null
  /** JSON; of what is no event of a conversation. */
  readonly data: string | null
  readonly createdAt: string
}

/** What an attempt makes of its delivery. */
export interface Verdict {
  readonly state: 'waiting' | 'delivered' | 'failed'
  /** Until the next attempt. */
  readonly afterMs: number
  /** The endpoint says that it is gone for good. */
  readonly isGone: boolean
}

export interface WebhookStore {
  list(workspaceId: WorkspaceId): Promise<readonly WebhookEntry[]>
  read(key: WebhookKey): Promise<WebhookEntry | null>
  /** False: there are `max` already. */
  add(key: WebhookKey, content: WebhookContent, sealedSecret: string, max: number): Promise<boolean>
  /** False: it is gone. Switched on, it is neither disabled nor failing. */
  change(key: WebhookKey, change: Partial<WebhookContent>): Promise<boolean>
  remove(key: WebhookKey): Promise<boolean>
  /** The one before stays beside it for `oldForMs`. */
  setSecret(key: WebhookKey, sealed: string, oldForMs: number): Promise<boolean>
  /** Newest first, at most `limit`, before the place `before`. */
  deliveries(
    key: WebhookKey,
    query: { readonly state: string | null; readonly before: string | null; readonly limit: number },
  ): Promise<readonly DeliveryEntry[]>
  delivery(key: WebhookKey, id: string): Promise<DeliveryEntry | null>
  /** Due now, from the first attempt on. False: there is no such delivery. */
  replay(key: WebhookKey, id: string): Promise<boolean>
  /** A test, in the hands of this server. Null: there is no such webhook. */
  addTest(key: WebhookKey, id: string, type: string, data: object): Promise<Delivery | null>

  /** From what flights owe, at most `limit` rows of it, to one delivery for each endpoint and event. Answers how many rows. */
  fanOut(limit: number): Promise<number>
  /** Endpoints with something due. */
  due(): Promise<readonly string[]>
  /** Leases what is due; of a conversation only the oldest that was never tried. */
  claim(webhookId: string, inHand: ReadonlySet<string>, limit: number): Promise<readonly Delivery[]>
  /**
   * Writes down an attempt, and lets go. `counts`: it says something about the endpoint's health, too. Answers whether
   * the endpoint was switched off by it.
   */
  settle(delivery: Delivery, attempt: Attempt, verdict: Verdict, counts: boolean): Promise<boolean>
  /** Forgets what is older than `days`. */
  tidy(days: number): Promise<void>
}

export interface WebhookCall {
  readonly url: string
  readonly id: string
  /** Open, the newest first. */
  readonly secrets: readonly string[]
  readonly body: string
  readonly signal: AbortSignal
}

export interface Called {
  readonly status: number | null
  /** The head of the answer. */
  readonly response: string
  readonly problem: string | null
  readonly retryAfterMs: number | null
}

export interface WebhookCaller {
  /** Throws only when `signal` ends it. */
  call(call: WebhookCall): Promise<Called>
}
