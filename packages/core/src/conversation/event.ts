// What happened, in the past tense, as the log keeps it for ever. `data` travels as it is: to the API, the
// console and the bots. A change here is a change of the wire.
import type { AgentId, BotId, Instant, MessageId, TeamId, TurnId } from '../ids.ts'
import type { MediaPart, Parts } from '../message/content.ts'
import type { DeliveryProblem, DeliveryStatus } from '../message/delivery.ts'
import type { Because } from '../rules/evaluate.ts'
import type { RuleAction } from '../rules/rule.ts'
import type { HeardSignal } from '../rules/signal.ts'
import type { ActorRecord, AgentRef } from './actor.ts'
import type { BotMay } from './policy.ts'
import type { NobodyWhy, OfferEnd, Priority, RequestReason } from './request.ts'
import type { BotMemory, BotResume, Feedback, TurnOpening } from './turn.ts'

interface Data {
  MessageReceived: {
    readonly messageId: MessageId
    readonly clientId: string | null
    readonly parts: Parts
    readonly text: string
    /** BT1; null while no bot may answer. */
    readonly turn: TurnOpening | null
    /** `seq` of the message that it quotes. */
    readonly replyTo?: number
  }
  MessageSent: {
    readonly messageId: MessageId
    readonly clientId: string | null
    readonly from: 'bot' | 'agent' | 'system'
    readonly purpose: 'reply' | 'holding' | 'announcement' | 'closing' | 'feedback' | 'outreach'
    readonly parts: Parts
    readonly text: string
    readonly turnId: TurnId | null
    /** `seq` of the message that it quotes. */
    readonly replyTo?: number
    /** Said on the channel itself, by the business's phone app: it is there already (TK4). */
    readonly via?: 'phone'
  }
  /** The customer changed what they had said. */
  MessageEdited: {
    readonly messageSeq: number
    readonly clientId: string | null
    readonly parts: Parts
    readonly text: string
  }
  /** The customer took it back. */
  MessageRevoked: { readonly messageSeq: number; readonly clientId: string | null }
  /** Null: taken away. */
  ReactionChanged: {
    readonly messageSeq: number
    readonly clientId: string | null
    readonly emoji: string | null
  }
  /** What came of a file whose bytes were still being fetched: it is there, or why it never will be. */
  MediaSettled: {
    readonly messageSeq: number
    readonly mediaId: string
    readonly media: MediaPart | null
    readonly problem: MediaProblem | null
  }
  /** Somebody else answers on the channel itself, or (null) Baton does again. */
  LineHolderChanged: { readonly holder: string | null }
  /** A bot's message that a takeover overtook in the outbox (TK3). */
  MessageWithheld: { readonly messageSeq: number; readonly reason: 'control_changed' }
  /** What a web visitor had already read of a stream that was cut (BT2). Never a message. */
  MessageInterrupted: { readonly turnId: TurnId; readonly parts: Parts; readonly text: string }
  DeliveryChanged: {
    readonly messageSeq: number
    /** True: every earlier message got there, too. */
    readonly through: boolean
    readonly status: DeliveryStatus
    /** For people, in the words of whoever told it; `problem` is the kind. */
    readonly reason: string | null
    readonly problem?: DeliveryProblem
  }
  /** It did not go, certainly, and is tried again (DL3). */
  DeliveryDeferred: {
    readonly messageSeq: number
    readonly from: 'bot' | 'agent' | 'system'
    /** The epoch under which the message was written. */
    readonly writtenEpoch: number
    readonly until: Instant
    readonly problem: DeliveryProblem
    readonly reason: string | null
  }
  /** An agent sends again what failed, or what nobody knows of. */
  DeliveryRetried: {
    readonly messageSeq: number
    readonly from: 'bot' | 'agent' | 'system'
    readonly writtenEpoch: number
  }
  HumanRequested: {
    readonly reason: RequestReason
    readonly priority: Priority
    readonly summary: string | null
    readonly waitingSince: Instant
    readonly botMay: BotMay
    /** False when a person was wanted already (RQ4). */
    readonly first: boolean
    readonly teamId: TeamId | null
    /** The turn that a holding or silent bot loses. */
    readonly endsTurn: TurnId | null
  }
  RequestDismissed: { readonly reason: string; readonly endsTurn: TurnId | null }
  QueueChanged: { readonly teamId: TeamId | null }
  TakenOver: {
    readonly owner: AgentRef
    readonly from: 'active' | 'requesting'
    readonly via: Surface
    readonly cancelBot: boolean
    /** How long the customer had waited; null when nobody had been asked for. */
    readonly waitedMs: number | null
    readonly endsTurn: TurnId | null
  }
  OwnerChanged: { readonly owner: AgentRef; readonly previousOwner: AgentRef }
  ReturnedToQueue: {
    readonly previousOwner: AgentRef
    readonly reason: string
    readonly waitingSince: Instant
    readonly botMay: BotMay
    readonly teamId: TeamId | null
  }
  TakeoverCancelled: { readonly previousOwner: AgentRef }
  Resolved: {
    readonly previousOwner: AgentRef
    /** `agent` completed it; `customer_silent`: the idle return did (HB4). */
    readonly how: 'agent' | 'customer_silent'
    readonly topic: string | null
    readonly outcome: string | null
    readonly tags: readonly string[]
    readonly note: string | null
    readonly guidance: string | null
    readonly closingBlock: string | null
    readonly heldMs: number
  }
  BotResumed: { readonly botId: BotId; readonly resume: BotResume; readonly turn: TurnOpening | null }
  BotChanged: {
    readonly botId: BotId | null
    readonly previousBotId: BotId | null
    /** The agent who lost control to the bot that was sent; null when no person held it, or still does. */
    readonly previousOwner: AgentRef | null
    readonly block: string | null
    readonly turn: TurnOpening | null
    readonly endsTurn: TurnId | null
  }
  TurnOpened: { readonly turn: TurnOpening }
  TurnFailed: {
    readonly turnId: TurnId
    readonly problem: string
    readonly failures: number
    readonly retryAt: Instant
  }
  TurnEnded: {
    readonly turnId: TurnId
    readonly outcome: 'answered' | 'handed_off' | 'failed'
    readonly memory: BotMemory
    /** Guidance up to this `seq` has reached the bot; null: none of it. */
    readonly heardThrough: number | null
    /** Of an answer that says nothing: what makes sending it idempotent (DL3). */
    readonly clientId: string | null
  }
  /** The bot took the turn and answers later, by itself (BT1). */
  TurnDeferred: { readonly turnId: TurnId; readonly until: Instant; readonly heardThrough: number }
  /** RU1: what the customer's message told beyond its words; a later one about the same message replaces it. */
  SignalsHeard: { readonly messageSeq: number; readonly signals: readonly HeardSignal[] }
  /** RU2: why a rule fired, and which of its actions changed something; these follow it. */
  RuleFired: {
    readonly ruleId: string
    readonly name: string
    readonly because: readonly Because[]
    readonly did: readonly RuleAction[]
  }
  /** AL1: a rule wants the team told, and asks for nobody. */
  AlertRaised: { readonly ruleId: string; readonly name: string; readonly why: string }
  /** BT4: the turn ended with the promise of a person, and without a hand-off. */
  TransferPromised: { readonly turnId: TurnId }
  /** BT5 */
  QuestionAsked: { readonly questionId: string; readonly question: string; readonly until: Instant }
  QuestionAnswered: {
    readonly questionId: string
    readonly question: string
    readonly answer: string
    /** Null while the bot may not speak: the answer then waits for its next turn, as guidance does. */
    readonly turn: TurnOpening | null
  }
  QuestionExpired: {
    readonly questionId: string
    readonly question: string
    readonly turn: TurnOpening | null
  }
  /** RT1: nobody has it; this agent is asked. */
  Offered: { readonly agent: AgentRef; readonly until: Instant; readonly newRound: boolean }
  OfferEnded: { readonly agent: AgentRef; readonly how: OfferEnd }
  /** RT3 */
  NobodyThere: { readonly teamId: TeamId | null; readonly why: NobodyWhy; readonly told: boolean }
  PriorityChanged: { readonly priority: Priority }
  /** Null: it has none any more. */
  StatusChanged: { readonly status: string | null }
  /** `episodeSeq`: the episode that it is about; null where none had been completed. */
  FeedbackGiven: Feedback & { readonly episodeSeq: number | null }
  PermitGranted: { readonly turnId: TurnId; readonly action: string }
  NoteAdded: {
    readonly text: string
    /** Each agent whom the note is for, once. Missing in notes that are older than mentions. */
    readonly mentions?: readonly AgentId[]
  }
  GuidanceGiven: { readonly text: string }
  TagsChanged: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    readonly tags: readonly string[]
  }
}

/** Why a file of the customer's could not be had. */
export type MediaProblem = 'expired' | 'too_large' | 'refused' | 'unreachable' | 'no_room'

/** From where a person spoke (TK4). */
export type Surface = 'console' | 'api' | 'slack' | 'phone'

export type EventType = keyof Data
export type EventData<T extends EventType> = Data[T]

/** An event before it has its place in the log. */
export type Happening = {
  [T in EventType]: { readonly type: T; readonly actor: ActorRecord; readonly data: Data[T] }
}[EventType]

/** An event in its place: `epoch` is the one after it. */
export type ConversationEvent = Happening & {
  readonly seq: number
  readonly epoch: number
  readonly at: Instant
}

/** The events at which control may have changed, and the only ones at which the epoch grows (TK2). */
const epochTypes: ReadonlySet<EventType> = new Set([
  'TakenOver',
  'ReturnedToQueue',
  'TakeoverCancelled',
  'Resolved',
  'BotChanged',
])

export function growsEpoch(type: EventType): boolean {
  return epochTypes.has(type)
}
