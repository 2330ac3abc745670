// What the application asks of the world. Implemented by store/, bots/ and bus/; every fault they raise is a
// PortFault.
import type {
  AgentId,
  BotId,
  BotMay,
  ChannelId,
  ContactId,
  Conversation,
  ConversationEvent,
  ConversationId,
  Instant,
  Role,
  Snapshot,
  TeamId,
  WorkspaceId,
} from '@baton/core'

import type { BotShare, BotStore } from './bot-store.ts'
import type { Hearing, PromptWanted } from './hearing.ts'
import type { RuleRecord } from './ready-rules.ts'
import type { StatusEntry } from './status-entry.ts'

/** The world did not answer as it should. Caught at the driving edge only: http, ws and worker. */
export class PortFault extends Error {
  override readonly name = 'PortFault'
  readonly retryable: boolean
  readonly retryAfterMs: number

  constructor(message: string, options: { cause?: unknown; retryable: boolean; retryAfterMs?: number }) {
    super(message, { cause: options.cause })
    this.retryable = options.retryable
    this.retryAfterMs = options.retryAfterMs ?? 1_000
  }
}

export interface ConversationKey {
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
}

export interface LastMessage {
  readonly seq: number
  readonly from: 'contact' | 'bot' | 'agent' | 'system'
  readonly name: string | null
  readonly text: string
  readonly at: Instant
}

/** A conversation with what lists show of it. */
export interface Loaded {
  readonly workspaceId: WorkspaceId
  readonly state: Conversation
  readonly contact: {
    readonly id: ContactId
    readonly name: string
    readonly email: string | null
    /** Grows with every change of the contact. */
    readonly version: number
  }
  readonly channelId: ChannelId
  readonly lastMessage: LastMessage | null
  /** Null: nothing was said since Baton listens. */
  readonly hearing: Hearing | null
  /** What rules know of the contact besides; read for flights only. */
  readonly known?: {
    readonly language: string | null
    readonly attributes: Readonly<Record<string, string>>
  } | null
  readonly movedAt: Instant
  readonly createdAt: Instant
}

/** `webhook`: its rows are told on by the webhooks' own rounds, and never claimed by a carrier. */
export type Lane = 'bot' | 'timer' | 'deliver' | 'bot_news' | 'media' | 'webhook'

/** One row of the outbox: put in, or taken out. The last word on a key counts. */
export type OutboxChange =
  | {
      readonly op: 'put'
      readonly lane: Lane
      readonly key: string
      readonly dueAt: Instant
      readonly payload: OutboxPayload
      readonly leased: boolean
    }
  | { readonly op: 'drop'; readonly lane: Lane; readonly key: string }

export type OutboxPayload = { readonly [name: string]: unknown }

/** What one flight writes of one conversation. */
export interface Write {
  readonly loaded: Loaded
  /** May be empty: a command can be answered without an event and still settle an outbox row. */
  readonly events: readonly EncodedEvent[]
  readonly outbox: readonly OutboxChange[]
  /** What a model has to judge, for rules. */
  readonly wanted?: readonly PromptWanted[]
}

/** An event with its JSON made once: for the database, every socket and every other reader. */
export interface EncodedEvent {
  readonly event: ConversationEvent
  readonly actorJson: string
  readonly dataJson: string
  readonly sendKey: string | null
}

export interface FlightRequest extends ConversationKey {
  readonly sendKeys: readonly string[]
  readonly messageSeqs: readonly number[]
}

export interface FlightDeck {
  readonly at: Instant
  /** By conversation id; those that another node holds now are busy. */
  readonly loaded: ReadonlyMap<ConversationId, Loaded>
  readonly missing: ReadonlySet<ConversationId>
}

export interface ConversationStore {
  /**
   * One transaction: locks the conversations in id order, lets `work` decide, writes what it gives, commits.
   * Throws a PortFault; then nothing was written.
   */
  fly(
    requests: readonly FlightRequest[],
    work: (deck: FlightDeck) => Promise<readonly Write[]>,
  ): Promise<void>
  read(key: ConversationKey): Promise<Loaded | null>
  /** Events after `after`, oldest first, at most `limit`. */
  events(key: ConversationKey, after: number, limit: number): Promise<readonly EncodedEvent[]>
  create(founding: NewConversation): Promise<Loaded>
  list(query: ListQuery): Promise<readonly Loaded[]>
  count(workspaceId: WorkspaceId, movedAfter: Instant): Promise<StateCounts>
  /** The database's clock, from the last flight and the time gone by since. */
  now(): Instant
}

export interface NewConversation extends ConversationKey {
  readonly channelId: ChannelId
  readonly botId: BotId | null
  readonly contact: {
    readonly id: ContactId
    readonly name: string
    readonly email: string | null
    readonly language: string | null
    readonly timeZone: string | null
    readonly attributes: Readonly<Record<string, string>>
  }
  readonly snapshot: Snapshot
}

export interface ListQuery {
  readonly workspaceId: WorkspaceId
  readonly state: 'active' | 'requesting' | 'intervened' | null
  /** `none`: nobody holds it. */
  readonly ownerId: string | null
  /** `none`: in no team's queue. */
  readonly teamId: string | null
  /** In the contact's name or email. */
  readonly words: string | null
  readonly channelId?: string | undefined
  readonly botId?: string | undefined
  readonly status?: string | undefined
  readonly topic?: string | undefined
  /** Any of them, as with priorities. */
  readonly tags?: readonly string[] | undefined
  readonly priorities?: readonly string[] | undefined
  /** Waiting since before. */
  readonly waitingSince?: Instant | undefined
  readonly movedBefore?: Instant | undefined
  /** Only those whose bot asks the team something. */
  readonly asking?: boolean
  /** Heard in the customer's last message; any of them. */
  readonly signals?: readonly string[] | undefined
  /** Those that need a look most come first, instead of the list's own order. */
  readonly byHeat?: boolean
  readonly movedAfter: Instant | null
  /** Exclusive: the sort key and id of the last row of the page before. */
  readonly after: { readonly at: Instant; readonly id: string; readonly heat?: number } | null
  readonly limit: number
}

/** What a completion offers and requires (HB1). */
export interface Completion {
  readonly topics: readonly string[]
  readonly outcomes: readonly string[]
  readonly topicRequired: boolean
  readonly outcomeRequired: boolean
  /** Missing in what an earlier Baton stored. */
  readonly tagRequired?: boolean
  readonly noteRequired?: boolean
  readonly botResume?: 'continue' | 'restart' | 'silent'
}

export interface StateCounts {
  readonly active: number
  readonly requesting: number
  readonly intervened: number
  /** Intervened, by owner. */
  readonly held: ReadonlyMap<string, number>
  readonly teams: readonly {
    readonly teamId: TeamId
    readonly requesting: number
    readonly intervened: number
  }[]
}

export interface OutboxRow extends ConversationKey {
  readonly lane: Lane
  readonly key: string
  readonly dueAt: Instant
  readonly payload: OutboxPayload
}

export interface Outbox {
  /** Leases rows due within `horizonMs` that no living node has, and this node's own that it has not in hand. */
  claim(horizonMs: number, inHand: ReadonlySet<string>, limit: number): Promise<readonly OutboxRow[]>
  /** Takes out a row that nothing owes any more. */
  drop(row: OutboxRow): Promise<void>
  /** Says that this node lives, and forgets those that do not. */
  heartbeat(): Promise<void>
  /** No other node can live: what they had in hand is free at once. */
  aloneNow(): Promise<void>
  leave(): Promise<void>
}

/** How a row is named among those that a node has in hand. */
export function inHandName(row: Pick<OutboxRow, 'conversationId' | 'lane' | 'key'>): string {
  return `${row.conversationId} ${row.lane} ${row.key}`
}

/** Something that changed and was committed, for readers on this and other nodes. */
export interface Committed {
  readonly loaded: Loaded
  readonly events: readonly EncodedEvent[]
  readonly outbox: readonly OutboxChange[]
  readonly wanted?: readonly PromptWanted[]
}

export interface Bus {
  /** Tells the other nodes, after the commit; ids only. */
  announce(keys: readonly ConversationKey[]): void
  announceSettings(workspaceId: WorkspaceId): void
  /** Told at once and never kept: whoever is not there now has missed it. At most 7,500 bytes as JSON. */
  signal(signal: object): void
  close(): Promise<void>
}

/** What a node hears from the others. */
export interface BusListener {
  onConversations(keys: readonly ConversationKey[]): void
  onSettings(workspaceId: WorkspaceId): void
  /** As another server gave it to `signal`. */
  onSignal(from: string, signal: unknown): void
  /** Something may have been missed: read everything that is followed again. */
  onGap(): void
}

/** A workspace as it is stored; the shape of the query that reads it whole. */
export interface WorkspaceRecord {
  readonly id: WorkspaceId
  readonly name: string
  readonly completion: Completion
  readonly statuses: readonly StatusEntry[]
  readonly brief_bot_id: BotId | null
  /** At least one webhook is on. */
  readonly has_webhooks: boolean
  readonly routing: unknown
  readonly presence: unknown
  readonly agents: readonly {
    id: AgentId
    name: string
    email: string
    role: Role
    active: boolean
    languages: string[]
    skills: string[]
    capacity: number
  }[]
  readonly teams: readonly { id: TeamId; name: string; members: AgentId[]; routing: unknown }[]
  readonly bots: readonly {
    id: BotId
    name: string
    kind: string
    settings: Record<string, unknown>
    version: number
    shares: BotShare[]
  }[]
  readonly channels: readonly {
    id: ChannelId
    name: string
    kind: string
    bot_id: BotId | null
    while_requesting: BotMay
    settings: Record<string, unknown>
  }[]
  readonly rules: readonly RuleRecord[]
}

export interface AgentHome {
  readonly workspaceId: WorkspaceId
  readonly agentId: AgentId
}

export interface ChannelSettings {
  readonly id: ChannelId
  readonly name: string
  readonly kind: string
  readonly botId: BotId | null
  readonly whileRequesting: BotMay
  readonly settings: object
}

/** What a workspace has set up. Each call throws a PortFault when the database does not answer. */
export interface SettingsStore extends BotStore {
  readWorkspace(workspaceId: WorkspaceId): Promise<WorkspaceRecord | null>
  workspaceOfChannel(channelId: ChannelId): Promise<WorkspaceId | null>
  anyWorkspace(): Promise<WorkspaceId | null>
  workspaces(): Promise<readonly WorkspaceId[]>
  addWorkspace(id: WorkspaceId, name: string, completion: Completion): Promise<void>
  setBriefBot(id: WorkspaceId, botId: BotId | null): Promise<void>
  setCompletion(id: WorkspaceId, completion: Completion): Promise<void>
  /** False when the email address is taken in this workspace. */
  addAgent(
    workspaceId: WorkspaceId,
    agent: {
      readonly id: AgentId
      readonly name: string
      readonly email: string
      readonly role: Role
      readonly signInId: string | null
    },
  ): Promise<boolean>
  /** False when the name is taken. */
  addTeam(
    workspaceId: WorkspaceId,
    team: { readonly id: TeamId; readonly name: string; readonly members: readonly AgentId[] },
  ): Promise<boolean>
  addChannel(workspaceId: WorkspaceId, channel: ChannelSettings): Promise<void>
  changeChannel(workspaceId: WorkspaceId, channel: Omit<ChannelSettings, 'kind'>): Promise<void>
  addApiKey(
    workspaceId: WorkspaceId,
    key: { readonly id: string; readonly agentId: AgentId; readonly name: string; readonly digest: Buffer },
  ): Promise<void>
  agentByKey(digest: Buffer): Promise<AgentHome | null>
  agentBySignIn(signInId: string): Promise<AgentHome | null>
}

/** Signing in by email and password. */
export interface SignIn {
  /** The id that an agent's row refers to. Null: somebody signs in with this address already. */
  register(person: {
    readonly name: string
    readonly email: string
    readonly password: string
  }): Promise<string | null>
  /** Null: the address or the password is wrong; which of them is not told. */
  signIn(
    email: string,
    password: string,
    headers: Headers,
  ): Promise<{ readonly signInId: string; readonly cookies: readonly string[] } | null>
  /** Whose session the cookie names. */
  identify(headers: Headers): Promise<string | null>
  signOut(headers: Headers): Promise<readonly string[]>
}
