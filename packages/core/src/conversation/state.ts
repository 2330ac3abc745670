// A conversation, folded from its log. The union on who holds control makes the impossible unwritable: a bot's
// turn beside an owner, an owner while the bot speaks, a queue place without a reason.
import type { AgentId, BotId, ChannelId, ContactId, ConversationId, Instant, TeamId } from '../ids.ts'
import type { DeliveryStatus } from '../message/delivery.ts'
import type { AgentRef } from './actor.ts'
import type { BotMay } from './policy.ts'
import type { HumanRequest, NobodyThere, Offer, Passed, Priority } from './request.ts'
import type { BotMemory, Feedback, Turn } from './turn.ts'
import { freshMemory } from './turn.ts'

export interface Active {
  readonly state: 'active'
  readonly turn: Turn | null
}
export interface Requesting {
  readonly state: 'requesting'
  readonly request: HumanRequest
  readonly botMay: BotMay
  readonly turn: Turn | null
  /** Since when it stands in the queue this time; the maximum wait counts from here (HB4). */
  readonly queuedAt: Instant
  /** TK6: an agent of this episode ended the bot's run; no later step of the episode undoes that. */
  readonly botCancelled: boolean
  /** `seq` of the event that began the episode. */
  readonly episodeSeq: number
  /** RT1: at most one at a time. */
  readonly offer: Offer | null
  readonly passed: Passed | null
}
export interface Intervened {
  readonly state: 'intervened'
  readonly owner: AgentRef
  readonly since: Instant
  /** Since when this owner has it; `since` is the takeover's. */
  readonly ownerSince: Instant
  /** `seq` of its TakenOver. */
  readonly takenSeq: number
  /** The request that this takeover answered; kept, so that a return to the queue keeps its waiting time. */
  readonly request: HumanRequest | null
  /** TK6 */
  readonly botCancelled: boolean
  readonly episodeSeq: number
}
export type Control = Active | Requesting | Intervened
export type ControlState = Control['state']

export interface SaidBy {
  readonly agentId: AgentId
  readonly seq: number
}

/** What was accepted under a sender's own `clientId` (DL3). */
export interface AcceptedSend {
  readonly seq: number
  /** `contentKey` of what was accepted. */
  readonly content: string
}

/**
 * The part of a long past that one command may need. A store loads just the keys of the commands at hand; a
 * fold of the whole log has them all. Never in a snapshot.
 */
export interface Recall {
  readonly sends: ReadonlyMap<string, AcceptedSend>
  readonly deliveries: ReadonlyMap<number, DeliveryStatus>
}

/** What the team tells the bot for its next turn. `about`: the bot's question that it answers (BT5). */
export interface Guidance {
  readonly seq: number
  readonly text: string
  readonly about: string | null
}

/** BT5: the bot's one open question to the team. */
export interface OpenQuestion {
  readonly id: string
  readonly question: string
  readonly askedAt: Instant
  readonly until: Instant
}

/** HB5: the last question about an episode, and what was answered. */
export interface AskedFeedback {
  readonly seq: number
  readonly episodeSeq: number
  /** Nobody has spoken since: a bare rating is the answer to it. */
  readonly next: boolean
  readonly given: Feedback | null
}

export interface Conversation {
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly channelId: ChannelId
  readonly botId: BotId | null
  readonly teamId: TeamId | null
  /** Of the last event; 0 before the first. */
  readonly seq: number
  readonly epoch: number
  readonly control: Control
  readonly memory: BotMemory
  readonly tags: readonly string[]
  readonly status: string | null
  /** Of the last completion; null before the first, and when it had none. */
  readonly topic: string | null
  /** A request is at least this urgent. */
  readonly priority: Priority
  readonly question: OpenQuestion | null
  /** RT3; of an earlier episode it counts for nothing. */
  readonly nobody: NobodyThere | null
  /** DL6: who holds the line to the customer in our stead, on the channel itself; null: we do. */
  readonly lineHolder: string | null
  /** Not yet heard by the bot; the latest `guidanceKept`. */
  readonly guidance: readonly Guidance[]
  readonly feedback: AskedFeedback | null
  /** Of the episode that was completed last. */
  readonly resolvedEpisode: number | null
  readonly lastContact: { readonly seq: number; readonly at: Instant } | null
  readonly lastAgent: (SaidBy & { readonly at: Instant }) | null
  /** The last message of an agent other than `lastAgent`: with it, OW6 is decided without the log. */
  readonly otherAgent: SaidBy | null
  /** All messages up to these were delivered to, or read by, the customer. */
  readonly deliveredThrough: number
  readonly readThrough: number
  readonly recall: Recall
}

export interface Founding {
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly channelId: ChannelId
  readonly botId: BotId | null
}

/** RQ1: a new conversation is active, its log empty. */
export function newConversation(founding: Founding): Conversation {
  return {
    ...founding,
    teamId: null,
    seq: 0,
    epoch: 0,
    control: { state: 'active', turn: null },
    memory: freshMemory,
    tags: [],
    status: null,
    topic: null,
    priority: 'low',
    question: null,
    nobody: null,
    lineHolder: null,
    guidance: [],
    feedback: null,
    resolvedEpisode: null,
    lastContact: null,
    lastAgent: null,
    otherAgent: null,
    deliveredThrough: 0,
    readThrough: 0,
    recall: { sends: new Map(), deliveries: new Map() },
  }
}

export const guidanceKept = 20

/** The open turn, wherever control allows one. */
export function openTurn(control: Control): Turn | null {
  return control.state === 'intervened' ? null : control.turn
}

/** The key under which a sender's `clientId` is remembered (DL3). */
export function sendKey(sender: 'contact' | 'agent' | 'bot', senderId: string, clientId: string): string {
  return `${sender}:${senderId}:${clientId}`
}
