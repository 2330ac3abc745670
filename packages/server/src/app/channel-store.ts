// What channels need of the database: who is at which address, what went out under which of the channel's ids, and
// what is kept until it makes sense.
import type { ChannelId, ContactId, ConversationId, Instant, MessageId, WorkspaceId } from '@baton/core'
import type { InboundItem, Template } from './channel-port.ts'
import type { ConversationKey, Loaded, NewConversation } from './ports.ts'

export interface LineKey {
  readonly workspaceId: WorkspaceId
  readonly channelId: ChannelId
}

/** The conversation that an address leads to. */
export interface Place {
  readonly address: string
  readonly conversationId: ConversationId
  readonly contactId: ContactId
}

export interface Way {
  readonly kind: 'email' | 'phone' | 'whatsapp' | 'telegram' | 'other'
  readonly value: string
}

/** A message of ours, or of the customer's, that the channel has an id for. */
export interface Known {
  readonly externalId: string
  readonly conversationId: ConversationId
  readonly seq: number
}

export interface DeliveryState {
  readonly channelId: ChannelId
  readonly conversationId: ConversationId
  readonly messageSeq: number
  readonly stepsDone: number
  readonly attempts: number
  readonly claimedAt: Instant | null
}

export interface LineState {
  readonly channelId: ChannelId
  readonly problem: string | null
  readonly reason: string | null
  readonly since: Instant | null
}

export interface NotGone {
  readonly conversationId: ConversationId
  readonly contactName: string
  readonly channelId: ChannelId
  readonly messageSeq: number
  readonly from: 'bot' | 'agent' | 'system'
  readonly status: 'failed' | 'unknown'
  readonly problem: string | null
  readonly reason: string | null
  readonly attempts: number
  readonly at: Instant
}

/** Each call throws a PortFault when the database does not answer. */
export interface ChannelStore {
  /** Where these addresses lead, of those that are known. */
  places(line: LineKey, addresses: readonly string[]): Promise<readonly Place[]>
  /**
   * One transaction: contact, its ways, conversation, addresses; the first address is the one to write to. Null: one of
   * them was taken meanwhile, and nothing was made.
   */
  begin(
    founding: NewConversation,
    addresses: readonly string[],
    ways: readonly Way[],
    /** Who entered them: the channel. */
    by: { readonly id: string; readonly name: string },
  ): Promise<Loaded | null>
  /** A further conversation of a contact that is there. Null as with `begin`. */
  beginFor(
    founding: Omit<NewConversation, 'contact'>,
    contactId: ContactId,
    addresses: readonly string[],
  ): Promise<Loaded | null>
  /** More addresses of a conversation; `main`: the one to write to from now on. */
  addAddresses(
    key: ConversationKey,
    line: LineKey,
    addresses: readonly string[],
    main: string | null,
  ): Promise<void>
  /** What the kind wants to know when it writes back; the latest counts. */
  setThread(key: ConversationKey, thread: string): Promise<void>
  addressOf(key: ConversationKey): Promise<{
    readonly address: string
    readonly aliases: readonly string[]
    readonly thread: string | null
  } | null>

  /** Of the line's own ids: what went out. */
  known(line: LineKey, externalIds: readonly string[]): Promise<readonly Known[]>
  /** By the sender's own ids (`sendKey`): what came in has the channel's id for its clientId. */
  said(
    key: ConversationKey,
    sendKeys: readonly string[],
  ): Promise<readonly { readonly sendKey: string; readonly seq: number }[]>
  /** The channel's id of a message that went out; of several, the first. */
  externalIdOf(key: ConversationKey, line: LineKey, seq: number): Promise<string | null>
  /** The channel's id of what the customer said last. */
  lastInbound(key: ConversationKey): Promise<string | null>
  ours(workspaceId: WorkspaceId, messageId: MessageId): Promise<DeliveryState | null>

  /**
   * When the first of the conversation's earlier messages is due, in ms from now (below 0: it was, or is on its way);
   * null: none waits. And the epoch that is in force.
   */
  inLine(
    key: ConversationKey,
    messageSeq: number,
  ): Promise<{ readonly behindMs: number | null; readonly epoch: number }>
  delivery(key: ConversationKey, messageSeq: number): Promise<DeliveryState | null>
  /** Messages of the bot that are being handed over now. */
  inFlight(key: ConversationKey): Promise<readonly { readonly seq: number; readonly text: string }[]>
  /** One more try begins. */
  claimed(
    key: ConversationKey,
    channelId: ChannelId,
    messageSeq: number,
    messageId: MessageId,
  ): Promise<DeliveryState>
  /** The try is over, and certainly came to nothing. */
  released(key: ConversationKey, messageSeq: number): Promise<void>
  /** The channel took a step. */
  stepDone(
    key: ConversationKey,
    line: LineKey,
    messageSeq: number,
    steps: number,
    externalId: string | null,
  ): Promise<void>
  /** A person sends it again: from its first step, as if never tried. */
  beginAgain(key: ConversationKey, messageSeq: number): Promise<void>
  notGone(
    workspaceId: WorkspaceId,
    query: { readonly channelId: ChannelId | null; readonly limit: number; readonly after: string | null },
  ): Promise<{ readonly items: readonly NotGone[]; readonly next: string | null }>

  /** Files of this message of which is known what came of them. */
  settledMedia(key: ConversationKey, messageSeq: number): Promise<ReadonlySet<string>>

  /** What refers to a message that is not here yet: given back once it is. */
  keepAwaiting(line: LineKey, externalId: string, item: InboundItem): Promise<void>
  awaiting(
    line: LineKey,
    externalIds: readonly string[],
  ): Promise<readonly { readonly id: string; readonly item: InboundItem }[]>
  dropAwaiting(line: LineKey, ids: readonly string[]): Promise<void>
  keepRaw(line: LineKey, code: string, raw: unknown): Promise<void>
  /** Raw and awaiting rows from before are forgotten. */
  tidy(before: Date): Promise<void>

  lineStates(workspaceId: WorkspaceId): Promise<readonly LineState[]>
  setTrouble(
    line: LineKey,
    trouble: { readonly problem: string; readonly reason: string | null } | null,
  ): Promise<void>
  cursor(line: LineKey): Promise<string | null>
  setCursor(line: LineKey, cursor: string | null): Promise<void>
  /** Runs `work` unless another server is at it. */
  alone(line: LineKey, work: () => Promise<void>): Promise<void>

  templates(
    line: LineKey,
  ): Promise<{ readonly items: readonly Template[]; readonly syncedAt: Instant | null }>
  setTemplates(line: LineKey, templates: readonly Template[]): Promise<void>
  setTemplateStatus(
    line: LineKey,
    name: string,
    locale: string,
    change: Pick<Template, 'status' | 'reason'>,
  ): Promise<void>
}
