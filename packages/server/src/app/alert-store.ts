// What alerts keep, and what the application asks of it. Every call throws a PortFault when the database does not answer.
import type { AgentId, ConversationId, Instant, ScopedLadder, WorkspaceId } from '@baton/core'
import type { AlertKindName, AlertState } from './alert-port.ts'
import type { ConversationKey } from './ports.ts'

export interface AlertChannelEntry {
  readonly workspaceId: WorkspaceId
  readonly id: string
  readonly kind: AlertKindName
  readonly name: string
  readonly active: boolean
  /** Secrets sealed. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly problem: string | null
  readonly failingSince: Instant | null
  readonly deliveredAt: Instant | null
}

export interface AlertChannelKey {
  readonly workspaceId: WorkspaceId
  readonly id: string
}

/** An alert, and what it is about. */
export interface AlertEntry {
  readonly workspaceId: WorkspaceId
  readonly id: string
  readonly n: string
  readonly conversationId: ConversationId | null
  readonly contactName: string | null
  readonly seq: number
  readonly round: number
  readonly ruleId: string | null
  readonly reason: string
  readonly state: AlertState
  readonly by: string | null
  readonly raisedAt: Instant
  readonly closedAt: Instant | null
  readonly step: number
  readonly steppedAt: Instant
  readonly nextAt: Instant | null
}

export interface AlertAttempt {
  readonly at: Instant
  readonly durationMs: number
  readonly status: number | null
  readonly problem: string | null
}

export interface AlertDeliveryEntry {
  readonly id: string
  readonly alertId: string
  readonly channelId: string
  readonly channelName: string
  readonly kind: AlertKindName
  readonly agentId: AgentId | null
  readonly target: string
  readonly says: AlertState
  readonly state: 'waiting' | 'sent' | 'failed' | 'skipped'
  readonly step: number
  readonly createdAt: Instant
  readonly nextAttemptAt: Instant | null
  readonly attempts: readonly AlertAttempt[]
}

/** One to be told now, held by this server. */
export interface ClaimedDelivery {
  readonly workspaceId: WorkspaceId
  readonly id: string
  readonly channelId: string
  readonly agentId: AgentId | null
  readonly target: string
  readonly says: AlertState
  readonly tries: number
  /** It may have been told already. */
  readonly begun: boolean
  /** Of the message that it changes. */
  readonly externalId: string | null
  readonly createdAt: Instant
  readonly alert: AlertEntry
}

export interface NewDelivery {
  readonly channelId: string
  readonly agentId: AgentId | null
  readonly target: string
}

export interface Settled {
  readonly state: 'waiting' | 'sent' | 'failed' | 'skipped'
  readonly afterMs: number
  readonly externalId: string | null
  readonly attempt: AlertAttempt
  /** It says something about the channel's health. */
  readonly counts: boolean
  /** It may have got there: before another try it is looked for. */
  readonly unsure: boolean
}

export interface PushBrowser {
  readonly id: string
  readonly agentId: AgentId
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

export interface AlertChannelStore {
  channels(workspaceId: WorkspaceId): Promise<readonly AlertChannelEntry[]>
  channel(key: AlertChannelKey): Promise<AlertChannelEntry | null>
  /** For a stranger who calls; the workspace follows from the channel. */
  channelOf(id: string): Promise<AlertChannelEntry | null>
  addChannel(
    channel: Pick<AlertChannelEntry, 'workspaceId' | 'id' | 'kind' | 'name' | 'settings'>,
  ): Promise<void>
  changeChannel(
    key: AlertChannelKey,
    change: Partial<Pick<AlertChannelEntry, 'name' | 'active' | 'settings'>>,
  ): Promise<void>
  removeChannel(key: AlertChannelKey): Promise<boolean>
  ladders(workspaceId: WorkspaceId): Promise<readonly ScopedLadder[]>
  setLadders(workspaceId: WorkspaceId, ladders: readonly object[]): Promise<void>
  /** False: this click was seen before. */
  noteClick(key: AlertChannelKey, digest: Buffer): Promise<boolean>
  pushKeys(workspaceId: WorkspaceId): Promise<{ readonly publicKey: string; readonly sealed: string } | null>
  /** Whoever comes first; the answer is what holds. */
  makePushKeys(workspaceId: WorkspaceId, publicKey: string, sealed: string): Promise<void>
  browsers(workspaceId: WorkspaceId, agentIds: readonly AgentId[]): Promise<readonly PushBrowser[]>
  browser(workspaceId: WorkspaceId, id: string): Promise<PushBrowser | null>
  addBrowser(workspaceId: WorkspaceId, browser: PushBrowser): Promise<void>
  removeBrowser(
    workspaceId: WorkspaceId,
    by: { readonly id: string } | { readonly agentId: AgentId; readonly endpoint: string },
  ): Promise<void>
}

export interface AlertLog {
  /** What flights owe becomes alerts, and what withdraws them closes them, in the order of the log. Answers how many. */
  fanOut(limit: number): Promise<number>
  /** Open alerts whose ladder has a step due. */
  toClimb(limit: number): Promise<readonly AlertEntry[]>
  /**
   * Takes one step (or none, to look again at `nextAt`), if nobody took it meanwhile and it is open still. The same is
   * said to nobody twice (AL2).
   */
  climb(
    alert: AlertEntry,
    to: { readonly step: number; readonly nextAt: Instant | null; readonly tell: readonly NewDelivery[] },
  ): Promise<void>
  /** Channels with something due, and free to be told. */
  dueChannels(): Promise<readonly string[]>
  claim(channelId: string, inHand: ReadonlySet<string>, limit: number): Promise<readonly ClaimedDelivery[]>
  settle(delivery: Pick<ClaimedDelivery, 'id' | 'channelId'>, told: Settled): Promise<void>
  /** Adds an alert that is none, for `by`; its deliveries are held by this server. */
  addTest(
    workspaceId: WorkspaceId,
    by: string,
    reason: string,
    tell: readonly NewDelivery[],
  ): Promise<{ readonly alertId: string; readonly deliveries: readonly ClaimedDelivery[] }>
  alert(workspaceId: WorkspaceId, id: string): Promise<AlertEntry | null>
  alerts(
    workspaceId: WorkspaceId,
    query: {
      readonly conversationId: ConversationId | null
      readonly state: AlertState | null
      readonly before: string | null
      readonly limit: number
    },
  ): Promise<readonly AlertEntry[]>
  deliveriesOf(workspaceId: WorkspaceId, alertIds: readonly string[]): Promise<readonly AlertDeliveryEntry[]>
  /** False: it was not open. */
  acknowledge(workspaceId: WorkspaceId, id: string, by: string): Promise<boolean>
  /** By its delivery; of an open alert, to an agent. `used`: it was used before. */
  linked(
    deliveryId: string,
  ): Promise<
    | (ConversationKey & { readonly agentId: AgentId; readonly alert: AlertEntry; readonly used: boolean })
    | null
  >
  /** False: it was used before. */
  useLink(deliveryId: string): Promise<boolean>
  tidy(days: number): Promise<void>
}

export interface AlertStore extends AlertChannelStore, AlertLog {}
